import { expect, test } from "vitest";
import { fieldInstant } from "./journal_filter";
import { fieldText, periodFault } from "./period";

const DAY_MS = 86_400_000;
const NOW_MS = new Date(2026, 4, 28, 20, 30).getTime();

test("a field has local time to the minute, and reads back", () => {
  expect(fieldText(NOW_MS + 59_000)).toBe("2026-05-28T20:30");
  expect(fieldInstant(fieldText(NOW_MS))).toBe(NOW_MS);
});

test.each<[number | null, number | null, string]>([
  [NOW_MS - DAY_MS, NOW_MS, ""],
  [NOW_MS - DAY_MS, NOW_MS + DAY_MS, ""],
  [NOW_MS - 30.5 * DAY_MS, NOW_MS, ""],
  [null, NOW_MS, "Give both times."],
  [NOW_MS, null, "Give both times."],
  [NOW_MS, NOW_MS, "It must begin before it ends."],
  [NOW_MS, NOW_MS + 1, "It lies ahead."],
  [NOW_MS - 32 * DAY_MS, NOW_MS - 30 * DAY_MS, "It ended more than 30 days ago"],
  [NOW_MS - 32 * DAY_MS, NOW_MS, "It is longer than 31 days"],
])("from %s to %s: %s", (from_ms, to_ms, fault) => {
  const said = periodFault(from_ms, to_ms, NOW_MS);
  expect(fault === "" ? said : said.slice(0, fault.length)).toBe(fault);
});
