import { expect, test } from "vitest";
import { shelfFault, shelfLengths, usualLength } from "./shelving";

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

test.each<[string, number, string | null]>([
  ["", HOUR_MS, "Say why: the reason is kept in the journal."],
  ["   ", HOUR_MS, "Say why: the reason is kept in the journal."],
  ["chatters", 0, "Choose for how long."],
  ["chatters", 3 * HOUR_MS, "At most 2 h."],
  ["chatters", 2 * HOUR_MS, null],
])("reason %j for %i ms", (reason, duration_ms, fault) => {
  expect(shelfFault(reason, duration_ms, 2 * HOUR_MS)).toBe(fault);
});
