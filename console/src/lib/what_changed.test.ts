import { expect, test } from "vitest";
import type { AlarmBody } from "../schema";
import { exampleBody, exampleOverride } from "./example_site";
import { formatClock } from "./format";
import { whatChanged } from "./what_changed";

const seen = exampleBody({ occurrence: 3, revision: 7 });

test.each<[string, Partial<AlarmBody>, string[]]>([
  ["nothing that shows", { revision: 8, value: 9.4 }, []],
  [
    "a new occurrence",
    { occurrence: 4, raised_ms: 5_000 },
    [`it came back at ${formatClock(5_000)} (occurrence 4)`],
  ],
  ["more urgent", { priority: 1 }, ["it is critical, was high"]],
  [
    "acknowledged by somebody",
    { letter: "C", waiting: false, acknowledged_by: "ada" },
    ["it was acknowledged by ada"],
  ],
  ["back to normal", { letter: "D", active: false }, ["the process has returned to normal"]],
  [
    "shelved by somebody",
    { letter: "E", overrides: [exampleOverride()] },
    ["it is shelved by ada"],
  ],
  ["silenced", { silenced: true }, ["it is silenced"]],
  ["at rest", { letter: "A", active: false, waiting: false }, ["it has come to rest"]],
  ["two things", { priority: 1, latched: true }, ["it is critical, was high", "it is latched"]],
])("%s", (_, part, words) => {
  expect(whatChanged(seen, { ...seen, ...part })).toEqual(words);
});

test("an alarm that is not on the list any more has come to rest", () => {
  expect(whatChanged(seen, undefined)).toEqual(["it has come to rest"]);
});

test("annunciated again without another letter", () => {
  const acknowledged: AlarmBody = { ...seen, letter: "B", waiting: false };
  expect(whatChanged(acknowledged, seen)).toEqual(["it was annunciated again"]);
});
