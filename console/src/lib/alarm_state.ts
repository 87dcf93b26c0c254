/** What an alarm's body says beyond its letter: how urgent it is shown, its marks, what lies beneath an override. */

import type { AlarmBody, ISAState } from "../schema";
import { formatAge } from "./format";
import { isInSight, isUnacknowledged, priorityLook } from "./priority";

/**
 * How urgent an alarm is shown and sorted: while it waits, the most urgent it has been since it was last
 * acknowledged; afterwards what it is now.
 */
export function shownPriority(body: AlarmBody): number {
  const peaked = body.waiting && body.priority_peak > 0 && body.priority_peak < body.priority;
  return peaked ? body.priority_peak : body.priority;
}

/** The letter an alarm out of sight would have without its overrides. */
export function letterBeneath(body: AlarmBody): ISAState {
  if (body.active || body.latched) return body.waiting ? "B" : "C";
  return body.waiting ? "D" : "A";
}

/** "now High" beneath the symbol of a peak that has passed; empty when there was none. */
export function peakWords(body: AlarmBody): string {
  return shownPriority(body) === body.priority
    ? ""
    : `was ${priorityLook(body.priority_peak).name.toLowerCase()}, now ${priorityLook(body.priority).name.toLowerCase()}`;
}

/** Short words for what is special about an alarm in sight, in a fixed order. */
export function marksOf(body: AlarmBody): string[] {
  const marks: string[] = [];
  const peak = peakWords(body);
  if (peak !== "") marks.push(peak);
  if (body.latched) marks.push(body.active ? "latching" : "latched");
  if (body.silenced && body.waiting) marks.push("silenced");
  if (!body.trusted) marks.push("input not trusted");
  return marks;
}

/** Sounds at the consoles now: in sight, waiting, not silenced. */
export function sounds(body: AlarmBody): boolean {
  return isUnacknowledged(body.letter) && !body.silenced;
}

/**
 * True when the server annunciated the alarm after `before` (null: at rest), and it still sounds: the sound
 * begins anew. Why it was annunciated is the server's to judge, nothing of it is guessed here.
 */
export function annunciates(before: AlarmBody | null, now: AlarmBody): boolean {
  if (!sounds(now)) return false;
  if (before === null || now.occurrence !== before.occurrence) return true;
  return now.annunciated_revision > before.revision;
}

/** Whether a reset would do something: the latch holds an alarm whose process is normal again. */
export const canReset = (body: AlarmBody): boolean =>
  body.latched && !body.active && !body.waiting && isInSight(body.letter);

export const FIRST_OUT_WORDS: Record<string, { readonly short: string; readonly long: string }> = {
  first: { short: "1st", long: "First out: it came first of its group" },
  tied: {
    short: "1st =",
    long: "First out, tied: the clocks cannot tell which of these came first",
  },
};

/** "4 min", in whole seconds: the age of an alarm. */
export const ageWords = (since_ms: number, now_ms: number): string =>
  formatAge(Math.floor((now_ms - since_ms) / 1_000) * 1_000).replace(".0", "");
