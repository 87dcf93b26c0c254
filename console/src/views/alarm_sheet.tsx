/** The response sheet of one alarm: what to do, how long there is, why it is there, how it went before. */

import { useEffect, useMemo } from "preact/hooks";
import { PrioritySymbol } from "../draw/priority_symbol";
import { marksOf, shownPriority } from "../lib/alarm_state";
import { timeToRespond } from "../lib/countdown";
import { formatInstant } from "../lib/format";
import { formatLimit, judgedUnit } from "../lib/judged";
import { priorityLook, STATE_WORDS } from "../lib/priority";
import { formatRoute } from "../lib/route";
import { KIND_WORDS } from "../lib/scale";
import { tagOf } from "../lib/site_index";
import type { AlarmBody, AlarmDefinitionBody, AlarmSheetBody } from "../schema";
import { getAlarmSheet } from "../state/api";
import { now_ms } from "../state/clock";
import { useDesk } from "../state/desk";
import { wanted } from "../state/session";
import { FirstOutMark, RefusalNote, StateSymbol } from "./alarm_line";
import { SheetActs } from "./sheet_acts";
import { Handling, LastOccurrences, WhatToDo } from "./sheet_parts";
import { SheetTrend } from "./sheet_trend";
import { useFetched } from "./use_fetched";

/** Counts and rationalisation change seldom; the state comes with the stream. */
const AGAIN_MS = 30_000;

export function AlarmSheet({ name }: { name: string }) {
  const { site } = useDesk();
  const at = site.alarmByName.get(name);
  if (at === undefined) {
    return (
      <div class="nothing">
        This site has no alarm <b>{name}</b>. <a href="#/alarms">To the alarms</a>
      </div>
    );
  }
  return <KnownSheet alarm={at} definition={site.body.alarms[at]!} />;
}

function KnownSheet(props: { alarm: number; definition: AlarmDefinitionBody }) {
  const { alarm, definition } = props;
  const desk = useDesk();
  useEffect(() => {
    wanted.value = [definition.system];
  }, [definition.system]);
  const { body: sheet, error } = useFetched(
    definition.name,
    (signal) => getAlarmSheet(alarm, signal),
    AGAIN_MS,
  );
  const live = desk.alarms.get(alarm);
  const state = live ?? atRest(sheet);
  return (
    <div class="sheet-page">
      <SheetHead definition={definition} state={state} sheet={sheet} />
      {error !== "" && <p class="refusal">The sheet could not be read: {error}.</p>}
      <div class="sheet-left">
        {sheet && <WhatToDo sheet={sheet} />}
        {sheet && <Handling sheet={sheet} />}
      </div>
      <div class="sheet-right">
        <SheetTrend definition={definition} state={state} />
        <LastOccurrences alarm={definition.name} sheet={sheet} />
      </div>
    </div>
  );
}

/** What the sheet said, when the list has no such alarm any more: it is at rest. */
function atRest(sheet: AlarmSheetBody | null): AlarmBody | null {
  return sheet === null ? null : { ...sheet.state, letter: "A", active: false, waiting: false };
}

function SheetHead(props: {
  definition: AlarmDefinitionBody;
  state: AlarmBody | null;
  sheet: AlarmSheetBody | null;
}) {
  const { definition, state, sheet } = props;
  const { site } = useDesk();
  const tag = tagOf(site, definition.tag);
  const limit_eu = sheet?.limit_eu ?? definition.limit_eu;
  return (
    <header class="panel sheet-head">
      <SheetSymbol state={state} priority={definition.priority} />
      <div class="sheet-title">
        <nav class="crumbs" aria-label="Where this is">
          <a href="#/alarms">Alarms</a>
          <a href={formatRoute({ page: "system", id: definition.system })}>
            {site.systemByID.get(definition.system)?.name ?? definition.system}
          </a>
        </nav>
        <h1>
          {state && <FirstOutMark body={state} />} {definition.message || definition.name}
        </h1>
        <span class="soft">
          {definition.name}:{" "}
          <a href={formatRoute({ page: "tag", name: definition.tag })}>{definition.tag}</a>{" "}
          {KIND_WORDS[definition.kind] ?? definition.kind}
          {limit_eu !== null && tag !== undefined
            ? ` ${formatLimit(tag, definition.kind, limit_eu)} ${judgedUnit(definition.kind, tag.unit)}`
            : ""}
        </span>
      </div>
      <StateWords state={state} priority={definition.priority} />
      <Left state={state} />
      <SheetActs state={state} />
      {state && <RefusalNote alarm={state.alarm} />}
    </header>
  );
}

function SheetSymbol({ state, priority }: { state: AlarmBody | null; priority: number }) {
  if (state === null || state.letter === "A")
    return (
      <span class="unseen">
        <PrioritySymbol priority={priority} letter="A" />
      </span>
    );
  return <StateSymbol body={state} />;
}

function StateWords({ state, priority }: { state: AlarmBody | null; priority: number }) {
  if (state === null || state.letter === "A")
    return (
      <div class="sheet-state">
        <b>At rest</b>
        <span>{priorityLook(priority).name} priority</span>
      </div>
    );
  const marks = marksOf(state);
  const since = `since ${formatInstant(state.raised_ms, now_ms.value)}, occurrence ${state.occurrence}`;
  return (
    <div class="sheet-state">
      <b>{STATE_WORDS[state.letter]}</b>
      <span>
        {priorityLook(shownPriority(state)).name} priority, {since}
      </span>
      {marks.length > 0 && <span>{marks.join(", ")}</span>}
      {state.acknowledged_by !== null && !state.waiting && (
        <span>
          by {state.acknowledged_by}
          {state.acknowledged_ms === null
            ? ""
            : ` at ${formatInstant(state.acknowledged_ms, now_ms.value)}`}
        </span>
      )}
    </div>
  );
}

function Left({ state }: { state: AlarmBody | null }) {
  const left = useMemo(
    () => (state === null ? null : timeToRespond(state, now_ms.value)),
    [state, now_ms.value],
  );
  if (left === null || left.urgency === "none") return <span />;
  return (
    <div class="sheet-left-time">
      <small>Time left to respond</small>
      <span class={`time-left ${left.urgency}`}>{left.text}</span>
    </div>
  );
}
