import { describe, expect, test } from "vitest";
import type { AlarmBody } from "../schema";
import { applies, nextAct, VERBS, type Verb } from "./alarm_acts";
import { exampleBody, exampleOverride } from "./example_site";

const shelved = exampleBody({ letter: "E", overrides: [exampleOverride()] });
const outOfService = exampleBody({
  letter: "G",
  overrides: [exampleOverride({ kind: "out_of_service", until_ms: null })],
});
const latched = exampleBody({ letter: "C", latched: true, active: false });

const verbsFor = (body: AlarmBody): Verb[] =>
  (Object.keys(VERBS) as Verb[]).filter((verb) => applies(verb, body));

describe("what can be done to", () => {
  test.each<[string, AlarmBody, Verb[]]>([
    ["B", exampleBody(), ["acknowledge", "silence", "shelve", "remove_from_service"]],
    [
      "B, silenced",
      exampleBody({ silenced: true }),
      ["acknowledge", "shelve", "remove_from_service"],
    ],
    ["C", exampleBody({ letter: "C" }), ["shelve", "remove_from_service"]],
    ["C, latched and normal", latched, ["reset", "shelve", "remove_from_service"]],
    [
      "D",
      exampleBody({ letter: "D" }),
      ["acknowledge", "silence", "shelve", "remove_from_service"],
    ],
    ["E", shelved, ["unshelve", "remove_from_service"]],
    ["G", outOfService, ["shelve", "return_to_service"]],
    ["A", exampleBody({ letter: "A" }), ["shelve", "remove_from_service"]],
  ])("%s", (_, body, verbs) => {
    expect(verbsFor(body)).toEqual(verbs);
  });
});

test("a row asks for its next act only", () => {
  expect(nextAct(exampleBody())).toBe("acknowledge");
  expect(nextAct(exampleBody({ letter: "C" }))).toBeNull();
  expect(nextAct(latched)).toBe("reset");
  expect(nextAct(shelved)).toBeNull();
});
