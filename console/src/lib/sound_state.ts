/** Can this console be heard? Blocked wins over muted, and muting always ends. */

import type { AlarmBody } from "../schema";
import { shownPriority, sounds } from "./alarm_state";

export type SoundState = "on" | "muted" | "blocked";

export interface SoundFacts {
  /** AudioContext.state, or "none" where there is no audio at all. */
  readonly context: string;
  /** Whether the audio clock was seen to move while the context says "running". */
  readonly clock_moves: boolean;
  /** Whether playing threw an error. */
  readonly failed: boolean;
  readonly muted_until_ms: number;
}

export const MUTE_MS = 120_000;

export function soundState(facts: SoundFacts, now_ms: number): SoundState {
  if (facts.failed || facts.context !== "running" || !facts.clock_moves) return "blocked";
  return now_ms < facts.muted_until_ms ? "muted" : "on";
}

/** Why nothing can be heard, for the bar; empty when something can. */
export function blockedReason(facts: SoundFacts): string {
  if (facts.context === "none") return "this browser has no audio";
  if (facts.failed) return "the audio device refused";
  if (facts.context === "suspended") return "the browser waits for a key or a click";
  if (facts.context === "interrupted") return "the device took the audio away";
  if (facts.context !== "running") return `audio is ${facts.context}`;
  return facts.clock_moves ? "" : "the audio clock stands still";
}

export interface Waiting {
  readonly priority: number;
  /** Since when the oldest alarm of that priority has been waiting. */
  readonly since_ms: number;
}

/** What the sound has to say: the worst priority that waits and was not silenced, and since when it waits. */
export function worstWaiting(alarms: Iterable<AlarmBody>): Waiting | null {
  let worst: Waiting | null = null;
  for (const alarm of alarms) {
    if (!sounds(alarm)) continue;
    const priority = shownPriority(alarm);
    const since_ms = alarm.raised_ms;
    if (worst === null || priority < worst.priority) worst = { priority, since_ms };
    else if (priority === worst.priority && since_ms < worst.since_ms)
      worst = { priority, since_ms };
  }
  return worst;
}

/** A mute ends when something more urgent than what was muted begins to wait. */
export function muteHolds(mutedPriority: number, waiting: Waiting | null): boolean {
  return waiting === null || waiting.priority >= mutedPriority;
}
