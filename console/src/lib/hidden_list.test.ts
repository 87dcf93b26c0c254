import { expect, test } from "vitest";
import { exampleBody, exampleOverride } from "./example_site";
import { countHidden, hiddenEntries, hiddenWords } from "./hidden_list";

const shelved = exampleBody({
  alarm: 0,
  letter: "E",
  overrides: [exampleOverride({ until_ms: 9_000 })],
});
const both = exampleBody({
  alarm: 1,
  letter: "G",
  overrides: [
    exampleOverride({ kind: "out_of_service", until_ms: null }),
    exampleOverride({ until_ms: 5_000 }),
  ],
});
const suppressed = exampleBody({
  alarm: 2,
  letter: "F",
  overrides: [exampleOverride({ kind: "suppressed", until_ms: null })],
});
const bodies = [shelved, both, suppressed, exampleBody({ alarm: 3 })];

test("each alarm out of sight is counted once, by the reason that wins", () => {
  expect(countHidden(bodies)).toEqual([1, 1, 1]);
  expect(hiddenWords(countHidden(bodies))).toBe(
    "1 shelved, 1 suppressed by design, 1 out of service",
  );
  expect(hiddenWords([0, 2, 0])).toBe("2 suppressed by design");
  expect(hiddenWords([0, 0, 0])).toBe("Nothing is out of sight");
});

test("an alarm hidden for two reasons is in both groups: each has to end by itself", () => {
  expect(hiddenEntries(bodies, "shelved").map(({ body }) => body.alarm)).toEqual([1, 0]);
  expect(hiddenEntries(bodies, "out_of_service").map(({ body }) => body.alarm)).toEqual([1]);
  expect(hiddenEntries(bodies, "suppressed").map(({ body }) => body.alarm)).toEqual([2]);
});

test("what comes back soonest is first; without an end, what was hidden last", () => {
  const older = exampleBody({
    alarm: 4,
    letter: "G",
    overrides: [exampleOverride({ kind: "out_of_service", until_ms: null, since_ms: 1 })],
  });
  const newer = {
    ...older,
    alarm: 5,
    overrides: [exampleOverride({ kind: "out_of_service", until_ms: null, since_ms: 2 })],
  };
  expect(hiddenEntries([older, newer], "out_of_service").map(({ body }) => body.alarm)).toEqual([
    5, 4,
  ]);
});
