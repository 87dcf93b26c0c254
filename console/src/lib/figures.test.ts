import { describe, expect, test } from "vitest";
import type { AlarmFigures, FigureDefinition } from "../schema";
import {
  coverageText,
  figureNote,
  figureText,
  figureUnit,
  figureValue,
  prioritySplit,
  rounded,
  shownFigures,
  stretchText,
  verdictOf,
} from "./figures";

const HOUR_MS = 3_600_000;

const figures = {
  from_ms: 0,
  to_ms: 8 * HOUR_MS,
  covered_ms: 8 * HOUR_MS,
  annunciated: 200,
  per_hour: 7,
  flood_share: 0.021,
  top_10_share: 0.04,
  by_priority: [2, 8, 30, 160],
  floods: [{ begin_ms: 0, end_ms: null, annunciated: 12, peak_per_window: 11 }],
  acknowledge_median_s: 42.4,
  acknowledge_p90_s: null,
  peak_per_hour_at_ms: null,
  peak_at_ms: null,
  peak_per_min_at_ms: null,
} as unknown as AlarmFigures;

const defined = (part: Partial<FigureDefinition>): FigureDefinition => ({
  key: "per_hour",
  title: "",
  unit: "",
  meaning: "",
  target: "",
  acceptable_max: null,
  manageable_max: null,
  judged_from_ms: 0,
  only_grows: false,
  ...part,
});

describe("the verdict", () => {
  test.each<[number | null, number | null, string]>([
    [7, 12, "acceptable"],
    [6, 12, "attention"],
    [6, 6.5, "plan"],
    [6, null, "attention"],
    [null, 12, "none"],
  ])("acceptable to %s, manageable to %s: 7 is %s", (acceptable_max, manageable_max, verdict) => {
    expect(verdictOf(figures, defined({ acceptable_max, manageable_max }))).toBe(verdict);
  });

  test("none where the period has no such number", () => {
    const definition = defined({ key: "acknowledge_p90_s", acceptable_max: 60 });
    expect(verdictOf(figures, definition)).toBe("few");
  });

  test("too short a time judges no rate, and a peak only when it is over already", () => {
    const rate = defined({ acceptable_max: 6, judged_from_ms: HOUR_MS });
    const brief = { ...figures, covered_ms: HOUR_MS - 1 };
    expect(verdictOf(brief, rate)).toBe("short");
    expect(verdictOf({ ...figures, covered_ms: HOUR_MS }, rate)).toBe("attention");
    const peak = { ...rate, only_grows: true };
    expect(verdictOf(brief, peak)).toBe("attention");
    expect(verdictOf({ ...brief, per_hour: 6 }, peak)).toBe("short");
    expect(verdictOf(brief, peak, true)).toBe("shared");
  });

  test("shares of few annunciations are not judged", () => {
    const definition = defined({ key: "top_10_share", acceptable_max: 0.05 });
    expect(verdictOf(figures, definition)).toBe("acceptable");
    expect(verdictOf({ ...figures, annunciated: 99 }, definition)).toBe("few");
  });

  test("of a period that nobody watched nothing is judged, and no rate is nought", () => {
    const dark = { ...figures, covered_ms: 0, per_hour: null, stale: 0 };
    expect(verdictOf(dark, defined({ acceptable_max: 6 }))).toBe("short");
    expect(verdictOf(dark, defined({ key: "stale", acceptable_max: 4 }))).toBe("short");
    expect(figureText(dark, defined({}))).toBe("\u2013");
  });

  test("what several positions share is not held against one person's target", () => {
    expect(verdictOf(figures, defined({ acceptable_max: 6 }), true)).toBe("shared");
    expect(verdictOf(figures, defined({}), true)).toBe("none");
  });

  test("the split is judged by its critical and high part", () => {
    const definition = defined({ key: "by_priority", acceptable_max: 0.06 });
    expect(verdictOf(figures, definition)).toBe("acceptable");
    expect(verdictOf({ ...figures, by_priority: [9, 21, 10, 160] }, definition)).toBe("attention");
  });
});

test.each<[Partial<FigureDefinition>, string, string]>([
  [{ key: "per_hour", unit: "1/h" }, "7", "1/h"],
  [{ key: "flood_share", unit: "%" }, "2.1\u202f%", ""],
  [{ key: "acknowledge_median_s", unit: "s" }, "42 s", ""],
  [{ key: "acknowledge_p90_s", unit: "s" }, "\u2013", ""],
  [{ key: "floods" }, "1", ""],
  [{ key: "by_priority" }, "Critical 1\u202f%\nHigh 4\u202f%\nMedium 15\u202f%\nLow 80\u202f%", ""],
  [{ key: "nothing_like_it" }, "\u2013", ""],
])("%o reads %s", (part, text, unit) => {
  expect(figureText(figures, defined(part))).toBe(text);
  expect(figureUnit(defined(part))).toBe(unit);
});

test("numbers have three significant places, and none of them is made up", () => {
  expect(rounded(0.012345)).toBe("0.0123");
  expect(rounded(99.95)).toBe("100");
  expect(rounded(1_234.5)).toBe("1235");
  expect(figureValue(figures, "by_priority")).toBeNull();
});

test("shown is the position chosen, else the first that gets a verdict", () => {
  const [site, desk, gate] = ["", "desk", "gate"].map((position) => ({ ...figures, position }));
  const all = [site!, desk!, gate!];
  expect(shownFigures(all, null)).toBe(desk);
  expect(shownFigures(all, "gate")).toBe(gate);
  expect(shownFigures(all, "")).toBe(site);
  expect(shownFigures(all, "gone")).toBe(desk);
  expect(shownFigures([site!, desk!], null), "one position is the site").toBe(site);
  expect(shownFigures([], null)).toBeUndefined();
});

test("shares of nothing are no shares", () => {
  expect(prioritySplit([0, 0, 0, 0])).toBeNull();
  expect(prioritySplit([1, 1, 1, 1])).toEqual([0.25, 0.25, 0.25, 0.25]);
});

describe("over which part of the period the averages are", () => {
  test.each<[number, string]>([
    [8 * HOUR_MS, ""],
    [8 * HOUR_MS - 400, ""],
    [3.2 * HOUR_MS, "over the 3 h 12 min that the journal covers of the 8 h asked for"],
    [0, "the journal covers nothing of the 8 h asked for"],
  ])("%s ms of 8 h", (covered_ms, text) => {
    expect(coverageText({ ...figures, covered_ms })).toBe(text);
  });

  test("figures that are by time say it, others do not", () => {
    const short = { ...figures, covered_ms: HOUR_MS };
    expect(figureNote(short, "flood_share")).toContain("over the 1 h that");
    expect(figureNote(short, "stale")).toBe("");
    expect(figureNote(figures, "per_hour")).toBe("");
  });

  test("of how many windows, when the most came, how long the floods lasted", () => {
    const peak_at_ms = new Date(2026, 4, 28, 20, 30).getTime();
    const own = {
      ...figures,
      peak_at_ms,
      to_ms: peak_at_ms + 600_000,
      windows: 144,
      windows_over: 3,
    };
    const whole = { ...own, covered_ms: own.to_ms - own.from_ms };
    expect(figureNote(whole, "peak_per_10_min")).toBe("from 20:30:00 on");
    expect(figureNote({ ...whole, peak_at_ms: null }, "peak_per_10_min")).toBe("");
    const early = { ...whole, peak_per_min_at_ms: peak_at_ms - 60_000, peak_per_hour_at_ms: null };
    expect(figureNote(early, "peak_per_min")).toBe("from 20:29:00 on");
    expect(figureNote(early, "peak_per_hour")).toBe("");
    expect(figureNote(whole, "windows_over_share")).toBe("3 of 144 windows");
    expect(figureNote({ ...whole, windows: 0 }, "windows_over_share")).toBe("");
    expect(figureNote({ ...figures, flood_share: 0.5 }, "flood_share")).toBe("4 h");
    expect(figureNote({ ...figures, flood_share: 0 }, "flood_share")).toBe("");
    const half = { ...figures, flood_share: 0.5, covered_ms: HOUR_MS };
    expect(figureNote(half, "flood_share")).toMatch(/^30 min, over the 1 h that/);
  });

  test.each<[number, string]>([
    [90 * 24 * HOUR_MS, "90 d"],
    [24 * HOUR_MS, "24 h"],
    [50.5 * HOUR_MS, "2 d 2 h"],
    [28_799_999, "7 h 59 min"],
    [65_000, "1 min 5 s"],
    [9_400, "9 s"],
  ])("%s ms is %s", (length_ms, text) => {
    expect(stretchText(length_ms)).toBe(text);
  });
});
