import { expect, test } from "vitest";
import { exampleTag } from "./example_site";
import { escalationLimit, formatJudged, formatLimit, isWorkedOut, judgedUnit } from "./judged";

const level = exampleTag({ resolution_eu: 0.01, unit: "m" });

test.each([
  ["high", "m", "m"],
  ["rate_low", "m", "m/s"],
  ["rate_high", "mg/l", "mg/l per s"],
  ["rate_high", "", "per s"],
  ["deviation_low", "", ""],
])("%s in %j is judged in %j", (kind, unit, judged) => {
  expect(judgedUnit(kind, unit)).toBe(judged);
});

test.each<[string, number, string]>([
  ["rate_low", -0.0005, "\u22120.0005"],
  ["rate_high", 0.5, "0.5"],
  ["rate_high", 12, "12"],
  ["rate_low", -2e-7, "\u22122.00e\u22127"],
  ["high", 3, "3.00"],
  ["high", 2.505, "2.505"],
  ["deviation_low", -0.08, "\u22120.08"],
  ["high", 0.1 + 0.2, "0.30"],
])("the limit of %s, %d, is told as %s", (kind, limit_eu, words) => {
  expect(formatLimit(level, kind, limit_eu)).toBe(words);
});

test.each<[string, number, string]>([
  ["rate_low", -0.00764393, "\u22120.00764"],
  ["rate_high", 0, "0"],
  ["rate_high", 1234.5, "1235"],
  ["rate_high", 3.21e-6, "3.21e\u22126"],
  ["high", 9.1234, "9.12"],
])("%s at %d is told as %s", (kind, value, words) => {
  expect(formatJudged(level, kind, value)).toBe(words);
});

test("a state is told by its name, as a limit and as what was judged", () => {
  const pump = exampleTag({ kind: "discrete", states: ["off", "tripped"] });
  expect([formatLimit(pump, "discrete", 1), formatJudged(pump, "discrete", 1)]).toEqual([
    "tripped",
    "tripped",
  ]);
});

test.each([
  ["high", false],
  ["stuck", false],
  ["expression", false],
  ["rate_low", true],
  ["deviation_high", true],
])("what %s judges is another number than its tag's: %s", (kind, other) => {
  expect(isWorkedOut(kind)).toBe(other);
});

test("the limit of an escalation is in its words, unless a time alone escalates", () => {
  expect(escalationLimit("high at or above 95 °C")).toBe(95);
  expect(escalationLimit("critical at or below -0.5 for 3 s or when nobody has")).toBe(-0.5);
  expect(escalationLimit("critical when nobody has acknowledged it for 5 min")).toBeNull();
  expect(escalationLimit("")).toBeNull();
});
