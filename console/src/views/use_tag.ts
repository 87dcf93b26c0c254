/** What a view needs of one tag: its words, its reading now, its limits and its worst alarm. */

import { useMemo } from "preact/hooks";
import { shownPriority } from "../lib/alarm_state";
import { byPriority } from "../lib/order";
import { isActive, isInSight } from "../lib/priority";
import { type Reading, reading } from "../lib/reading";
import { type LimitMark, limitMarks } from "../lib/scale";
import { definitionsOfTag } from "../lib/site_index";
import type { AlarmBody, TagBody } from "../schema";
import { now_ms } from "../state/clock";
import { type Desk, useDesk } from "../state/desk";

export interface TagNow {
  readonly body: TagBody;
  readonly now: Reading & { readonly code: number };
  readonly limits: readonly LimitMark[];
  /** The worst alarm of the tag that is not at rest. */
  readonly worst: AlarmBody | null;
  /** Its priority while it is active: what colours the pointer. */
  readonly active: number | null;
}

export function worstOfTag(desk: Desk, tag: number): AlarmBody | null {
  let worst: AlarmBody | null = null;
  for (const alarm of desk.site.alarmsOfTag.get(tag) ?? []) {
    const body = desk.alarms.get(alarm);
    if (body === undefined || !isInSight(body.letter)) continue;
    if (worst === null || byPriority(body, worst) < 0) worst = body;
  }
  return worst;
}

/** Draws the caller anew when the tag's system has samples, when an alarm changed, and as it ages. */
export function useTag(tag: number): TagNow {
  const desk = useDesk();
  const { site, values } = desk;
  const body = site.body.tags[tag]!;
  const limits = useMemo(() => limitMarks(body, definitionsOfTag(site, tag)), [site, tag]);
  values.listen(tag);
  const code = values.quality[tag]!;
  const now = reading(body, values.values[tag]!, values.times_ms[tag]!, code, now_ms.value);
  const worst = worstOfTag(desk, tag);
  const active = worst !== null && isActive(worst.letter) ? shownPriority(worst) : null;
  return { body, now: { ...now, code }, limits, worst, active };
}
