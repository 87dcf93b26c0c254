/** What an alarm judges and its limit, as numbers in the unit of its kind: that of a rate is a unit a second. */

import type { TagBody } from "../schema";
import { decimals, formatValue } from "./format";
import { formatReading } from "./reading";

const isRate = (kind: string): boolean => kind === "rate_high" || kind === "rate_low";

/** "m/s" for a rate in m, "mg/l per s" where the unit is a quotient itself. */
export function judgedUnit(kind: string, unit: string): string {
  if (!isRate(kind)) return unit;
  if (unit === "") return "per s";
  return unit.includes("/") ? `${unit} per s` : `${unit}/s`;
}

const SMALLEST_PLAIN = 1e-5;
const MINUS = "\u2212";

/** Places after the point that a number needs to be told to six significant figures. */
function ownPlaces(value: number): number {
  const text = String(+value.toPrecision(6));
  return text.includes("e") ? 6 : (text.split(".")[1]?.length ?? 0);
}

const scientific = (value: number, figures: number): string =>
  value.toExponential(figures).replace("-", MINUS).replace("e-", `e${MINUS}`);

/** A number that somebody wrote into the configuration: every digit of it, and those of the instrument. */
export function formatLimit(tag: TagBody, kind: string, limit_eu: number): string {
  if (tag.kind === "discrete") return formatReading(tag, limit_eu);
  const size = Math.abs(limit_eu);
  if (size > 0 && size < SMALLEST_PLAIN) return scientific(limit_eu, 2);
  const places = isRate(kind) ? 0 : decimals(tag.resolution_eu, span(tag));
  return formatValue(limit_eu, Math.max(places, ownPlaces(limit_eu)));
}

/** What was judged at the raise. A rate has three significant figures: the instrument's step says nothing of it. */
export function formatJudged(tag: TagBody, kind: string, value: number): string {
  if (!isRate(kind)) return formatReading(tag, value);
  const size = Math.abs(value);
  if (size > 0 && size < SMALLEST_PLAIN) return scientific(value, 2);
  const places = size > 0 ? 2 - Math.floor(Math.log10(size)) : 0;
  return formatValue(value, Math.min(7, Math.max(0, places)));
}

const span = (tag: TagBody): number => tag.range_high_eu - tag.range_low_eu;

/** What is judged is worked out of the tag's value: the two are not to be compared. */
export const isWorkedOut = (kind: string): boolean => isRate(kind) || kind.startsWith("deviation_");

const BEYOND = /\bat or (?:above|below) (\S+)/;

/** The limit in an escalation's words ("critical at or above 95 °C ..."); null where a time alone escalates. */
export function escalationLimit(words: string): number | null {
  const number = Number(BEYOND.exec(words)?.[1] ?? Number.NaN);
  return Number.isFinite(number) ? number : null;
}
