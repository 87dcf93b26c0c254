/** What every uPlot picture here shares: colours of the theme, axes, times, size. */

import type uPlot from "uplot";

/** A colour of the theme by its variable, as the page has it now. */
export const colour = (name: string): string =>
  getComputedStyle(document.documentElement).getPropertyValue(name).trim();

const two = (n: number): string => String(n).padStart(2, "0");

/** Axis times: 24-hour clock, the date where the day changes or the step is a day. */
export function timeLabels(
  _: uPlot,
  splits: number[],
  _axis: number,
  _space: number,
  step_s: number,
): string[] {
  let day = "";
  return splits.map((split_s) => {
    const date = new Date(split_s * 1_000);
    const today = `${two(date.getMonth() + 1)}-${two(date.getDate())}`;
    if (step_s >= 86_400) return today;
    const clock = `${two(date.getHours())}:${two(date.getMinutes())}`;
    const exact = step_s < 60 ? `${clock}:${two(date.getSeconds())}` : clock;
    const turned = today !== day;
    day = today;
    return turned ? `${exact}\n${today}` : exact;
  });
}

/** Lines and labels of an axis in the theme's quiet colours. */
export function quietAxis(host: HTMLElement): uPlot.Axis {
  const line = colour("--line");
  return {
    stroke: colour("--text-soft"),
    font: `12px ${getComputedStyle(host).fontFamily}`,
    grid: { stroke: line, width: 1 },
    ticks: { stroke: line, width: 1 },
  };
}

export function sizeOf(host: HTMLElement): { width: number; height: number } {
  return { width: Math.max(80, host.clientWidth), height: Math.max(80, host.clientHeight) };
}

/**
 * Whether the word of a vertical line at `x` is written on its left: where that side has room and no other line,
 * and the right side has not both.
 */
export function wordGoesLeft(
  x: number,
  width: number,
  lines: readonly number[],
  [from, to]: readonly [number, number],
): boolean {
  const free = (low: number, high: number): boolean =>
    low >= from && high <= to && lines.every((line) => line < low || line > high);
  if (free(x, x + width)) return false;
  return free(x - width, x) || x + width > to;
}
