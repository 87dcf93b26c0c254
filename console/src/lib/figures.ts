/** Figures of an alarm system as the page shows them: number, unit, target, verdict. */

import type { AlarmFigures, FigureDefinition } from "../schema";
import { count, formatAge, formatInstant } from "./format";
import { PRIORITIES, priorityLook } from "./priority";

export type Verdict = "acceptable" | "attention" | "plan" | "none" | "short" | "few" | "shared";

export const VERDICT_WORDS: Record<Verdict, string> = {
  acceptable: "Acceptable",
  attention: "Needs attention",
  plan: "Needs a plan",
  none: "No target",
  short: "Too short to judge",
  few: "Too few to judge",
  shared: "Judged by position",
};

/** The number a definition is about; null where the period has none. Of floods it is how many there were. */
export function figureValue(figures: AlarmFigures, key: string): number | null {
  if (key === "floods") return figures.floods.length;
  const value: unknown = (figures as unknown as Record<string, unknown>)[key];
  return typeof value === "number" ? value : null;
}

/** Annunciations from which a share of them is worth a verdict: as the server's report has it. */
const SHARES_JUDGED_FROM = 100;
const SHARES: ReadonlySet<string> = new Set(["top_10_share", "by_priority"]);

/** What is held against the target; of the split by priority the part that was critical or high. */
function judgedValue(figures: AlarmFigures, key: string): number | null {
  if (figures.covered_ms <= 0) return null;
  if (SHARES.has(key) && figures.annunciated < SHARES_JUDGED_FROM) return null;
  if (key !== "by_priority") return figureValue(figures, key);
  const split = prioritySplit(figures.by_priority);
  return split === null ? null : split[0]! + split[1]!;
}

/**
 * Above `acceptable_max` a figure needs attention, above `manageable_max` a plan. Every target is about one
 * person: what several positions share is not held against it. Nor is what was watched for less than
 * `judged_from_ms`, but for a peak that is over its target already.
 */
export function verdictOf(
  figures: AlarmFigures,
  definition: FigureDefinition,
  shared = false,
): Verdict {
  const { key, acceptable_max, manageable_max, judged_from_ms, only_grows } = definition;
  const value = judgedValue(figures, key);
  if (acceptable_max === null) return "none";
  if (shared) return "shared";
  const over = value !== null && value > acceptable_max;
  const brief = figures.covered_ms < judged_from_ms && !(over && only_grows);
  if (brief || figures.covered_ms <= 0) return "short";
  if (value === null) return "few";
  if (value <= acceptable_max) return "acceptable";
  return manageable_max !== null && value > manageable_max ? "plan" : "attention";
}

/** A figure with three significant places: a share as a percentage, a line for each priority, nothing as a dash. */
export function figureText(figures: AlarmFigures, { key, unit }: FigureDefinition): string {
  if (key === "by_priority") {
    const split = prioritySplit(figures.by_priority);
    return split === null
      ? "\u2013"
      : PRIORITIES.map(
          (priority) =>
            `${priorityLook(priority).name} ${rounded(100 * split[priority - 1]!)}\u202f%`,
        ).join("\n");
  }
  const value = figureValue(figures, key);
  if (value === null) return "\u2013";
  if (unit === "%") return `${rounded(value * 100)}\u202f%`;
  return unit === "s" ? formatAge(value * 1_000) : rounded(value);
}

/** A unit that the number does not already carry and the title does not already say. */
export const figureUnit = ({ unit }: FigureDefinition): string =>
  unit === "%" || unit === "s" || unit === "alarms" ? "" : unit;

/** Whole from 100 on, three significant places below. */
export function rounded(value: number): string {
  return Math.abs(value) >= 100 ? String(Math.round(value)) : String(+value.toPrecision(3));
}

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** A stretch of time in its two largest units, days from two on: 3 h 12 min, 24 h, 5 d, 40 s. */
export function stretchText(length_ms: number): string {
  const whole_ms = Math.floor(length_ms / SECOND_MS) * SECOND_MS;
  for (const [size, unit, partSize, part] of [
    [DAY_MS, "d", HOUR_MS, "h"],
    [HOUR_MS, "h", MINUTE_MS, "min"],
    [MINUTE_MS, "min", SECOND_MS, "s"],
  ] as const) {
    if (whole_ms < size || (unit === "d" && whole_ms < 2 * size)) continue;
    const rest = Math.floor((whole_ms % size) / partSize);
    return `${Math.floor(whole_ms / size)} ${unit}${rest === 0 ? "" : ` ${rest} ${part}`}`;
  }
  return `${whole_ms / SECOND_MS} s`;
}

/** Over which part of the period rates are; empty where that is all of it. */
export function coverageText({ covered_ms, from_ms, to_ms }: AlarmFigures): string {
  const asked = stretchText(to_ms - from_ms);
  if (covered_ms <= 0) return `the journal covers nothing of the ${asked} asked for`;
  const missing_ms = to_ms - from_ms - covered_ms;
  if (missing_ms < SECOND_MS) return "";
  return `over the ${stretchText(covered_ms)} that the journal covers of the ${asked} asked for`;
}

/** What is by the time that was watched: these say so where that is not all of the period. */
const BY_TIME: ReadonlySet<string> = new Set([
  "per_10_min",
  "per_hour",
  "per_day",
  "windows_over_share",
  "flood_share",
]);

/** By peak, where it begins. */
const PEAK_BEGINS: Record<string, (figures: AlarmFigures) => number | null> = {
  peak_per_hour: (figures) => figures.peak_per_hour_at_ms,
  peak_per_10_min: (figures) => figures.peak_at_ms,
  peak_per_min: (figures) => figures.peak_per_min_at_ms,
};

/** What is to be said of a figure in this period, beyond its meaning: of how many, when, over what time. */
export function figureNote(figures: AlarmFigures, key: string): string {
  const { windows, windows_over, flood_share, covered_ms } = figures;
  const parts: string[] = [];
  const begin_ms = PEAK_BEGINS[key]?.(figures) ?? null;
  if (begin_ms !== null) parts.push(`from ${formatInstant(begin_ms, figures.to_ms)} on`);
  if (key === "windows_over_share" && windows > 0)
    parts.push(`${windows_over} of ${count(windows, "window")}`);
  if (key === "flood_share" && flood_share) parts.push(stretchText(flood_share * covered_ms));
  if (BY_TIME.has(key)) parts.push(coverageText(figures));
  return parts.filter((part) => part !== "").join(", ");
}

/** The position whose figures are shown: the one chosen, else the first: the whole site of several gets no verdict. */
export function shownFigures(
  all: readonly AlarmFigures[],
  position: string | null,
): AlarmFigures | undefined {
  const first = all.length > 2 ? all[1] : all[0];
  return position === null ? first : (all.find((one) => one.position === position) ?? first);
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
