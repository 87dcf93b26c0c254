import { expect, test } from "vitest";
import type { AlarmBody } from "../schema";
import { endWords, lengthWords, timeToRespond } from "./countdown";
import { exampleBody } from "./example_site";
import { formatInstant } from "./format";

const MINUTE_MS = 60_000;
const timed = exampleBody({ raised_ms: 0, respond_by_ms: 10 * MINUTE_MS });

test.each<[string, number, string, string]>([
  ["at first", 0, "ample", "10:00"],
  ["half a second on: never more than there is", 500, "ample", "09:59"],
  ["later", 7.4 * MINUTE_MS, "ample", "02:36"],
  ["in its last quarter", 7.5 * MINUTE_MS, "soon", "02:30"],
  ["in its last second", 10 * MINUTE_MS - 1, "soon", "00:00"],
  ["at its end", 10 * MINUTE_MS, "overdue", "overdue 00:00"],
  ["beyond it", 12.5 * MINUTE_MS, "overdue", "overdue 02:30"],
  ["long beyond it", 130 * MINUTE_MS, "overdue", "overdue 2 h"],
])("the time to respond %s", (_, now_ms, urgency, text) => {
  expect(timeToRespond(timed, now_ms)).toEqual({ urgency, text });
});

test("it never goes up while the clock goes on", () => {
  const rank = { none: 0, ample: 1, soon: 2, overdue: 3 };
  let last = rank.ample;
  for (let now_ms = 0; now_ms < 20 * MINUTE_MS; now_ms += 777) {
    const next = rank[timeToRespond(timed, now_ms).urgency];
    expect(next).toBeGreaterThanOrEqual(last);
    last = next;
  }
});

test("it runs while the process is abnormal, acknowledged or not, and only where one was agreed", () => {
  const acknowledged: AlarmBody = { ...timed, letter: "C", waiting: false };
  expect(timeToRespond(acknowledged, 0).urgency).toBe("ample");
  const returned: AlarmBody = { ...timed, letter: "D", active: false };
  expect(timeToRespond(returned, 0)).toEqual({ urgency: "none", text: "" });
  expect(timeToRespond(exampleBody(), 0).urgency).toBe("none");
});

test("an end is told by what is left and by the clock", () => {
  const now_ms = new Date(2026, 10, 23, 4, 0, 0).getTime();
  const at = (ms: number): string => formatInstant(now_ms + ms, now_ms);
  expect(endWords(null, now_ms)).toBe("");
  expect(endWords(now_ms + 750_000, now_ms)).toBe(`in 12:30, at ${at(750_000)}`);
  expect(endWords(now_ms + 12_000_000, now_ms)).toBe(`in 3 h 20 min, at ${at(12_000_000)}`);
  expect(endWords(now_ms - 5_000, now_ms)).toBe(`since ${at(-5_000)}, waits for its turn`);
});

test.each([
  [5 * MINUTE_MS, "5 min"],
  [60 * MINUTE_MS, "1 h"],
  [90 * MINUTE_MS, "1 h 30 min"],
  [720 * MINUTE_MS, "12 h"],
  [1_500, "1.5 s"],
])("%i ms is %s", (length_ms, words) => {
  expect(lengthWords(length_ms)).toBe(words);
});
