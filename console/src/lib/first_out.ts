/** First-out as it is shown: the first of a tie is as uncertain as those that are tied with it. */

import type { AlarmBody } from "../schema";
import { formatClock } from "./format";

/** The group of an alarm; undefined while it is not known yet. */
export type GroupOf = (alarm: number) => string | undefined;

/**
 * "first", "tied" or empty. The server calls the earliest stamp first, tied or not; where another alarm of its
 * group is tied with it the clocks cannot tell, and neither is shown as certain. While the groups are not known
 * yet, any tie may be its own.
 */
export function shownFirstOut(
  body: AlarmBody,
  known: Iterable<AlarmBody>,
  groupOf: GroupOf,
): string {
  if (body.first_out !== "first") return body.first_out;
  const own = groupOf(body.alarm);
  for (const other of known) {
    if (other.first_out !== "tied") continue;
    const group = groupOf(other.alarm);
    if (own === undefined || group === undefined || group === own) return "tied";
  }
  return "first";
}

export interface FirstOutGroup {
  /** Its name; empty while it is not known yet. */
  readonly group: string;
  /** By the time of the source, earliest first. */
  readonly alarms: readonly AlarmBody[];
}

/** What came first of each group, in the order in which the groups began. */
export function firstOutGroups(rows: readonly AlarmBody[], groupOf: GroupOf): FirstOutGroup[] {
  const groups = new Map<string, AlarmBody[]>();
  const marked = rows.filter((body) => body.first_out !== "");
  for (const body of marked.toSorted((a, b) => a.onset_ms - b.onset_ms)) {
    const group = groupOf(body.alarm) ?? "";
    const alarms = groups.get(group);
    if (alarms === undefined) groups.set(group, [body]);
    else alarms.push(body);
  }
  return [...groups].map(([group, alarms]) => ({ group, alarms }));
}

/** "04:20:53.2": stamps of one group may differ by less than a second. */
export const sourceTime = (onset_ms: number): string =>
  `${formatClock(onset_ms)}.${Math.floor((onset_ms % 1_000) / 100)}`;
