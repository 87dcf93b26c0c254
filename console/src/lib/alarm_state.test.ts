import { describe, expect, test } from "vitest";
import type { AlarmBody } from "../schema";
import {
  ageWords,
  annunciates,
  canReset,
  letterBeneath,
  marksOf,
  peakWords,
  shownPriority,
  sounds,
} from "./alarm_state";
import { exampleBody } from "./example_site";

test("while it waits an alarm is shown at the most urgent it has been; acknowledged, at what it is now", () => {
  const peaked = exampleBody({ letter: "B", priority: 2, priority_peak: 1 });
  expect(shownPriority(peaked)).toBe(1);
  expect(peakWords(peaked)).toBe("was critical, now high");
  const seen = { ...peaked, letter: "C", waiting: false };
  expect(shownPriority(seen)).toBe(2);
  expect(peakWords(seen)).toBe("");
  expect(shownPriority({ ...peaked, priority: 1, priority_peak: 2 })).toBe(1);
});

test.each<[Partial<AlarmBody>, string]>([
  [{ active: true, waiting: true }, "B"],
  [{ active: true, waiting: false }, "C"],
  [{ active: false, waiting: false, latched: true }, "C"],
  [{ active: false, waiting: true, latched: true }, "B"],
  [{ active: false, waiting: true }, "D"],
  [{ active: false, waiting: false }, "A"],
])("beneath an override %o is %s", (part, letter) => {
  expect(letterBeneath(exampleBody({ letter: "E", ...part }))).toBe(letter);
});

test("marks name what is special, and only that", () => {
  expect(marksOf(exampleBody())).toEqual([]);
  const all = exampleBody({
    priority: 3,
    priority_peak: 2,
    latched: true,
    active: false,
    silenced: true,
    trusted: false,
  });
  expect(marksOf(all)).toEqual([
    "was high, now medium",
    "latched",
    "silenced",
    "input not trusted",
  ]);
  expect(marksOf(exampleBody({ letter: "C", silenced: true }))).toEqual([]);
});

test("only what waits in sight and was not silenced sounds", () => {
  for (const [letter, heard] of [
    ["A", false],
    ["B", true],
    ["C", false],
    ["D", true],
    ["E", false],
    ["F", false],
    ["G", false],
  ] as const)
    expect(sounds(exampleBody({ letter })), letter).toBe(heard);
  expect(sounds(exampleBody({ silenced: true }))).toBe(false);
});

describe("a sound begins anew", () => {
  const before = exampleBody({ occurrence: 1, revision: 1 });
  test.each<[string, AlarmBody | null, Partial<AlarmBody>, boolean]>([
    ["when the alarm was at rest", null, {}, true],
    ["with a new occurrence", before, { occurrence: 2 }, true],
    ["when it is annunciated again", exampleBody({ letter: "C" }), { letter: "B" }, true],
    ["when it comes off the shelf unacknowledged", exampleBody({ letter: "E" }), {}, true],
    ["when it grows more urgent", before, { priority: 1, priority_peak: 1 }, true],
    ["after a silence, with the next annunciation", exampleBody({ silenced: true }), {}, true],
    ["not when it grows less urgent", before, { priority: 3, priority_peak: 2 }, false],
    ["not when only its value moved", before, { revision: 2, value: 9.5 }, false],
    ["not when it returns to normal", before, { letter: "D", active: false }, false],
    ["not when it is silenced", before, { silenced: true }, false],
    ["not when it is acknowledged", before, { letter: "C", waiting: false }, false],
    ["not while it is shelved", before, { letter: "E", occurrence: 2 }, false],
  ])("%s", (_, was, part, heard) => {
    expect(annunciates(was, exampleBody({ occurrence: 1, revision: 2, ...part }))).toBe(heard);
  });
});

test("a latch opens once the alarm is acknowledged and its process is normal", () => {
  const latched = exampleBody({ letter: "C", latched: true, active: false });
  expect(canReset(latched)).toBe(true);
  expect(canReset({ ...latched, active: true })).toBe(false);
  expect(canReset({ ...latched, letter: "B", waiting: true })).toBe(false);
  expect(canReset({ ...latched, letter: "E" })).toBe(false);
});

test("an age is told in whole seconds", () => {
  expect(ageWords(1_000, 4_900)).toBe("3 s");
  expect(ageWords(0, 240_000)).toBe("4 min");
});
