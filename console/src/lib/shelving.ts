/** How long an alarm may be shelved: the choices offered, and why one cannot be taken. */

import type { SiteBody } from "../schema";
import { lengthWords } from "./countdown";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

const PRESETS_MS = [
  5 * MINUTE_MS,
  15 * MINUTE_MS,
  30 * MINUTE_MS,
  HOUR_MS,
  2 * HOUR_MS,
  4 * HOUR_MS,
  8 * HOUR_MS,
  12 * HOUR_MS,
  24 * HOUR_MS,
] as const;

/** The longest shelf that every one of these alarms allows. */
export function longestShelf(site: SiteBody, alarms: readonly number[]): number {
  return alarms.reduce(
    (least_ms, alarm) => Math.min(least_ms, site.alarms[alarm]?.shelve_ms_max ?? least_ms),
    site.shelve_ms_max,
  );
}

/** Lengths offered, shortest first: the usual ones below the longest allowed, and the longest itself. */
export function shelfLengths(ms_max: number): number[] {
  if (!(ms_max > 0)) return [];
  return [...PRESETS_MS.filter((length_ms) => length_ms < ms_max), ms_max];
}

/** An hour where that is allowed, otherwise the longest that is. */
export function usualLength(ms_max: number): number {
  return Math.min(HOUR_MS, ms_max);
}

export const REASON_LENGTH_MAX = 200;

/** Why this shelf cannot be asked for, or null when it can. The server judges again. */
export function shelfFault(reason: string, duration_ms: number, ms_max: number): string | null {
  if (reason.trim() === "") return "Say why: the reason is kept in the journal.";
  if (!(duration_ms > 0)) return "Choose for how long.";
  if (duration_ms > ms_max) return `At most ${lengthWords(ms_max)}.`;
  return null;
}
