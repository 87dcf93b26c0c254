/** The trend of an alarm's tag around the beginning of its last occurrence. */

import { useMemo } from "preact/hooks";
import { limitMarks } from "../lib/scale";
import { definitionsOfTag } from "../lib/site_index";
import type { InstantMark } from "../lib/trend_data";
import { lastSpan, type TrendWindow } from "../lib/trend_window";
import type { AlarmBody, AlarmDefinitionBody } from "../schema";
import { serverNow_ms } from "../state/clock";
import { useDesk } from "../state/desk";
import { TrendPanel } from "./trend_panel";

const BEFORE_MS = 5 * 60_000;
const AFTER_MS = 10 * 60_000;
/** With an onset this long ago the picture stays around it instead of following the clock. */
const FOLLOW_MS_MAX = 30 * 60_000;

function windowAround(onset_ms: number | null, now_ms: number): TrendWindow {
  if (onset_ms === null) return lastSpan(AFTER_MS, now_ms);
  const since_ms = now_ms - onset_ms;
  if (since_ms <= FOLLOW_MS_MAX) return lastSpan(since_ms + BEFORE_MS, now_ms);
  return { from_ms: onset_ms - BEFORE_MS, to_ms: onset_ms + AFTER_MS, following: false };
}

/** `onset_ms` and `raised_ms` of 0 belong to an alarm that never was. */
function marksOf(state: AlarmBody | null): InstantMark[] {
  if (state === null || !(state.onset_ms > 0)) return [];
  const onset: InstantMark = { at_ms: state.onset_ms, word: "onset", row: 0 };
  const delayed = state.raised_ms - state.onset_ms > 500;
  return delayed ? [onset, { at_ms: state.raised_ms, word: "raised", row: 1 }] : [onset];
}

export function SheetTrend(props: { definition: AlarmDefinitionBody; state: AlarmBody | null }) {
  const { definition, state } = props;
  const { site } = useDesk();
  const tag = site.tagByName.get(definition.tag);
  const onset_ms = state !== null && state.onset_ms > 0 ? state.onset_ms : null;
  const instants = useMemo(
    () => marksOf(state),
    [state?.onset_ms, state?.raised_ms, state === null],
  );
  const first = useMemo(() => windowAround(onset_ms, serverNow_ms()), [onset_ms]);
  if (tag === undefined) return null;
  const limits = limitMarks(site.body.tags[tag]!, definitionsOfTag(site, tag)).map((mark) => ({
    ...mark,
    own: mark.kind === definition.kind && mark.limit_eu === definition.limit_eu,
  }));
  return <TrendPanel key={onset_ms} tag={tag} limits={limits} instants={instants} first={first} />;
}
