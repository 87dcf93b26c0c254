import { expect, test } from "vitest";
import { exampleBody, exampleSite, exampleSystem } from "./example_site";
import { countAlarms, noCounts, systemState, topLevel, WORST_MAX, withChildren } from "./rollup";

const site = exampleSite();

test("children are shown on their top-level system", () => {
  expect(Object.fromEntries(topLevel(site.systems))).toEqual({
    works: "works",
    zone: "works",
    host: "host",
  });
  expect([...withChildren(site.systems, "works")]).toEqual(["works", "zone"]);
});

test("a circle of parents ends", () => {
  const circle = [exampleSystem({ id: "a", parent: "b" }), exampleSystem({ id: "b", parent: "a" })];
  expect(topLevel(circle).size).toBe(2);
  expect(withChildren(circle, "a").size).toBe(2);
});

test("counts roll up to the tile; returned alarms wait but do not stand", () => {
  const tops = topLevel(site.systems);
  const counts = countAlarms(
    [
      exampleBody({ alarm: 0, letter: "C", priority: 2 }),
      exampleBody({ alarm: 1, letter: "D", priority: 3, trusted: false }),
      exampleBody({ alarm: 2, letter: "B", priority: 1 }),
    ],
    site.alarms,
    (system) => tops.get(system)!,
  );
  const works = counts.get("works")!;
  expect(works.unacknowledged).toEqual([0, 0, 1, 0]);
  expect(works.standing).toEqual([0, 1, 0, 0]);
  expect(works.untrusted).toBe(1);
  expect(works.worst.map((body) => body.alarm)).toEqual([1, 0]);
  expect(counts.get("host")!.standing).toEqual([1, 0, 0, 0]);
});

test("a new lesser alarm shows its frame, and the greater one behind it stays in sight", () => {
  expect(systemState(noCounts())).toBeNull();
  expect(systemState({ ...noCounts(), standing: [0, 1, 0, 0] })).toMatchObject({
    priority: 2,
    letter: "C",
  });
  const both = { ...noCounts(), unacknowledged: [0, 0, 0, 1], standing: [1, 0, 0, 1] };
  expect(systemState(both)).toEqual({ priority: 4, letter: "B", behind: 1, worst: 1 });
  const returned = { ...noCounts(), unacknowledged: [0, 1, 0, 0], standing: [0, 0, 1, 0] };
  expect(systemState(returned)).toEqual({ priority: 2, letter: "D", behind: null, worst: 2 });
});

test("the worst few are the first of all in their order", () => {
  const bodies = Array.from({ length: 30 }, (_, at) =>
    exampleBody({
      alarm: 0,
      priority: 1 + ((at * 7) % 4),
      raised_ms: at,
      letter: at % 3 === 0 ? "C" : "B",
    }),
  );
  const worst = countAlarms(bodies, site.alarms, (system) => system).get("works")!.worst;
  expect(worst).toHaveLength(WORST_MAX);
  expect(worst.every((body) => body.priority === 1 || body.letter === "B")).toBe(true);
});
