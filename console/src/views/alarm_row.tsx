/** One alarm of the list: what, where, since when, how far, how long there is to respond, and what can be done. */

import { PrioritySymbol } from "../draw/priority_symbol";
import type { AlarmGroup } from "../lib/alarm_groups";
import { totalOf } from "../lib/alarm_groups";
import { ageWords, marksOf, shownPriority } from "../lib/alarm_state";
import { count, formatInstant } from "../lib/format";
import { escalationLimit, formatJudged, formatLimit, isWorkedOut, judgedUnit } from "../lib/judged";
import { PRIORITIES, priorityLook, STATE_WORDS } from "../lib/priority";
import { reading } from "../lib/reading";
import { formatRoute } from "../lib/route";
import { KIND_WORDS, LIMIT_LETTERS } from "../lib/scale";
import { tagOf } from "../lib/site_index";
import type { AlarmBody } from "../schema";
import { refusals } from "../state/alarm_commands";
import { now_ms } from "../state/clock";
import { useDesk } from "../state/desk";
import { ActButton, AlarmSymbol, FirstOutMark, RefusalNote, TimeLeft } from "./alarm_line";
import { useEscalation } from "./use_sheet_facts";

export const ALARM_ROW_PX = 46;

export interface RowChoice {
  readonly chosen: boolean;
  readonly marked: boolean;
  /** The row was pressed; shift extends from the row chosen last. */
  readonly choose: (alarm: number, extend: boolean) => void;
  readonly toggle: (alarm: number) => void;
  readonly armed: () => boolean;
}

export function AlarmRow({ body, choice }: { body: AlarmBody; choice: RowChoice }) {
  const { site } = useDesk();
  const definition = site.body.alarms[body.alarm]!;
  const tag = tagOf(site, definition.tag);
  const now = now_ms.value;
  const name = definition.message || definition.name;
  const marks = marksOf(body);
  const classes = ["alarm-row", `letter-${body.letter}`];
  if (choice.chosen) classes.push("chosen");
  if (choice.marked) classes.push("marked");
  if (refusals.value.has(body.alarm)) classes.push("refused");
  return (
    // The keys of the list do all that the pointer does here.
    <div
      class={classes.join(" ")}
      onClickCapture={(event) => {
        if (!choice.armed()) event.stopPropagation();
      }}
      onPointerUp={(event) => {
        if (!(event.target as HTMLElement).closest("a, button, input"))
          choice.choose(body.alarm, event.shiftKey);
      }}
    >
      <input
        type="checkbox"
        aria-label={`Choose ${name}`}
        checked={choice.marked}
        onChange={() => choice.toggle(body.alarm)}
      />
      <AlarmSymbol body={body} />
      <time>
        <b>{formatInstant(body.raised_ms, now)}</b>
        <small>
          {priorityLook(shownPriority(body)).name}, {ageWords(body.raised_ms, now)}
        </small>
      </time>
      <a class="alarm-system" href={formatRoute({ page: "system", id: definition.system })}>
        {site.systemByID.get(definition.system)?.name ?? definition.system}
      </a>
      <span class="alarm-what">
        <span class="alarm-title">
          <FirstOutMark body={body} />
          <a
            href={formatRoute({ page: "alarm", name: definition.name })}
            title={definition.response}
          >
            <b>{name}</b>
          </a>
        </span>
        <small>
          <a href={formatRoute({ page: "tag", name: definition.tag })}>{definition.tag}</a>{" "}
          {KIND_WORDS[definition.kind] ?? definition.kind}
          {tag?.description ? `, ${tag.description}` : ""}
        </small>
      </span>
      <AtRaise body={body} />
      <Now body={body} />
      <TimeLeft body={body} />
      <span class="alarm-state">
        {body.letter === "A" ? "Cleared" : STATE_WORDS[body.letter]}
        {marks.length > 0 && <small title={marks.join(", ")}>{marks.join(", ")}</small>}
      </span>
      <span class="alarm-act">
        <ActButton body={body} />
      </span>
      <RefusalNote alarm={body.alarm} />
    </div>
  );
}

/** What was judged when the alarm was raised, over the limit that it passed then. */
function AtRaise({ body }: { body: AlarmBody }) {
  const { site } = useDesk();
  const { kind, limit_eu, tag: name } = site.body.alarms[body.alarm]!;
  const tag = tagOf(site, name);
  if (tag === undefined) return <span />;
  return (
    <span
      class="right alarm-number"
      title="The value judged and its limit when this alarm was raised"
    >
      {body.value !== null && (
        <span class="soft">
          {formatJudged(tag, kind, body.value)} <small>{judgedUnit(kind, tag.unit)}</small>
        </span>
      )}
      {limit_eu !== null && (
        <small>
          {LIMIT_LETTERS[kind] ?? ""} {formatLimit(tag, kind, limit_eu)}
        </small>
      )}
    </span>
  );
}

/** What the tag says now; over the limit of the present priority, where that is another one. */
function Now({ body }: { body: AlarmBody }) {
  const { site, values } = useDesk();
  const { kind, priority, tag: name } = site.body.alarms[body.alarm]!;
  const escalation = useEscalation(body.alarm, body.priority < priority);
  const at = site.tagByName.get(name);
  if (at === undefined) return <span />;
  const tag = site.body.tags[at]!;
  values.listen(at);
  const now = reading(
    tag,
    values.values[at]!,
    values.times_ms[at]!,
    values.quality[at]!,
    now_ms.value,
  );
  const level = priorityLook(body.priority).name.toLowerCase();
  const limit_eu = escalation.startsWith(level) ? escalationLimit(escalation) : null;
  return (
    <span class={`right alarm-number${now.stale || now.bad ? " stale" : ""}`} title={escalation}>
      <span>
        <b>{now.text}</b> <small>{tag.unit}</small>
      </span>
      {isWorkedOut(kind) && <small>the tag itself</small>}
      {limit_eu !== null && (
        <small>
          {level} {LIMIT_LETTERS[kind] ?? ""} {formatLimit(tag, kind, limit_eu)}
        </small>
      )}
    </span>
  );
}

/** Counts by priority: a symbol and a number for each that has any. */
export function PriorityCounts(props: { counts: readonly number[]; waiting: readonly number[] }) {
  return (
    <span class="priority-counts">
      {PRIORITIES.map((priority) => {
        const [n, open] = [props.counts[priority - 1]!, props.waiting[priority - 1]!];
        if (n === 0) return null;
        const words = `${priorityLook(priority).name}: ${n}, of which ${open} unacknowledged`;
        return (
          <span key={priority} title={words}>
            <PrioritySymbol priority={priority} letter={open > 0 ? "B" : "C"} />
            <b>{n}</b>
          </span>
        );
      })}
    </span>
  );
}

/** The heading of a system's alarms in the grouped list. */
export function GroupRow({ group }: { group: AlarmGroup }) {
  const { site } = useDesk();
  const system = site.systemByID.get(group.system);
  return (
    <div class="alarm-heading">
      <a href={formatRoute({ page: "system", id: group.system })}>
        <b>{system?.name ?? group.system}</b>
      </a>
      <PriorityCounts counts={group.counts} waiting={group.waiting} />
      <small>
        {count(totalOf(group.counts), "alarm")}, {totalOf(group.waiting)} unacknowledged
      </small>
    </div>
  );
}
