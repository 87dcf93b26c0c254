import { expect, test } from "vitest";
import { exampleAlarm, exampleTag } from "./example_site";
import { beyondRange, limitMarks, normalBand, rangeFraction } from "./scale";

test("a value's place stays inside the range and NaN stays NaN", () => {
  expect(rangeFraction(5, 0, 10)).toBe(0.5);
  expect(rangeFraction(-3, 0, 10)).toBe(0);
  expect(rangeFraction(30, 0, 10)).toBe(1);
  expect(rangeFraction(Number.NaN, 0, 10)).toBeNaN();
  expect(rangeFraction(5, 10, 10)).toBeNaN();
  expect([-1, 5, 11].map((value) => beyondRange(value, 0, 10))).toEqual([-1, 0, 1]);
});

test("limits come in order of their value, alarms without a limit are no mark", () => {
  const marks = limitMarks(exampleTag(), [
    exampleAlarm({ kind: "high_high", limit_eu: 9.5 }),
    exampleAlarm({ kind: "input_bad", limit_eu: null }),
    exampleAlarm({ kind: "low", limit_eu: 1 }),
  ]);
  expect(marks.map(({ kind, fraction }) => [kind, fraction])).toEqual([
    ["low", 0.1],
    ["high_high", 0.95],
  ]);
});

test("a normal band open at one end reaches to the end of the range", () => {
  expect(normalBand(exampleTag())).toEqual([0.2, 0.8]);
  expect(normalBand(exampleTag({ normal_low_eu: null }))).toEqual([0, 0.8]);
  expect(normalBand(exampleTag({ normal_low_eu: null, normal_high_eu: null }))).toBeNull();
});
