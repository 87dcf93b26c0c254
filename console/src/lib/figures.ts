/** Figures of an alarm system as the page shows them: number, unit, target, verdict. */

import type { AlarmFigures, FigureDefinition } from "../schema";
import { formatAge } from "./format";

export type Verdict = "acceptable" | "attention" | "plan" | "none";

export const VERDICT_WORDS: Record<Verdict, string> = {
  acceptable: "Acceptable",
  attention: "Needs attention",
  plan: "Needs a plan",
  none: "No target",
};

/** The number a definition is about; null where the period has none, or where it is a list. */
export function figureValue(figures: AlarmFigures, key: string): number | null {
  const value: unknown = (figures as unknown as Record<string, unknown>)[key];
  return typeof value === "number" ? value : null;
}

/** Above `acceptable_max` a figure needs attention, above `manageable_max` a plan. */
export function verdictOf(value: number | null, definition: FigureDefinition): Verdict {
  const { acceptable_max, manageable_max } = definition;
  if (value === null || (acceptable_max === null && manageable_max === null)) return "none";
  if (manageable_max !== null && value > manageable_max) return "plan";
  if (acceptable_max !== null && value > acceptable_max)
    return manageable_max === null ? "plan" : "attention";
  return "acceptable";
}

/** A figure with three significant places; a share as a percentage; nothing as a dash. */
export function figureText(value: number | null, unit: string): string {
  if (value === null) return "\u2013";
  if (unit === "%") return `${rounded(value * 100)}\u202f%`;
  if (unit === "s") return formatAge(value * 1_000);
  return unit === "" ? rounded(value) : `${rounded(value)} ${unit}`;
}

/** Whole from 100 on, three significant places below. */
export function rounded(value: number): string {
  return Math.abs(value) >= 100 ? String(Math.round(value)) : String(+value.toPrecision(3));
}

/** Parts of the annunciated load by priority 1 to 4; null without any load. */
export function prioritySplit(counts: readonly number[]): number[] | null {
  const total = counts.reduce((sum, n) => sum + n, 0);
  return total === 0 ? null : counts.map((n) => n / total);
}

/** What is recommended: about 80 % low, 15 % medium, 5 % high, and of the highest less than 1 %. */
export const SPLIT_TARGET = [0.01, 0.05, 0.15, 0.8] as const;

export const PERIODS: readonly { readonly label: string; readonly span_ms: number }[] = [
  { label: "8 h", span_ms: 8 * 3_600_000 },
  { label: "24 h", span_ms: 24 * 3_600_000 },
  { label: "7 d", span_ms: 7 * 86_400_000 },
  { label: "30 d", span_ms: 30 * 86_400_000 },
];

export const FAULT_WORDS: Record<string, { readonly name: string; readonly meaning: string }> = {
  chattering: { name: "Chattering", meaning: "comes and goes several times a minute" },
  fleeting: { name: "Fleeting", meaning: "gone again before anybody could act" },
  stale: { name: "Stale", meaning: "active for more than a day" },
  standing: { name: "Standing", meaning: "active now" },
  duplicate: { name: "Duplicate", meaning: "comes together with another alarm" },
  frequent: { name: "Frequent", meaning: "much of the load by itself" },
};
