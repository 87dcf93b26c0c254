/** A value's place on an indicator: fractions of the tag's range, zones, limits. */

import type { AlarmDefinitionBody, TagBody } from "../schema";

/** 0 at the low end of the range, 1 at the high end, held inside; NaN stays NaN. */
export function rangeFraction(value: number, low: number, high: number): number {
  if (Number.isNaN(value) || !(high > low)) return Number.NaN;
  return Math.min(1, Math.max(0, (value - low) / (high - low)));
}

/** Whether the value lies beyond the range's ends (an arrow is drawn instead of a pointer). */
export function beyondRange(value: number, low: number, high: number): -1 | 0 | 1 {
  return value < low ? -1 : value > high ? 1 : 0;
}

export interface LimitMark {
  readonly kind: string;
  readonly limit_eu: number;
  readonly fraction: number;
  readonly priority: number;
  /** The one that the picture is about. */
  readonly own?: boolean;
}

/** Kinds whose limit is a value of the tag itself, and so has a place on its range. */
export const IS_LIMIT: ReadonlySet<string> = new Set(["high_high", "high", "low", "low_low"]);

/** The limits of a tag's alarms, as marks on its range, low to high. */
export function limitMarks(tag: TagBody, alarms: readonly AlarmDefinitionBody[]): LimitMark[] {
  return alarms
    .filter((alarm) => IS_LIMIT.has(alarm.kind) && alarm.limit_eu !== null)
    .map((alarm) => ({
      kind: alarm.kind,
      limit_eu: alarm.limit_eu!,
      fraction: rangeFraction(alarm.limit_eu!, tag.range_low_eu, tag.range_high_eu),
      priority: alarm.priority,
    }))
    .sort((a, b) => a.limit_eu - b.limit_eu);
}

/** The normal band as fractions; one open end reaches to the end of the range; none stated is null. */
export function normalBand(tag: TagBody): readonly [number, number] | null {
  if (tag.normal_low_eu === null && tag.normal_high_eu === null) return null;
  const low = tag.normal_low_eu ?? tag.range_low_eu;
  const high = tag.normal_high_eu ?? tag.range_high_eu;
  const from = rangeFraction(low, tag.range_low_eu, tag.range_high_eu);
  const to = rangeFraction(high, tag.range_low_eu, tag.range_high_eu);
  return Number.isNaN(from) || Number.isNaN(to) || to < from ? null : [from, to];
}

export const LIMIT_LETTERS: Record<string, string> = {
  high_high: "HH",
  high: "H",
  low: "L",
  low_low: "LL",
  input_bad: "IN",
  deviation_high: "DH",
  deviation_low: "DL",
  rate_high: "RH",
  rate_low: "RL",
  discrete: "=",
  stuck: "ST",
  expression: "EX",
};

export const KIND_WORDS: Record<string, string> = {
  high_high: "high-high",
  high: "high",
  low: "low",
  low_low: "low-low",
  input_bad: "input bad",
  deviation_high: "deviation high",
  deviation_low: "deviation low",
  rate_high: "rate of rise",
  rate_low: "rate of fall",
  discrete: "state",
  stuck: "stuck",
  expression: "expression",
};
