/** The order of the alarm list, and a list that stays sorted cheaply while alarms change. */

import type { AlarmBody, ISAState } from "../schema";
import { shownPriority } from "./alarm_state";

export type SortOrder = "priority" | "time";

/** Within one priority: what asks for an act first (B, D, then C). */
const LETTER_RANK: Record<ISAState, number> = { B: 0, D: 1, C: 2, A: 3, E: 3, F: 3, G: 3 };

/** Priority group, unacknowledged first inside it, then newest first; ties by index so that nothing swaps. */
export function byPriority(a: AlarmBody, b: AlarmBody): number {
  return (
    shownPriority(a) - shownPriority(b) ||
    LETTER_RANK[a.letter] - LETTER_RANK[b.letter] ||
    b.raised_ms - a.raised_ms ||
    a.alarm - b.alarm
  );
}

/** Newest first. */
export function byTime(a: AlarmBody, b: AlarmBody): number {
  return b.raised_ms - a.raised_ms || a.alarm - b.alarm;
}

export const COMPARE: Record<SortOrder, (a: AlarmBody, b: AlarmBody) => number> = {
  priority: byPriority,
  time: byTime,
};

/**
 * `sorted` with the alarms in `changed` taken out, and their present bodies put in again.
 *
 * One pass over the list plus a sort of the changed ones: a change of few among 10,000 costs a merge,
 * not a sort.
 */
export function mergeChanged(
  sorted: readonly AlarmBody[],
  changed: ReadonlyMap<number, AlarmBody | null>,
  compare: (a: AlarmBody, b: AlarmBody) => number,
): AlarmBody[] {
  const fresh: AlarmBody[] = [];
  for (const body of changed.values()) if (body !== null) fresh.push(body);
  fresh.sort(compare);
  const merged: AlarmBody[] = [];
  let next = 0;
  for (const body of sorted) {
    if (changed.has(body.alarm)) continue;
    while (next < fresh.length && compare(fresh[next]!, body) < 0) merged.push(fresh[next++]!);
    merged.push(body);
  }
  while (next < fresh.length) merged.push(fresh[next++]!);
  return merged;
}
