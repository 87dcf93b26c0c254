/** Whether what is shown is alive. Fed by the stream, judged four times a second. */

import { signal } from "@preact/signals";
import { judgeLiveness, type Liveness, type Signs } from "../lib/liveness";
import type { Heartbeat } from "../schema";
import { learnServerTime, steady_ms } from "./clock";

export const liveness = signal<Liveness>("connecting");
/** The last heartbeat, for storage errors and the age shown; null before the first. */
export const heartbeat = signal<Heartbeat | null>(null);
/** How often in a row the stream could not be opened. */
export const attempts = signal(0);

let signs: Signs = {
  open: false,
  started_ms: steady_ms(),
  heartbeat_ms: null,
  scan_moved_ms: null,
};

export function hearHeartbeat(message: Heartbeat): void {
  const now = steady_ms();
  learnServerTime(message.server_time_ms);
  const moved = heartbeat.value === null || message.last_scan_ms !== heartbeat.value.last_scan_ms;
  signs = { ...signs, heartbeat_ms: now, scan_moved_ms: moved ? now : signs.scan_moved_ms };
  heartbeat.value = message;
  judge();
}

export function hearSocket(open: boolean, failures: number): void {
  signs = { ...signs, open };
  attempts.value = failures;
  judge();
}

/** How long nothing has been heard, ms. */
export function silence_ms(): number {
  return steady_ms() - (signs.heartbeat_ms ?? signs.started_ms);
}

export function judge(): void {
  const verdict = judgeLiveness(signs, steady_ms());
  if (liveness.peek() !== verdict) liveness.value = verdict;
}

/** Judges on until ended. `onSilent` is called when an open socket has said nothing for long: half-open. */
export function startJudging(onSilent: () => void): () => void {
  const HALF_OPEN_MS = 8_000;
  let restarted_ms = steady_ms();
  const timer = setInterval(() => {
    judge();
    const now = steady_ms();
    if (signs.open && silence_ms() > HALF_OPEN_MS && now - restarted_ms > HALF_OPEN_MS) {
      restarted_ms = now;
      onSilent();
    }
  }, 250);
  return () => clearInterval(timer);
}
