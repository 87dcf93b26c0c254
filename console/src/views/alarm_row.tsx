/** One alarm of the list: what, where, since when, how far, and what can be done. */

import { PrioritySymbol } from "../draw/priority_symbol";
import { formatAge, formatInstant } from "../lib/format";
import { priorityLook, STATE_WORDS } from "../lib/priority";
import { formatReading } from "../lib/reading";
import { formatRoute } from "../lib/route";
import { KIND_WORDS, LIMIT_LETTERS } from "../lib/scale";
import { tagOf } from "../lib/site_index";
import type { AlarmBody } from "../schema";
import { now_ms } from "../state/clock";
import { useDesk } from "../state/desk";
import { AcknowledgeButton, RefusalNote } from "./alarm_line";

export const ALARM_ROW_PX = 46;

export function AlarmRow(props: { body: AlarmBody; chosen: boolean; armed: () => boolean }) {
  const { body } = props;
  const { site } = useDesk();
  const definition = site.body.alarms[body.alarm]!;
  const tag = tagOf(site, definition.tag);
  const words = (value: number | null): string =>
    value === null ? "" : tag === undefined ? String(value) : formatReading(tag, value);
  const now = now_ms.value;
  return (
    <div
      class={`alarm-row letter-${body.letter}${props.chosen ? " chosen" : ""}`}
      onClickCapture={(event) => {
        if (!props.armed()) event.stopPropagation();
      }}
    >
      <PrioritySymbol priority={body.priority} letter={body.letter} trusted={body.trusted} />
      <time>
        <b>{formatInstant(body.raised_ms, now)}</b>
        <small>{priorityLook(body.priority).name}</small>
      </time>
      <a class="alarm-system" href={formatRoute({ page: "system", id: definition.system })}>
        {site.systemByID.get(definition.system)?.name ?? definition.system}
      </a>
      <span class="alarm-what">
        <a href={formatRoute({ page: "tag", name: definition.tag })} title={definition.response}>
          <b>{definition.message || definition.name}</b>
        </a>
        <small>
          {definition.tag} {KIND_WORDS[definition.kind] ?? definition.kind}
          {tag?.description ? `, ${tag.description}` : ""}
        </small>
        <RefusalNote alarm={body.alarm} />
      </span>
      <span class="right alarm-number">
        <b>{words(body.value)}</b> <small>{tag?.unit}</small>
      </span>
      <span class="right alarm-number">
        {definition.limit_eu !== null && (
          <>
            <small>{LIMIT_LETTERS[definition.kind]}</small> {words(definition.limit_eu)}
          </>
        )}
      </span>
      <span class="alarm-state">
        {body.letter === "A" ? "Cleared" : STATE_WORDS[body.letter]}
        {!body.trusted && <small>input not trusted</small>}
      </span>
      <span class="right">
        {formatAge(Math.floor((now - body.raised_ms) / 1_000) * 1_000).replace(".0", "")}
      </span>
      <span class="alarm-act">
        <AcknowledgeButton body={body} />
      </span>
    </div>
  );
}
