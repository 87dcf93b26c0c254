/** Priorities 1 to 4: names, and the shape that stands beside the colour. */

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

export const STATE_WORDS: Record<string, string> = {
  A: "Normal",
  B: "Unacknowledged",
  C: "Acknowledged",
  D: "Returned, unacknowledged",
  E: "Shelved",
  F: "Suppressed by design",
  G: "Out of service",
};

export const isUnacknowledged = (letter: string): boolean => letter === "B" || letter === "D";
export const isActive = (letter: string): boolean => letter === "B" || letter === "C";
/** B, C and D are on the alarm list; E, F and G on the shelf page; A is at rest. */
export const isInSight = (letter: string): boolean => isActive(letter) || letter === "D";
export const isHidden = (letter: string): boolean =>
  letter === "E" || letter === "F" || letter === "G";
