/** What a trend draws, as columns: history, gaps, live samples, stretches of bad input, ends of the axis. */

import type { HistoryBody, TagBody } from "../schema";
import { BAD_NO_COMMUNICATION, severity } from "./quality";
import type { LimitMark } from "./scale";

export interface TrendLook {
  readonly tag: TagBody;
  readonly limits: readonly LimitMark[];
  /** Whether the vertical axis shows the whole range of the tag. */
  readonly fullRange: boolean;
  /** Instants marked from top to bottom. */
  readonly instants?: readonly InstantMark[];
}

export interface InstantMark {
  readonly at_ms: number;
  readonly word: string;
  /** Line of its word, 0 at the top, so that marks close together can both be read. */
  readonly row: number;
}

/** Columns of uPlot, times in seconds: minimum, maximum, mean, and the quality beside them. */
export interface TrendData {
  readonly columns: [number[], (number | null)[], (number | null)[], (number | null)[]];
  readonly quality: number[];
  readonly bucket_ms: number;
}

/**
 * History as columns. Buckets that got no sample are left out: a tag that reports once a minute still draws
 * a line. Silence beyond the tag's age limit (and three buckets) is a gap, marked as lost.
 */
export function trendData(history: HistoryBody, age_limit_ms: number): TrendData {
  const bucket_ms = history.bucket_ms ?? 0;
  const gap_ms = Math.max(3 * bucket_ms, age_limit_ms);
  const times_s: number[] = [];
  const low: (number | null)[] = [];
  const high: (number | null)[] = [];
  const mean: (number | null)[] = [];
  const quality: number[] = [];
  const push = (time_ms: number, at: number | null): void => {
    times_s.push(time_ms / 1_000);
    low.push(at === null ? null : (history.minimum[at] ?? null));
    high.push(at === null ? null : (history.maximum[at] ?? null));
    mean.push(at === null ? null : (history.mean[at] ?? null));
    quality.push(at === null ? BAD_NO_COMMUNICATION : (history.worst_quality[at] ?? 0));
  };
  let last_ms: number | null = null;
  history.times_ms.forEach((time_ms, at) => {
    if (history.counts[at] === 0) return;
    if (last_ms !== null && time_ms - last_ms > gap_ms)
      push(last_ms + Math.max(1, bucket_ms), null);
    push(time_ms, at);
    last_ms = time_ms;
  });
  return { columns: [times_s, low, high, mean], quality, bucket_ms };
}

/** The same data with one live sample more. */
export function withSample(
  data: TrendData,
  time_ms: number,
  value: number,
  quality: number,
): TrendData {
  const [times_s, low, high, mean] = data.columns;
  const time_s = time_ms / 1_000;
  if (times_s.length > 0 && time_s <= times_s.at(-1)!) return data;
  const usable = severity(quality) === "bad" || Number.isNaN(value) ? null : value;
  return {
    columns: [
      [...times_s, time_s],
      [...low, usable],
      [...high, usable],
      [...mean, usable],
    ],
    quality: [...data.quality, quality],
    bucket_ms: data.bucket_ms,
  };
}

export interface BadRun {
  readonly from_s: number;
  readonly to_s: number;
  readonly severity: "uncertain" | "bad";
}

/** Stretches of equal severity that are not good; each reaches to where the next sample begins. */
export function badRuns(data: TrendData): BadRun[] {
  const [times_s] = data.columns;
  const runs: BadRun[] = [];
  for (let at = 0; at < data.quality.length; at++) {
    const level = severity(data.quality[at]!);
    if (level === "good") continue;
    const to_s = times_s[at + 1] ?? times_s[at]! + data.bucket_ms / 1_000;
    const last = runs.at(-1);
    if (last !== undefined && last.severity === level && last.to_s === times_s[at]) {
      runs[runs.length - 1] = { ...last, to_s };
    } else runs.push({ from_s: times_s[at]!, to_s, severity: level });
  }
  return runs;
}

/** Ends of the vertical axis: all of the data, and limits and normal band where they belong in the picture. */
export function verticalExtent(look: TrendLook, low: number, high: number): [number, number] {
  const { tag } = look;
  if (tag.kind === "discrete") return [-0.2, Math.max(1, tag.states.length - 1) + 0.2];
  if (look.fullRange) return [tag.range_low_eu, tag.range_high_eu];
  const marks = [
    ...look.limits.map((mark) => mark.limit_eu),
    tag.normal_low_eu,
    tag.normal_high_eu,
  ];
  const known = marks.filter((mark): mark is number => mark !== null);
  const from = Math.min(low, ...known);
  const to = Math.max(high, ...known);
  if (!Number.isFinite(from) || !Number.isFinite(to)) return [tag.range_low_eu, tag.range_high_eu];
  const margin = (to - from || Math.abs(to) || 1) * 0.06;
  return [from - margin, to + margin];
}
