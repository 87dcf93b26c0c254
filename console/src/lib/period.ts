/** A period between two instants that a person typed: as fields have them, and whether it can be shown. */

const DAY_MS = 86_400_000;
/** So far back the server keeps moves of alarms ready; what is older only the report reads, from the journal. */
export const KEPT_DAYS = 30;
/** The longest period the server answers. */
const DAYS_MAX = 31;

const two = (n: number): string => String(n).padStart(2, "0");

/** An instant for a field of date and time: local, to the minute. */
export function fieldText(instant_ms: number): string {
  const date = new Date(instant_ms);
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  return `${day}T${two(date.getHours())}:${two(date.getMinutes())}`;
}

/** Why there is nothing to show of a period; empty where there may be. */
export function periodFault(from_ms: number | null, to_ms: number | null, now_ms: number): string {
  if (from_ms === null || to_ms === null) return "Give both times.";
  if (from_ms >= to_ms) return "It must begin before it ends.";
  if (from_ms >= now_ms) return "It lies ahead.";
  if (to_ms <= now_ms - KEPT_DAYS * DAY_MS)
    return `It ended more than ${KEPT_DAYS} days ago: wakeful report alarms reads so far back.`;
  if (to_ms - from_ms > DAYS_MAX * DAY_MS)
    return `It is longer than ${DAYS_MAX} days: wakeful report alarms reads so much.`;
  return "";
}
