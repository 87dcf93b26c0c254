/** What is said of one tag now: the value as text, whether it is too old, whether it can be believed. */

import type { TagBody } from "../schema";
import { decimals, formatValue, stateWord } from "./format";
import { type NE107, ne107, severity } from "./quality";

export interface Reading {
  readonly value: number;
  readonly text: string;
  readonly quality: NE107;
  /** Milliseconds since the sample's own time; NaN before the first sample. */
  readonly age_ms: number;
  /** Older than the tag may be, or never received: shown grey. */
  readonly stale: boolean;
  readonly bad: boolean;
}

export function formatReading(tag: TagBody, value: number): string {
  if (tag.kind === "discrete") return stateWord(tag.states, value);
  return formatValue(value, decimals(tag.resolution_eu, tag.range_high_eu - tag.range_low_eu));
}

export function reading(
  tag: TagBody,
  value: number,
  time_ms: number,
  quality: number,
  now_ms: number,
): Reading {
  const age_ms = now_ms - time_ms;
  return {
    value,
    text: formatReading(tag, value),
    quality: ne107(quality),
    age_ms,
    stale: !(age_ms <= tag.age_limit_ms),
    bad: severity(quality) === "bad",
  };
}
