/** Is what the screen shows alive? Decided from when the last proof of life came, on one clock. */

/** Heartbeats come once a second; a verdict is due within three seconds of the last sign of life. */
export const SILENCE_MS_MAX = 2_500;
/** A socket that is known to be closed is given this long to come back before the alarm is raised. */
export const CLOSED_MS_MAX = 1_000;

export type Liveness = "connecting" | "live" | "lost" | "stalled";

export interface Signs {
  /** Whether the stream's socket is open. */
  readonly open: boolean;
  /** When the page started to connect for the first time. */
  readonly started_ms: number;
  /** When the last heartbeat arrived, null before the first. */
  readonly heartbeat_ms: number | null;
  /** When `last_scan_ms` of a heartbeat was last seen to move, null before the first. */
  readonly scan_moved_ms: number | null;
}

export function judgeLiveness(signs: Signs, now_ms: number): Liveness {
  if (signs.heartbeat_ms === null) {
    return now_ms - signs.started_ms > SILENCE_MS_MAX ? "lost" : "connecting";
  }
  const silence_ms = now_ms - signs.heartbeat_ms;
  if (silence_ms > SILENCE_MS_MAX) return "lost";
  if (!signs.open && silence_ms > CLOSED_MS_MAX) return "lost";
  if (signs.scan_moved_ms !== null && now_ms - signs.scan_moved_ms > SILENCE_MS_MAX)
    return "stalled";
  return "live";
}

const BACKOFF_MS = [250, 500, 1_000, 2_000, 4_000, 5_000] as const;

/** How long to wait before attempt `attempt` (0, 1, ...); `random` in [0, 1) spreads the consoles out. */
export function backoff_ms(attempt: number, random: number): number {
  const base = BACKOFF_MS[Math.min(attempt, BACKOFF_MS.length - 1)]!;
  return base * (0.75 + 0.5 * random);
}
