/** Moves of alarms, floods, modes and first-outs, as the journal's lines say them. */

import type {
  AlarmChanged,
  AlarmEvent,
  CommandAccepted,
  ConditionChanged,
  FirstOutChanged,
  FloodChanged,
  ModeChanged,
} from "../schema";
import { lengthWords } from "./countdown";
import { windowWords } from "./flood";
import { count, formatClock, formatDate } from "./format";
import type { Words } from "./journal_line";
import { priorityLook } from "./priority";

type Command = CommandAccepted["command"];
/** One that the machine has and that has no sentence here does not compile. */
type EventName = Lowercase<keyof typeof AlarmEvent>;

export const numberWords = (value: number): string => String(+value.toPrecision(6));

const priorityName = (priority: number): string => priorityLook(priority).name.toLowerCase();

const because = (reason: string): string => (reason === "" ? "" : `: ${reason}`);

/** How often an alarm would have sounded while it was out of sight. */
function accounted(record: AlarmChanged): string {
  const hidden = record.hidden_count;
  if (hidden === null) return "";
  return hidden === 0
    ? ", nothing would have sounded meanwhile"
    : `, would have sounded ${count(hidden, "time")} meanwhile`;
}

function endOfShelf(record: AlarmChanged): string {
  if (record.until_ns === null) return "";
  const until_ms = record.until_ns / 1e6;
  const day = formatDate(until_ms);
  const today = day === formatDate(record.at_ns / 1e6);
  return ` until ${today ? "" : `${day} `}${formatClock(until_ms)}`;
}

function measured(record: AlarmChanged | ConditionChanged): string {
  const at = record.value === null ? "" : ` at ${numberWords(record.value)}`;
  return record.limit_eu === null ? at : `${at} (limit ${numberWords(record.limit_eu)})`;
}

const has = (record: AlarmChanged, mark: string): boolean => record.marks?.includes(mark) ?? false;

function moreUrgent(record: AlarmChanged): string {
  const why = has(record, "unattended")
    ? "nobody acknowledged it in time"
    : "the value went beyond the further limit";
  return `now ${priorityName(record.priority)}, ${why}${measured(record)}`;
}

/** One sentence for each event of the machine, by the name it has in the journal. */
const EVENTS: Record<EventName, (record: AlarmChanged) => string> = {
  abnormal: (record) => `raised${measured(record)}`,
  normal: (record) =>
    `returned to normal${measured(record)}${has(record, "latched") ? ", latched until it is reset" : ""}`,
  more_urgent: moreUrgent,
  severity_changed: (record) => `now ${priorityName(record.priority)}${measured(record)}`,
  re_alarm: () => "annunciated again: acknowledged and still active for its re-alarm time",
  suppress: (record) => `suppressed by design${because(record.reason)}`,
  unsuppress: (record) =>
    `suppression by design ended${because(record.reason)}${accounted(record)}`,
  shelf_ended: (record) => `shelf ended by itself${accounted(record)}`,
  acknowledge: () => "acknowledged",
  reset: () => "latch reset",
  shelve_timed: (record) => `shelved${endOfShelf(record)}${because(record.reason)}`,
  shelve_one_shot: (record) =>
    `shelved for one activation, at the longest${endOfShelf(record)}${because(record.reason)}`,
  unshelve: (record) => `unshelved${accounted(record)}`,
  remove_from_service: (record) => `taken out of service${because(record.reason)}`,
  return_to_service: (record) => `returned to service${accounted(record)}`,
  silence: () => "silenced",
};

export function alarmWords(record: AlarmChanged): Words {
  const known = EVENTS[record.event as EventName] as (typeof EVENTS)[EventName] | undefined;
  const event = known?.(record) ?? record.event.replaceAll("_", " ");
  const hidden = record.hidden ? ", out of sight: did not sound" : "";
  const letters =
    record.before === record.after ? record.after : `${record.before} \u2192 ${record.after}`;
  return {
    what: "alarm",
    who: record.actor?.name ?? "",
    subject: record.alarm,
    text: `${event}${hidden}, ${letters}, occurrence ${record.occurrence}`,
    tag: record.tag,
    alarm: record.alarm,
    priority: record.priority,
  };
}

export function conditionWords(record: ConditionChanged): Words {
  const event = record.active ? "came" : "went";
  return {
    what: "event",
    who: "",
    subject: record.alarm,
    text: `${event}${measured(record)}, runs as an event only: nobody was called`,
    tag: record.tag,
    alarm: record.alarm,
    priority: null,
  };
}

const plain = { tag: "", alarm: "", priority: null };

export function modeWords(record: ModeChanged): Words {
  const name = (mode: string): string => (mode === "" ? "no mode" : mode);
  return {
    ...plain,
    what: "mode",
    who: record.actor?.name ?? "",
    subject: record.system,
    text: `mode ${name(record.before)} \u2192 ${name(record.after)}${because(record.cause)}`,
  };
}

export function floodWords(record: FloodChanged): Words {
  const rate = `${record.count} in ${windowWords(record.window_ms)}`;
  return {
    ...plain,
    what: "flood",
    who: "",
    subject: record.position,
    text: record.active
      ? `alarm flood began: ${rate}`
      : `alarm flood ended: ${rate}, ${record.total} annunciated in all`,
  };
}

export function firstOutWords(record: FirstOutChanged): Words {
  const certainty = `clocks are certain to ${record.uncertainty_ms} ms`;
  const tied =
    record.tied.length === 0 ? "" : `, tied with ${record.tied.join(", ")} (${certainty})`;
  return {
    ...plain,
    what: "alarm",
    who: "",
    subject: record.group,
    alarm: record.alarm,
    text: record.alarm === "" ? "group back at rest" : `first out: ${record.alarm}${tied}`,
  };
}

/** A command's subject and what it asks for. */
export function commandWords(command: Command): { subject: string; alarm: string; text: string } {
  switch (command.type) {
    case "operate":
      return {
        subject: command.equipment,
        alarm: "",
        text: `set ${command.control} to ${numberWords(command.value)}${given(command.reason)}`,
      };
    case "disturb": {
      const where = command.target === "" ? "" : ` on ${command.target}`;
      const act = command.active ? "start" : "end";
      const severity = `severity ${numberWords(command.severity)}`;
      return {
        subject: command.source,
        alarm: "",
        text: `${act} fault ${command.fault}${where}, ${severity}`,
      };
    }
    case "set_mode":
      return {
        subject: command.system,
        alarm: "",
        text: `set mode to ${command.mode}${given(command.reason)}`,
      };
    default:
      return { subject: command.alarm, alarm: command.alarm, text: onAlarmWords(command) };
  }
}

const given = (reason: string): string => (reason === "" ? "" : ` (${reason})`);

function onAlarmWords(
  command: Exclude<Command, { type: "operate" | "disturb" | "set_mode" }>,
): string {
  const which = `occurrence ${command.occurrence}`;
  if (command.type === "shelve") {
    const once = command.one_shot ? " for one activation" : "";
    return `shelve${once} for ${lengthWords(command.duration_ms)}${given(command.reason)}, ${which}`;
  }
  if (command.type === "remove_from_service")
    return `take out of service${given(command.reason)}, ${which}`;
  return `${command.type.replaceAll("_", " ")} ${which}`;
}
