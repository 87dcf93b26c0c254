import { describe, expect, test } from "vitest";
import type { AlarmBody } from "../schema";
import { exampleBody, exampleSite } from "./example_site";
import { type FloodBeginning, involvedSystems, secondFaults } from "./second_fault";

const { alarms: definitions } = exampleSite();
/** Alarm 0 is of the works, 1 of the zone, 2 of the host. */
const FLOOD_MS = 1_000_000;
const WINDOW_MS = 600_000;
const flood: FloodBeginning = { since_ms: FLOOD_MS, involved: new Set(["works"]) };

test("the flood's systems are those whose alarms began within its window", () => {
  const bodies = [
    exampleBody({ alarm: 0, raised_ms: FLOOD_MS }),
    exampleBody({ alarm: 1, raised_ms: FLOOD_MS - WINDOW_MS - 1 }),
    exampleBody({ alarm: 2, raised_ms: FLOOD_MS + 1 }),
  ];
  expect([...involvedSystems(bodies, definitions, FLOOD_MS, WINDOW_MS)]).toEqual(["works"]);
});

describe("the lane", () => {
  const lane = (part: Partial<AlarmBody>, floods: FloodBeginning[] = [flood]): number =>
    secondFaults(
      [exampleBody({ alarm: 2, priority: 1, raised_ms: FLOOD_MS + 5, ...part })],
      definitions,
      floods,
    ).length;

  test.each<[string, Partial<AlarmBody>, number]>([
    ["takes a new critical alarm of a calm system", {}, 1],
    ["takes a high one", { priority: 2, priority_peak: 2 }, 1],
    ["takes one that was high and waits to be acknowledged", { priority: 3, priority_peak: 2 }, 1],
    ["leaves out medium and low", { priority: 3, priority_peak: 3 }, 0],
    ["leaves out the systems of the flood", { alarm: 0 }, 0],
    ["leaves out what stood before the flood", { raised_ms: FLOOD_MS - 5 }, 0],
    ["keeps it while it stands acknowledged", { letter: "C" }, 1],
  ])("%s", (_, part, n) => {
    expect(lane(part)).toBe(n);
  });

  test("is empty without a flood", () => {
    expect(lane({}, [])).toBe(0);
  });

  test("a system that began a flood of its own is no second fault of the first one", () => {
    const own: FloodBeginning = { since_ms: FLOOD_MS + 3, involved: new Set(["host"]) };
    expect(lane({}, [flood, own])).toBe(0);
    const later: FloodBeginning = { since_ms: FLOOD_MS + 9, involved: new Set(["host"]) };
    expect(lane({}, [flood, later])).toBe(1);
  });

  test("keeps the order of the list", () => {
    const bodies = [
      exampleBody({ alarm: 2, priority: 1, raised_ms: FLOOD_MS + 5 }),
      exampleBody({ alarm: 1, priority: 2, raised_ms: FLOOD_MS + 9 }),
    ];
    expect(secondFaults(bodies, definitions, [flood]).map((body) => body.alarm)).toEqual([2, 1]);
  });
});
