import { expect, test } from "vitest";
import { Quality } from "../schema";
import { exampleTag } from "./example_site";
import { reading } from "./reading";

test("a reading says value, quality and age", () => {
  expect(reading(exampleTag(), 3.2071, 1_000, 0, 1_400)).toEqual({
    value: 3.2071,
    text: "3.21",
    quality: "G",
    age_ms: 400,
    stale: false,
    bad: false,
  });
});

test("older than the tag may be is stale, and so is what never came", () => {
  expect(reading(exampleTag(), 3, 0, 0, 5_000).stale).toBe(false);
  expect(reading(exampleTag(), 3, 0, 0, 5_001).stale).toBe(true);
  const never = reading(
    exampleTag(),
    Number.NaN,
    Number.NaN,
    Quality.BAD_WAITING_FOR_INITIAL_DATA,
    9,
  );
  expect(never).toMatchObject({ stale: true, bad: true, text: "\u2013", quality: "F" });
});
