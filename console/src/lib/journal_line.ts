/** A journal record as a line for people: when, what kind, who, what, and why not. */

import type { JournalRecord } from "../schema";
import { inLocalTime } from "./format";
import {
  alarmWords,
  commandWords,
  conditionWords,
  firstOutWords,
  floodWords,
  modeWords,
  numberWords,
} from "./journal_alarm";

export type LineKind =
  | "alarm"
  | "event"
  | "mode"
  | "flood"
  | "command"
  | "refused"
  | "input"
  | "output"
  | "fault"
  | "server"
  | "session";

export interface JournalLine {
  readonly at_ms: number;
  readonly what: LineKind;
  readonly who: string;
  readonly subject: string;
  readonly text: string;
  /** The tag a click leads to, or empty. */
  readonly tag: string;
  /** The alarm whose sheet a click leads to, or empty. */
  readonly alarm: string;
  readonly priority: number | null;
}

export type Words = Omit<JournalLine, "at_ms">;

/** Milliseconds of a record: nanoseconds lose their last digits in a browser's number, which no one sees. */
export const recordTime_ms = (record: JournalRecord): number => record.at_ns / 1e6;

function plain(what: LineKind, who: string, subject: string, text: string): Words {
  return { what, who, subject, text, tag: "", alarm: "", priority: null };
}

const NAMED_MAX = 4;

function inputWords(record: Extract<JournalRecord, { type: "input_changed" }>): Words {
  const one = record.count === 1 ? (record.tags[0] ?? "") : "";
  const more = record.count > NAMED_MAX ? ` and ${record.count - NAMED_MAX} more` : "";
  const named = record.tags.slice(0, NAMED_MAX).join(", ");
  return {
    ...plain("input", "", one || `${record.count} tags`, `input ${record.cause}`),
    ...(one === "" ? { text: `input ${record.cause}: ${named}${more}` } : {}),
    tag: one,
  };
}

type Writers = {
  [Type in JournalRecord["type"]]: (record: Extract<JournalRecord, { type: Type }>) => Words;
};

/** One writer for each kind of record: a kind that is missing here does not compile. */
const WRITERS: Writers = {
  alarm_changed: alarmWords,
  condition_changed: conditionWords,
  mode_changed: modeWords,
  flood_changed: floodWords,
  first_out_changed: firstOutWords,
  input_changed: inputWords,
  command_accepted: ({ command }) => {
    const { subject, text, alarm } = commandWords(command);
    return { ...plain("command", command.actor.name, subject, `${text}: accepted`), alarm };
  },
  command_refused: ({ at_ns, command, reason, detail }) => {
    const { subject, text, alarm } = commandWords(command);
    const said = inLocalTime(detail, at_ns / 1e6);
    const why = [reason.replaceAll("_", " "), said].filter((part) => part !== "").join(": ");
    return { ...plain("refused", command.actor.name, subject, `${text}: refused, ${why}`), alarm };
  },
  write_output: (record) =>
    plain("output", "", record.equipment, `order ${record.control} = ${numberWords(record.value)}`),
  inject_fault: (record) => {
    const act = record.active ? "begin" : "end";
    return plain(
      "fault",
      "",
      record.source,
      `${act} fault ${record.fault} ${record.target}`.trim(),
    );
  },
  output_done: (record) =>
    plain(
      "output",
      "",
      "",
      record.ok ? "order taken by the source" : `order not taken: ${record.detail}`,
    ),
  server_started: (record) =>
    plain(
      "server",
      "",
      record.site,
      `server ${record.version} started, ${record.tags} tags, ${record.alarms} alarms`,
    ),
  server_stopped: (record) => plain("server", "", "", `server stopped: ${record.cause}`),
  session_changed: (record) =>
    plain("session", record.actor.name, "", record.event.replaceAll("_", " ")),
  journal_interrupted: (record) =>
    plain(
      "server",
      "",
      "",
      `journal interrupted: ${record.cause}, ${record.records_dropped} records dropped`,
    ),
};

/** Every record gets a line; one of a kind newer than this console is shown by its type. */
export function journalLine(record: JournalRecord): JournalLine {
  const write = WRITERS[record.type] as ((record: JournalRecord) => Words) | undefined;
  const words =
    write?.(record) ?? plain("server", "", "", String(record.type).replaceAll("_", " "));
  return { at_ms: recordTime_ms(record), ...words };
}

export interface ActiveFault {
  readonly source: string;
  readonly fault: string;
  readonly target: string;
  readonly severity: number;
  readonly since_ms: number;
}

/** Faults begun and not ended, from records newest first. A restart of the server ends them all. */
export function activeFaults(records: readonly JournalRecord[]): ActiveFault[] {
  const settled = new Set<string>();
  const active: ActiveFault[] = [];
  for (const record of records) {
    if (record.type === "server_started") break;
    if (record.type !== "inject_fault") continue;
    const { source, fault, target, severity } = record;
    const key = `${source}\n${fault}\n${target}`;
    if (settled.has(key)) continue;
    settled.add(key);
    if (record.active)
      active.push({ source, fault, target, severity, since_ms: recordTime_ms(record) });
  }
  return active;
}
