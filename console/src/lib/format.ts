/** Numbers, ages, durations and clock times as text. Nothing here reads the clock. */

/** Decimals so that one step of the instrument shows, or four significant figures of the range. */
export function decimals(resolution_eu: number | null, span_eu: number): number {
  const step = resolution_eu ?? Math.abs(span_eu) / 1_000;
  if (!(step > 0) || !Number.isFinite(step)) return 1;
  return Math.min(6, Math.max(0, Math.ceil(-Math.log10(step) - 1e-9)));
}

const MINUS = "\u2212";
const NARROW_SPACE = "\u202f";

/** `value` with fixed decimals; very large and very small numbers in powers of ten; no number is a dash. */
export function formatValue(value: number, places: number): string {
  if (Number.isNaN(value)) return "\u2013";
  if (!Number.isFinite(value)) return value > 0 ? "+\u221e" : `${MINUS}\u221e`;
  const size = Math.abs(value);
  if (size >= 1e7) return value.toExponential(2).replace("-", MINUS).replace("e+", "e");
  const text = size.toFixed(size >= 1e5 ? Math.min(places, 0) : places);
  const [whole = "0", fraction] = text.split(".");
  const grouped = whole.length > 4 ? whole.replace(/\B(?=(\d{3})+$)/g, NARROW_SPACE) : whole;
  const negative = value < 0 && Number(text) !== 0;
  return `${negative ? MINUS : ""}${grouped}${fraction === undefined ? "" : `.${fraction}`}`;
}

/** The state name of a discrete tag, or its number where it has no name. */
export function stateWord(states: readonly string[], value: number): string {
  if (Number.isNaN(value)) return "\u2013";
  return states[Math.round(value)] ?? `state ${Math.round(value)}`;
}

/** An age in the coarsest unit that still says something: 0.4 s, 12 s, 3 min, 5 h, 2 d. */
export function formatAge(age_ms: number): string {
  const age_s = Math.max(0, age_ms) / 1_000;
  if (age_s < 9.95) return `${age_s.toFixed(1)} s`;
  if (age_s < 119.5) return `${Math.round(age_s)} s`;
  const age_min = age_s / 60;
  if (age_min < 119.5) return `${Math.round(age_min)} min`;
  const age_h = age_min / 60;
  return age_h < 47.5 ? `${Math.round(age_h)} h` : `${Math.round(age_h / 24)} d`;
}

/** mm:ss, or h:mm:ss from an hour on. */
export function formatDuration(duration_ms: number): string {
  const total_s = Math.max(0, Math.floor(duration_ms / 1_000));
  const two = (n: number): string => String(n).padStart(2, "0");
  const [h, min, s] = [Math.floor(total_s / 3_600), Math.floor(total_s / 60) % 60, total_s % 60];
  return h > 0 ? `${h}:${two(min)}:${two(s)}` : `${two(min)}:${two(s)}`;
}

const two = (n: number): string => String(n).padStart(2, "0");

/** Local wall time, hh:mm:ss. */
export function formatClock(instant_ms: number): string {
  const date = new Date(instant_ms);
  return `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;
}

const TIME_OF_DAY = /\b([01]\d|2[0-3]):([0-5]\d):([0-5]\d) UTC\b/g;
const DAY_MS = 86_400_000;

/**
 * The server's words with its times of day ("12:04:11 UTC") as local wall times, like those beside them. No
 * date is said, so it is the same hour whatever the day; `near_ms` says whether summer time holds.
 */
export function inLocalTime(words: string, near_ms: number): string {
  return words.replace(TIME_OF_DAY, (_, h: string, min: string, s: string) => {
    const of_day_ms = ((Number(h) * 60 + Number(min)) * 60 + Number(s)) * 1_000;
    const midnight_ms = Math.floor(near_ms / DAY_MS) * DAY_MS;
    const today_ms = midnight_ms + of_day_ms;
    return formatClock(today_ms > near_ms ? today_ms - DAY_MS : today_ms);
  });
}

/** Local date, yyyy-mm-dd. */
export function formatDate(instant_ms: number): string {
  const date = new Date(instant_ms);
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

/** Wall time of today, with its day and month when it was another day. */
export function formatInstant(instant_ms: number, now_ms: number): string {
  const sameDay = formatDate(instant_ms) === formatDate(now_ms);
  const clock = formatClock(instant_ms);
  return sameDay ? clock : `${formatDate(instant_ms).slice(5)} ${clock}`;
}

/** A delay for a definition: 500 ms, 3 s, 2 min. */
export function formatDelay(delay_ms: number): string {
  if (delay_ms < 1_000) return `${delay_ms} ms`;
  return delay_ms < 120_000
    ? `${+(delay_ms / 1_000).toFixed(1)} s`
    : `${+(delay_ms / 60_000).toFixed(1)} min`;
}

/** Words with one full stop at their end, whether they came with one or not. */
export const sentence = (words: string): string =>
  /[.!?\u2026]$/.test(words) ? words : `${words}.`;

const STAMP = /\b\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?Z/g;

/** The server's words with its stamps ("2026-11-23T04:20:09Z") as local dates and times. */
export function withLocalStamps(words: string): string {
  return words.replace(STAMP, (stamp) => {
    const at_ms = Date.parse(stamp);
    return Number.isNaN(at_ms) ? stamp : `${formatDate(at_ms)} ${formatClock(at_ms)}`;
  });
}

/** "1 change", "2 changes". */
export function count(n: number, noun: string, plural = `${noun}s`): string {
  return `${n} ${n === 1 ? noun : plural}`;
}
