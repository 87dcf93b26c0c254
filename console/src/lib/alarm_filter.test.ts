import { expect, test } from "vitest";
import { type AlarmFilter, alarmPredicate, NO_FILTER, searchText } from "./alarm_filter";
import { exampleBody, exampleSite } from "./example_site";

const site = exampleSite();
const textOf = (alarm: number): string => {
  const definition = site.alarms[alarm]!;
  return searchText(
    definition,
    site.tags.find((tag) => tag.name === definition.tag),
  );
};
const bodies = [
  exampleBody({ alarm: 0, letter: "B", priority: 2 }),
  exampleBody({ alarm: 1, letter: "C", priority: 3 }),
  exampleBody({ alarm: 2, letter: "D", priority: 1 }),
];

function shown(part: Partial<AlarmFilter>): number[] {
  const matches = alarmPredicate({ ...NO_FILTER, ...part }, site.alarms, textOf);
  return bodies.filter(matches).map((body) => body.alarm);
}

test.each<[string, Partial<AlarmFilter>, number[]]>([
  ["no filter", {}, [0, 1, 2]],
  ["a system", { systems: new Set(["works", "zone"]) }, [0, 1]],
  ["priorities", { priorities: new Set([1, 3]) }, [1, 2]],
  ["unacknowledged ones", { state: "unacknowledged" }, [0, 2]],
  ["active ones", { state: "active" }, [0, 1]],
  ["words in any order and case", { words: "HIGH tank" }, [0]],
  ["words of the tag's description", { words: "processor" }, [2]],
  ["all at once", { systems: new Set(["host"]), state: "active" }, []],
])("%s", (_, part, alarms) => {
  expect(shown(part)).toEqual(alarms);
});

test("an alarm this site does not have is not shown", () => {
  expect(alarmPredicate(NO_FILTER, site.alarms, textOf)(exampleBody({ alarm: 99 }))).toBe(false);
});
