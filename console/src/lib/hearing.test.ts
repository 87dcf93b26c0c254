import { expect, test } from "vitest";
import { allPlayed, keepHearing, readHearing, SOUND_LEVELS, soundKey } from "./hearing";
import { PRIORITIES } from "./priority";

const every = PRIORITIES.flatMap((priority) =>
  SOUND_LEVELS.map(({ gain }) => soundKey(priority, gain)),
);

test("nothing is confirmed before every priority was played at every level", () => {
  expect(allPlayed(new Set(every))).toBe(true);
  for (const missing of every)
    expect(allPlayed(new Set(every.filter((key) => key !== missing)))).toBe(false);
});

test("a confirmation comes back as it was kept; anything else is none", () => {
  const hearing = { by: "ada", at_ms: 12 };
  expect(readHearing(keepHearing(hearing))).toEqual(hearing);
  for (const text of [null, "", "null", "{}", '{"by":1,"at_ms":2}', "[]"])
    expect(readHearing(text)).toBeNull();
});

test("the levels are those the sound really has", () => {
  expect(SOUND_LEVELS.map(({ gain }) => gain)).toEqual([0.5, 1]);
});
