/** How long is left: to respond to an alarm, and until something out of sight comes back. */

import type { AlarmBody } from "../schema";
import { formatAge, formatDuration, formatInstant } from "./format";

export type Urgency = "none" | "ample" | "soon" | "overdue";

export interface TimeLeft {
  readonly urgency: Urgency;
  /** "04:12", "overdue 02:10"; empty where no time to respond runs. */
  readonly text: string;
}

const NOTHING: TimeLeft = { urgency: "none", text: "" };
/** With less than this part of the time left, it is soon. */
const SOON_FRACTION = 0.25;

/**
 * The time to respond runs while the process is abnormal, acknowledged or not: reading is not responding.
 * Never more is shown than there is.
 */
export function timeToRespond(body: AlarmBody, now_ms: number): TimeLeft {
  const { respond_by_ms, raised_ms } = body;
  if (respond_by_ms === null || !body.active) return NOTHING;
  const left_ms = respond_by_ms - now_ms;
  if (left_ms <= 0) return { urgency: "overdue", text: `overdue ${span(-left_ms)}` };
  const soon = left_ms <= SOON_FRACTION * Math.max(0, respond_by_ms - raised_ms);
  return { urgency: soon ? "soon" : "ample", text: span(left_ms) };
}

const HOUR_MS = 3_600_000;

/** mm:ss below an hour, coarser above: nobody counts seconds of a day. */
function span(duration_ms: number): string {
  return duration_ms < HOUR_MS ? formatDuration(duration_ms) : formatAge(duration_ms);
}

/** When something ends: "in 12:30, at 14:32:00"; null is "no end set". */
export function endWords(until_ms: number | null, now_ms: number): string {
  if (until_ms === null) return "";
  const left_ms = until_ms - now_ms;
  const at = formatInstant(until_ms, now_ms);
  return left_ms <= 0 ? `since ${at}, waits for its turn` : `in ${long(left_ms)}, at ${at}`;
}

function long(left_ms: number): string {
  return left_ms < HOUR_MS ? formatDuration(left_ms) : hours(left_ms);
}

/** "3 h 20 min": a shelf of hours. */
function hours(left_ms: number): string {
  const total_min = Math.ceil(left_ms / 60_000);
  const [h, min] = [Math.floor(total_min / 60), total_min % 60];
  return min === 0 ? `${h} h` : `${h} h ${min} min`;
}

/** "20 s", "15 min", "2 h", "1 h 30 min": a length of time that somebody chose. */
export function lengthWords(length_ms: number): string {
  if (length_ms < 60_000) return `${+(length_ms / 1_000).toFixed(1)} s`;
  return length_ms < HOUR_MS ? `${+(length_ms / 60_000).toFixed(1)} min` : hours(length_ms);
}
