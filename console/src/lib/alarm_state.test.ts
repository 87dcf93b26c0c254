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
  const seen: AlarmBody = { ...peaked, letter: "C", waiting: false };
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

describe("a sound begins anew when the server annunciates, and only then", () => {
  // Each row: what the console had, what it has now, and the revision with which the server annunciated last.
  const loud = 2;
  const quiet = 1;
  const inactive = { active: false, latched: true };
  test.each<[string, Partial<AlarmBody> | null, Partial<AlarmBody>, number, boolean]>([
    ["raised from rest", null, {}, loud, true],
    ["raised and returned before it was shown", null, { letter: "D" }, quiet, true],
    ["raised anew, never acknowledged", { letter: "D" }, { occurrence: 2, revision: 1 }, 1, true],
    [
      "raised anew, acknowledged and latched",
      { letter: "C", ...inactive },
      { occurrence: 2 },
      1,
      true,
    ],
    ["the journal begun anew", { occurrence: 7, revision: 9 }, { revision: 1 }, 1, true],
    ["re-alarmed", { letter: "C" }, {}, loud, true],
    ["more urgent while it waits", {}, { priority: 1, priority_peak: 1 }, loud, true],
    ["more urgent after its acknowledgement", { letter: "C" }, { priority: 1 }, loud, true],
    ["more urgent, latched", inactive, { ...inactive, priority: 1, priority_peak: 1 }, loud, true],
    ["as urgent as at its worst once more", { priority_peak: 1 }, { priority: 1 }, loud, true],
    ["annunciated after it was silenced", { silenced: true }, {}, loud, true],
    ["off the shelf, active", { letter: "E", waiting: false }, {}, loud, true],
    ["off the shelf, still unacknowledged", { letter: "E", waiting: true }, {}, loud, true],
    ["off the shelf, latched", { letter: "E", ...inactive }, inactive, loud, true],
    ["unsuppressed, active", { letter: "F" }, {}, loud, true],
    ["unsuppressed, latched", { letter: "F", ...inactive }, inactive, loud, true],
    ["returned to service, active", { letter: "G" }, {}, loud, true],
    ["returned to service, latched", { letter: "G", ...inactive }, inactive, loud, true],
    ["taken off the shelf by a person", { letter: "E" }, { letter: "C" }, quiet, false],
    ["one override ended, another hides it", { letter: "F" }, { letter: "E" }, loud, false],
    ["annunciated out of sight", { letter: "E" }, { letter: "E", occurrence: 2 }, loud, false],
    ["annunciated and silenced at once", {}, { silenced: true }, loud, false],
    ["annunciated and acknowledged at once", {}, { letter: "C" }, loud, false],
    ["less urgent", {}, { priority: 3, priority_peak: 2 }, quiet, false],
    [
      "more urgent in words alone, returned",
      { letter: "D" },
      { letter: "D", priority: 1 },
      quiet,
      false,
    ],
    ["another value", {}, { value: 9.5 }, quiet, false],
    ["the same again, after a new connection", {}, { revision: 1 }, quiet, false],
    ["returned to normal", {}, { letter: "D" }, quiet, false],
    ["returned to normal, latched", {}, inactive, quiet, false],
    ["silenced", {}, { silenced: true }, quiet, false],
    ["acknowledged", {}, { letter: "C" }, quiet, false],
    ["shelved", {}, { letter: "E" }, quiet, false],
    ["at rest", { letter: "D" }, { letter: "A" }, quiet, false],
  ])("%s", (_, was, part, annunciated_revision, heard) => {
    const before = was === null ? null : exampleBody({ occurrence: 1, revision: 1, ...was });
    const now = exampleBody({ occurrence: 1, revision: 2, annunciated_revision, ...part });
    expect(annunciates(before, now)).toBe(heard);
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
