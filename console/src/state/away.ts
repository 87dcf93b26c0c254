/** What happened while the page was hidden. */

import { signal } from "@preact/signals";
import { steady_ms } from "./clock";
import { desk } from "./desk";

/** A glance at another window is not being away. */
const AWAY_MS_MIN = 5_000;

export interface Away {
  readonly duration_ms: number;
  readonly changes: number;
}

/** Null when there is nothing to say; set on return, cleared by the operator. */
export const away = signal<Away | null>(null);

export function startWatchingAway(): () => void {
  let hiddenAt_ms: number | null = null;
  let changesBefore = 0;
  const look = (): void => {
    const changes = desk.peek()?.alarms.changes ?? 0;
    if (document.visibilityState === "hidden") {
      hiddenAt_ms ??= steady_ms();
      changesBefore = changes;
      return;
    }
    if (hiddenAt_ms === null) return;
    const duration_ms = steady_ms() - hiddenAt_ms;
    hiddenAt_ms = null;
    // A new configuration starts its count anew: then all of its changes are new.
    const fresh = changes >= changesBefore ? changes - changesBefore : changes;
    if (duration_ms >= AWAY_MS_MIN) away.value = { duration_ms, changes: fresh };
  };
  document.addEventListener("visibilitychange", look);
  return () => document.removeEventListener("visibilitychange", look);
}
