import { expect, test } from "vitest";
import type { AlarmBody } from "../schema";
import { groupBySystem, groupedRows, totalOf } from "./alarm_groups";
import { exampleBody, exampleSite } from "./example_site";
import { byPriority } from "./order";

const site = exampleSite();
const places = new Map(site.systems.map((system, at) => [system.id, at]));
const groups = (...bodies: AlarmBody[]) =>
  groupBySystem(bodies.toSorted(byPriority), site.alarms, places);

test("every alarm is in exactly one group, under its system, with its counts", () => {
  const found = groups(
    exampleBody({ alarm: 0, priority: 2, letter: "C" }),
    exampleBody({ alarm: 1, priority: 3, letter: "B" }),
    exampleBody({ alarm: 3, priority: 4, letter: "D" }),
  );
  expect(found.map(({ system, alarms }) => [system, alarms.map((body) => body.alarm)])).toEqual([
    ["works", [0, 3]],
    ["zone", [1]],
  ]);
  expect(found[0]!.counts).toEqual([0, 1, 0, 1]);
  expect(found[0]!.waiting).toEqual([0, 0, 0, 1]);
});

test("the group with the most urgent alarm comes first; what waits before what stands", () => {
  const standing = exampleBody({ alarm: 0, priority: 1, letter: "C" });
  const waiting = exampleBody({ alarm: 1, priority: 1, letter: "B" });
  const lesser = exampleBody({ alarm: 2, priority: 2, letter: "B" });
  expect(groups(standing, waiting, lesser).map(({ system }) => system)).toEqual([
    "zone",
    "works",
    "host",
  ]);
});

test("a further alarm of the same class moves no group", () => {
  const before = [
    exampleBody({ alarm: 1, priority: 2, raised_ms: 10 }),
    exampleBody({ alarm: 2, priority: 2, raised_ms: 20 }),
  ];
  const order = groups(...before).map(({ system }) => system);
  const newest = exampleBody({ alarm: 2, priority: 2, raised_ms: 99 });
  expect(groups(before[0]!, newest).map(({ system }) => system)).toEqual(order);
});

test("what was first out stays on top of its group, whatever its priority", () => {
  const [group] = groups(
    exampleBody({ alarm: 0, priority: 1 }),
    exampleBody({ alarm: 3, priority: 4, first_out: "first" }),
  );
  expect(group!.alarms.map((body) => body.alarm)).toEqual([3, 0]);
});

test("rows carry a heading for each group, and no more lines than asked for", () => {
  const found = groups(
    exampleBody({ alarm: 0, priority: 2 }),
    exampleBody({ alarm: 3, priority: 4 }),
    exampleBody({ alarm: 2, priority: 1 }),
  );
  expect(groupedRows(found).map((row) => row.kind)).toEqual([
    "heading",
    "alarm",
    "heading",
    "alarm",
    "alarm",
  ]);
  expect(groupedRows(found, 1).filter((row) => row.kind === "alarm")).toHaveLength(2);
  expect(totalOf([1, 2, 3, 4])).toBe(10);
});

test("10,000 alarms are grouped without losing one", () => {
  const alarms = Array.from({ length: 10_000 }, (_, at) => ({
    ...site.alarms[at % 4]!,
    name: `A${at}`,
  }));
  const bodies = alarms.map((_, alarm) => exampleBody({ alarm, priority: 1 + (alarm % 4) }));
  const found = groupBySystem(bodies, alarms, places);
  const seen = new Set(found.flatMap((group) => group.alarms.map((body) => body.alarm)));
  expect(seen.size).toBe(10_000);
  expect(found.reduce((sum, group) => sum + totalOf(group.counts), 0)).toBe(10_000);
});
