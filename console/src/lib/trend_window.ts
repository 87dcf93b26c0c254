/** The stretch of time a trend shows: presets, panning, zooming, and when to ask the server again. */

export interface TrendWindow {
  readonly from_ms: number;
  readonly to_ms: number;
  /** Whether the right edge moves with the clock. */
  readonly following: boolean;
}

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

export const PRESETS: readonly { readonly label: string; readonly span_ms: number }[] = [
  { label: "10 min", span_ms: 10 * MINUTE_MS },
  { label: "1 h", span_ms: 60 * MINUTE_MS },
  { label: "6 h", span_ms: 360 * MINUTE_MS },
  { label: "24 h", span_ms: DAY_MS },
  { label: "7 d", span_ms: 7 * DAY_MS },
  { label: "30 d", span_ms: 30 * DAY_MS },
];

const SPAN_MS_MIN = 2_000;

export function lastSpan(span_ms: number, now_ms: number): TrendWindow {
  return { from_ms: now_ms - span_ms, to_ms: now_ms, following: true };
}

/** Everything there is; ten minutes at least, so that a young history is not one dot. */
export function wholeHistory(start_ms: number | null, now_ms: number): TrendWindow {
  const from_ms = Math.min(start_ms ?? now_ms, now_ms - 10 * MINUTE_MS);
  return { from_ms, to_ms: now_ms, following: true };
}

/** Moved by a fraction of its span; never into the future. */
export function pan(window: TrendWindow, share: number, now_ms: number): TrendWindow {
  const span = window.to_ms - window.from_ms;
  const to_ms = Math.min(now_ms, window.to_ms + share * span);
  return { from_ms: to_ms - span, to_ms, following: to_ms >= now_ms };
}

/** Scaled about an instant that stays where it is on the screen. */
export function zoom(
  window: TrendWindow,
  factor: number,
  about_ms: number,
  now_ms: number,
): TrendWindow {
  const span = Math.max(SPAN_MS_MIN, (window.to_ms - window.from_ms) * factor);
  const share = (about_ms - window.from_ms) / (window.to_ms - window.from_ms);
  const to_ms = Math.min(now_ms, about_ms + (1 - share) * span);
  return { from_ms: to_ms - span, to_ms, following: to_ms >= now_ms };
}

/** A following window carried along to now. */
export function follow(window: TrendWindow, now_ms: number): TrendWindow {
  if (!window.following) return window;
  const span = window.to_ms - window.from_ms;
  return { from_ms: now_ms - span, to_ms: now_ms, following: true };
}

/** How long a fetched history of this window stays good enough before it is asked for again. */
export function refresh_ms(window: TrendWindow): number {
  return Math.min(60_000, Math.max(2_000, (window.to_ms - window.from_ms) / 300));
}
