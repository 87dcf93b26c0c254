/** The server's clock as this console knows it, and the ticks that age what is shown. */

import { signal } from "@preact/signals";

/** Milliseconds that never step back, for measuring silence. */
export const steady_ms = (): number => performance.now();

const wall_ms = (): number => performance.timeOrigin + performance.now();

let offset_ms = 0;
let offsetAt_ms = Number.NEGATIVE_INFINITY;
/** A quicker message tells the time better than a slower one; its word is trusted this long. */
const OFFSET_MS_MAX = 30_000;

/** Takes the server's time from a message that has just arrived. */
export function learnServerTime(server_ms: number): void {
  const heard = server_ms - wall_ms();
  const now = steady_ms();
  if (heard > offset_ms || now - offsetAt_ms > OFFSET_MS_MAX) {
    offset_ms = heard;
    offsetAt_ms = now;
  }
}

/** The server's time now, ms since 1970 UTC; goes on counting while the server is silent. */
export const serverNow_ms = (): number => wall_ms() + offset_ms;

/** Server time, renewed twice a second: what shows an age or a clock reads this. */
export const now_ms = signal(serverNow_ms());

export function startClock(): () => void {
  const timer = setInterval(() => {
    now_ms.value = serverNow_ms();
  }, 500);
  return () => clearInterval(timer);
}
