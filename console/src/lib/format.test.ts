import { afterEach, expect, test, vi } from "vitest";
import {
  count,
  decimals,
  formatAge,
  formatDelay,
  formatDuration,
  formatInstant,
  formatValue,
  inLocalTime,
  sentence,
  stateWord,
  withLocalStamps,
} from "./format";

test.each([
  [0.01, 10, 2],
  [0.25, 10, 1],
  [1, 10, 0],
  [5, 100, 0],
  [null, 100, 1],
  [null, 1, 3],
  [null, 0, 1],
  [1e-12, 1, 6],
])("resolution %s over a span of %s gives %s decimals", (resolution, span, places) => {
  expect(decimals(resolution, span)).toBe(places);
});

test.each([
  [1.005, 2, "1.00"],
  [-0.001, 2, "0.00"],
  [-1.5, 1, "\u22121.5"],
  [12345.678, 1, "12\u202f345.7"],
  [123456.7, 2, "123\u202f457"],
  [-12345678, 0, "\u22121.23e7"],
  [Number.NaN, 2, "\u2013"],
  [Number.POSITIVE_INFINITY, 2, "+\u221e"],
])("%s with %s decimals reads %s", (value, places, text) => {
  expect(formatValue(value, places)).toBe(text);
});

test.each([
  [-50, "0.0 s"],
  [420, "0.4 s"],
  [9_940, "9.9 s"],
  [9_960, "10 s"],
  [119_000, "119 s"],
  [120_000, "2 min"],
  [7_200_000, "2 h"],
  [200_000_000, "2 d"],
])("an age of %s ms reads %s", (age, text) => {
  expect(formatAge(age)).toBe(text);
});

test("durations count minutes and seconds, and hours from one hour on", () => {
  expect(formatDuration(61_900)).toBe("01:01");
  expect(formatDuration(3_600_000)).toBe("1:00:00");
  expect(formatDuration(-5)).toBe("00:00");
});

test("an instant of another day carries its date", () => {
  const noon = new Date(2026, 2, 4, 12, 0, 5).getTime();
  expect(formatInstant(noon, noon + 60_000)).toBe("12:00:05");
  expect(formatInstant(noon, noon + 86_400_000)).toBe("03-04 12:00:05");
});

afterEach(() => {
  vi.unstubAllEnvs();
});

test("times of day that the server says in UTC are told in local time, whatever the day", () => {
  vi.stubEnv("TZ", "Asia/Kolkata");
  const noon_ms = Date.UTC(2026, 2, 1, 12, 0, 0);
  const local = (words: string): string => inLocalTime(words, noon_ms);
  expect(local("raised since 12:00:00 UTC, not 3")).toBe("raised since 17:30:00, not 3");
  expect(local("at 11:00:01 UTC; at 23:59:59 UTC")).toBe("at 16:30:01; at 05:29:59");
  for (const words of ["", "at 12:00:00", "at 25:00:00 UTC", "LT1 is at occurrence 3"])
    expect(local(words)).toBe(words);
});

test("words for states, delays and counts", () => {
  expect(stateWord(["stopped", "running"], 1)).toBe("running");
  expect(stateWord(["stopped", "running"], 7)).toBe("state 7");
  expect(stateWord([], Number.NaN)).toBe("\u2013");
  expect(formatDelay(500)).toBe("500 ms");
  expect(formatDelay(2_500)).toBe("2.5 s");
  expect(formatDelay(180_000)).toBe("3 min");
  expect(count(1, "change")).toBe("1 change");
  expect(count(2, "change")).toBe("2 changes");
});

test("a sentence ends with one full stop", () => {
  expect(["no", "no.", "no!", "reading\u2026", ""].map(sentence)).toEqual([
    "no.",
    "no.",
    "no!",
    "reading\u2026",
    ".",
  ]);
});

test("stamps in the server's words are told in local time", () => {
  vi.stubEnv("TZ", "Asia/Kolkata");
  expect(withLocalStamps("1, approved 2026-11-23T20:20:09Z by Eva: first")).toBe(
    "1, approved 2026-11-24 01:50:09 by Eva: first",
  );
  expect(withLocalStamps("at 2026-11-23T04:20:09.123456Z")).toBe("at 2026-11-23 09:50:09");
  for (const words of ["", "2026-11-23", "at 2026-19-23T04:20:09Z"])
    expect(withLocalStamps(words)).toBe(words);
});
