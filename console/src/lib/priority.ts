/** Priorities 1 to 4 and the states A to G: names, shapes beside the colours, what is in sight. */

import type { ISAState } from "../schema";

export type PriorityShape = "square" | "triangle" | "inverted" | "circle";

export interface PriorityLook {
  readonly name: string;
  readonly shape: PriorityShape;
}

export const PRIORITIES = [1, 2, 3, 4] as const;

const LOOKS: Record<number, PriorityLook> = {
  1: { name: "Critical", shape: "square" },
  2: { name: "High", shape: "triangle" },
  3: { name: "Medium", shape: "inverted" },
  4: { name: "Low", shape: "circle" },
};

/** A priority outside 1 to 4 is shown as the least urgent rather than lost. */
export function priorityLook(priority: number): PriorityLook {
  return LOOKS[priority] ?? LOOKS[4]!;
}

/** Its place in counts by priority, 0 to 3. */
export const priorityPlace = (priority: number): number => Math.min(4, Math.max(1, priority)) - 1;

/** Every state of the machine has its word: one that is missing does not compile. */
export const STATE_WORDS: Record<ISAState, string> = {
  A: "Normal",
  B: "Unacknowledged",
  C: "Acknowledged",
  D: "Returned, unacknowledged",
  E: "Shelved",
  F: "Suppressed by design",
  G: "Out of service",
};

const IN_SIGHT: Record<ISAState, boolean | "hidden"> = {
  A: false,
  B: true,
  C: true,
  D: true,
  E: "hidden",
  F: "hidden",
  G: "hidden",
};

/** A letter of the journal as a state; one that this console does not know counts as at rest. */
export const stateOf = (letter: string): ISAState =>
  Object.hasOwn(STATE_WORDS, letter) ? (letter as ISAState) : "A";

export const isUnacknowledged = (letter: ISAState): boolean => letter === "B" || letter === "D";
export const isActive = (letter: ISAState): boolean => letter === "B" || letter === "C";
/** B, C and D are on the alarm list; E, F and G on the shelf page; A is at rest. */
export const isInSight = (letter: ISAState): boolean => IN_SIGHT[letter] === true;
export const isHidden = (letter: ISAState): boolean => IN_SIGHT[letter] === "hidden";
