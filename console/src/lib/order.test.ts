import { expect, test } from "vitest";
import type { AlarmBody } from "../schema";
import { exampleBody } from "./example_site";
import { byPriority, byTime, COMPARE, mergeChanged } from "./order";

/** A small generator with a seed, so that a failure can be had again. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

function randomBody(alarm: number, random: () => number): AlarmBody {
  return exampleBody({
    alarm,
    letter: (["B", "C", "D"] as const)[Math.floor(random() * 3)]!,
    priority: 1 + Math.floor(random() * 4),
    raised_ms: Math.floor(random() * 50),
  });
}

test("priority first, then what waits for an act, then the newest", () => {
  const acknowledged = exampleBody({ alarm: 0, priority: 1, letter: "C", raised_ms: 9 });
  const old = exampleBody({ alarm: 1, priority: 1, letter: "B", raised_ms: 1 });
  const returned = exampleBody({ alarm: 2, priority: 1, letter: "D", raised_ms: 8 });
  const fresh = exampleBody({ alarm: 3, priority: 1, letter: "B", raised_ms: 2 });
  const lesser = exampleBody({ alarm: 4, priority: 2, letter: "B", raised_ms: 99 });
  const sorted = [lesser, acknowledged, returned, old, fresh].sort(byPriority);
  expect(sorted.map((body) => body.alarm)).toEqual([3, 1, 2, 0, 4]);
  expect([old, fresh, lesser].sort(byTime).map((body) => body.alarm)).toEqual([4, 3, 1]);
});

test.each([1, 2, 3, 4, 5])("merging changes equals sorting anew (seed %i)", (seed) => {
  const random = seeded(seed);
  for (const order of ["priority", "time"] as const) {
    const compare = COMPARE[order];
    let known = new Map<number, AlarmBody>();
    let sorted: AlarmBody[] = [];
    for (let turn = 0; turn < 60; turn++) {
      const changed = new Map<number, AlarmBody | null>();
      for (let n = 0; n < 5; n++) {
        const alarm = Math.floor(random() * 40);
        changed.set(alarm, random() < 0.3 ? null : randomBody(alarm, random));
      }
      sorted = mergeChanged(sorted, changed, compare);
      known = new Map(known);
      for (const [alarm, body] of changed) {
        if (body === null) known.delete(alarm);
        else known.set(alarm, body);
      }
      expect(sorted).toEqual([...known.values()].sort(compare));
    }
  }
});

test("one change among 10,000 alarms costs comparisons by the row, not a sort", () => {
  const random = seeded(7);
  const sorted = Array.from({ length: 10_000 }, (_, at) => randomBody(at, random)).sort(byPriority);
  let comparisons = 0;
  const counted = (a: AlarmBody, b: AlarmBody): number => {
    comparisons++;
    return byPriority(a, b);
  };
  const changed = new Map([[5_000, randomBody(5_000, random)]]);
  expect(mergeChanged(sorted, changed, counted)).toHaveLength(10_000);
  expect(comparisons).toBeLessThanOrEqual(10_000);
});
