/** Which revision the operator saw: what changed a moment ago has not been read yet. */

import type { AlarmBody } from "../schema";

/** A change younger than this when the key goes down was not what the person reacted to. */
export const REACTION_MS = 350;

export interface Shown {
  readonly body: AlarmBody;
  readonly before: AlarmBody | null;
  /** When `body` came to the screen, on the console's clock. */
  readonly shown_ms: number;
}

/** The body an act at `now_ms` has to quote. The server refuses it, with what changed, when it is out of date. */
export function bodySeen(shown: Shown, now_ms: number): AlarmBody {
  return shown.before !== null && now_ms - shown.shown_ms < REACTION_MS ? shown.before : shown.body;
}
