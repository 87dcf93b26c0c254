/** The console's sound: what it has to say, whether it is heard, and who is told. */

import { signal } from "@preact/signals";
import { PATTERNS, patternOf, type SoundPattern } from "../lib/sound_pattern";
import { blockedReason, MUTE_MS, muteHolds, type SoundState, soundState } from "../lib/sound_state";
import { postConsoleState } from "./api";
import { Audio } from "./audio";
import { serverNow_ms, steady_ms } from "./clock";
import { liveness } from "./connection";
import { desk } from "./desk";

export const sound = signal<SoundState>("blocked");
/** Why nothing can be heard; empty when something can. */
export const silentBecause = signal("");
/** When muting ends, on the steady clock; 0 when not muted. */
export const mutedUntil_ms = signal(0);
/** True when sound was allowed before anyone touched the page: it will survive a reload. */
export const soundWithoutClick = signal(false);

const NOTHING_FRESH = [0, 0, 0, 0];

/** Timers of a hidden page may run only once a minute: then bursts are handed out further ahead. */
const AHEAD_S = 2.5;
const AHEAD_HIDDEN_S = 70;
/** The server is told at least this often, so that it knows a console that has gone. */
const REPORT_MS = 20_000;

let audio: Audio | null = null;
let mutedPriority = 0;
let reported: SoundState | null = null;
let reportedAt_ms = 0;
let touched = false;

export function muteOrUnmute(): void {
  const now = steady_ms();
  const waiting = desk.peek()?.alarms.waiting.peek() ?? null;
  mutedPriority = waiting?.priority ?? Number.POSITIVE_INFINITY;
  mutedUntil_ms.value = now < mutedUntil_ms.value ? 0 : now + MUTE_MS;
  pumpSound();
}

/** To be called from a key or a click on "enable". */
export async function enableSound(): Promise<void> {
  await audio?.unlock();
  pumpSound();
}

/** Judges the state, hands out the bursts due, tells the server. Called by timer, by message and by act. */
export function pumpSound(): void {
  if (audio === null) return;
  const now = steady_ms();
  const waiting = desk.peek()?.alarms.waiting.peek() ?? null;
  if (!muteHolds(mutedPriority, waiting)) mutedUntil_ms.value = 0;
  if (now >= mutedUntil_ms.value) mutedUntil_ms.value = 0;
  const facts = { ...audio.facts(now), muted_until_ms: mutedUntil_ms.value };
  const state = soundState(facts, now);
  if (!touched && state !== "blocked") soundWithoutClick.value = true;
  sound.value = state;
  silentBecause.value = blockedReason(facts);
  const unattended_ms = waiting === null ? 0 : Math.max(0, serverNow_ms() - waiting.since_ms);
  const ahead_s = document.visibilityState === "hidden" ? AHEAD_HIDDEN_S : AHEAD_S;
  const standing = state === "on" ? patternNow(waiting?.priority ?? null) : null;
  // What came while nothing could be heard is told by the repetition, not by a burst of its own.
  const fresh = desk.peek()?.alarms.takeFresh() ?? NOTHING_FRESH;
  const flood = desk.peek()?.floods.any.peek() ?? false;
  audio.pump({ standing, unattended_ms, fresh, flood }, ahead_s);
  report(state, now);
}

/** Critical and high alarms outrank the tone for a lost connection; the rest are drowned by it. */
function patternNow(priority: number | null): SoundPattern | null {
  const cut = liveness.peek() === "lost" || liveness.peek() === "stalled";
  if (cut && (priority === null || priority > 2)) return PATTERNS.connection;
  return priority === null ? null : patternOf(priority);
}

function report(state: SoundState, now: number): void {
  if (desk.peek() === null || liveness.peek() !== "live") return;
  if (state === reported && now - reportedAt_ms < REPORT_MS) return;
  reported = state;
  reportedAt_ms = now;
  postConsoleState(state).catch(() => {
    // Said again at the next turn; the lost connection is shown by its own bar.
    reported = null;
  });
}

/** For the sound check: one burst of a priority at a level, if this console can be heard at all. */
export function tryBurst(priority: number, gain: number): void {
  audio?.try(patternOf(priority), gain);
}

/** Journals that the person here hears every sound; rejects with the server's words when it is not journaled. */
export const confirmHeard = (): Promise<void> => postConsoleState("heard");

export function startSound(): () => void {
  audio = new Audio(steady_ms(), pumpSound);
  const touch = (): void => {
    touched = true;
    // Any act of the operator may unlock a blocked console; the bar stays until it did.
    if (sound.peek() === "blocked") void enableSound();
  };
  addEventListener("pointerdown", touch, { capture: true });
  addEventListener("keydown", touch, { capture: true });
  const timer = setInterval(pumpSound, 500);
  pumpSound();
  return () => {
    clearInterval(timer);
    removeEventListener("pointerdown", touch, { capture: true });
    removeEventListener("keydown", touch, { capture: true });
  };
}
