/** The sound check: which sounds a person has to confirm, and how a confirmation is kept. */

import { PRIORITIES } from "./priority";

/** Level of a sound when an alarm is new, and when it has waited for three minutes. */
export const SOUND_LEVELS = [
  { gain: 0.5, name: "New" },
  { gain: 1, name: "Left waiting" },
] as const;

export interface Hearing {
  readonly by: string;
  readonly at_ms: number;
}

export const soundKey = (priority: number, gain: number): string => `${priority} ${gain}`;

/** True once every priority has been played at every level. */
export function allPlayed(played: ReadonlySet<string>): boolean {
  return PRIORITIES.every((priority) =>
    SOUND_LEVELS.every(({ gain }) => played.has(soundKey(priority, gain))),
  );
}

/** A confirmation as text that a browser keeps, and back; null where it is none. */
export const keepHearing = (hearing: Hearing): string => JSON.stringify(hearing);

export function readHearing(text: string | null): Hearing | null {
  if (text === null) return null;
  try {
    const read: unknown = JSON.parse(text);
    if (typeof read !== "object" || read === null) return null;
    const { by, at_ms } = read as Record<string, unknown>;
    return typeof by === "string" && typeof at_ms === "number" ? { by, at_ms } : null;
  } catch {
    return null;
  }
}
