/** What is out of sight: every shelved, suppressed and out-of-service alarm, once for each reason it is. */

import type { AlarmBody, OverrideBody } from "../schema";
import { isHidden } from "./priority";

export type OverrideKind = "shelved" | "suppressed" | "out_of_service";

export const OVERRIDE_KINDS: readonly OverrideKind[] = ["shelved", "suppressed", "out_of_service"];

export const OVERRIDE_WORDS: Record<OverrideKind, string> = {
  shelved: "Shelved",
  suppressed: "Suppressed by design",
  out_of_service: "Out of service",
};

export interface HiddenEntry {
  readonly body: AlarmBody;
  readonly override: OverrideBody;
}

/** By letter E, F, G: each alarm once, under the reason that wins. */
export function countHidden(bodies: Iterable<AlarmBody>): [number, number, number] {
  const counts: [number, number, number] = [0, 0, 0];
  for (const { letter } of bodies) {
    const at = "EFG".indexOf(letter);
    if (at >= 0) counts[at as 0 | 1 | 2] += 1;
  }
  return counts;
}

/**
 * One entry for every reason an alarm is out of sight: an alarm that is shelved and out of service is in both
 * groups, for each has to end by itself. Shelves that end soonest come first, then what was hidden last.
 */
export function hiddenEntries(bodies: Iterable<AlarmBody>, kind: OverrideKind): HiddenEntry[] {
  const entries: HiddenEntry[] = [];
  for (const body of bodies) {
    if (!isHidden(body.letter)) continue;
    for (const override of body.overrides)
      if (override.kind === kind) entries.push({ body, override });
  }
  return entries.sort(
    (a, b) =>
      endOf(a.override) - endOf(b.override) ||
      b.override.since_ms - a.override.since_ms ||
      a.body.alarm - b.body.alarm,
  );
}

const endOf = (override: OverrideBody): number => override.until_ms ?? Number.MAX_VALUE;

export function hiddenWords(counts: readonly number[]): string {
  const parts = ["shelved", "suppressed by design", "out of service"]
    .map((words, at) => ({ words, n: counts[at] ?? 0 }))
    .filter(({ n }) => n > 0)
    .map(({ words, n }) => `${n} ${words}`);
  return parts.length === 0 ? "Nothing is out of sight" : parts.join(", ");
}
