import { expect, test } from "vitest";
import { exampleAlarm, exampleSite } from "./example_site";
import { longestShelf, shelfFault, shelfLengths, usualLength } from "./shelving";

const HOUR_MS = 3_600_000;

test("lengths are offered up to the longest allowed, which is one of them", () => {
  for (const ms_max of [60_000, HOUR_MS, 1.5 * HOUR_MS, 12 * HOUR_MS, 400 * HOUR_MS]) {
    const lengths = shelfLengths(ms_max);
    expect(lengths.at(-1)).toBe(ms_max);
    expect(Math.max(...lengths)).toBe(ms_max);
    expect(lengths).toEqual([...new Set(lengths)].sort((a, b) => a - b));
    expect(lengths).toContain(usualLength(ms_max));
  }
  expect(shelfLengths(0)).toEqual([]);
});

test.each<[readonly number[], number]>([
  [[], 8 * HOUR_MS],
  [[0], 8 * HOUR_MS],
  [[1], HOUR_MS],
  [[0, 1], HOUR_MS],
  [[2, 1, 0], 600_000],
  [[99], 8 * HOUR_MS],
])("alarms %o may be shelved together for %i ms, which each of them allows", (alarms, ms) => {
  const own = [undefined, HOUR_MS, 600_000].map((shelve_ms_max) =>
    exampleAlarm(shelve_ms_max === undefined ? {} : { shelve_ms_max }),
  );
  expect(longestShelf(exampleSite({ shelve_ms_max: 8 * HOUR_MS, alarms: own }), alarms)).toBe(ms);
});

test.each<[string, number, string | null]>([
  ["", HOUR_MS, "Say why: the reason is kept in the journal."],
  ["   ", HOUR_MS, "Say why: the reason is kept in the journal."],
  ["chatters", 0, "Choose for how long."],
  ["chatters", 3 * HOUR_MS, "At most 2 h."],
  ["chatters", 2 * HOUR_MS, null],
])("reason %j for %i ms", (reason, duration_ms, fault) => {
  expect(shelfFault(reason, duration_ms, 2 * HOUR_MS)).toBe(fault);
});
