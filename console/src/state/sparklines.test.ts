import { expect, test } from "vitest";
import { append, SPARKLINE_SPAN_MS } from "./sparklines";

test("one point a bucket, the last value of it, and nothing older than the span", () => {
  const line = { times_ms: [] as number[], values: [] as number[] };
  for (let time_ms = 0; time_ms < 3 * SPARKLINE_SPAN_MS; time_ms += 500)
    append(line, time_ms, time_ms);
  expect(line.times_ms.length).toBeLessThanOrEqual(62);
  expect(line.times_ms.length).toBeGreaterThanOrEqual(60);
  expect(line.values.at(-1)).toBe(3 * SPARKLINE_SPAN_MS - 500);
  expect(line.times_ms).toEqual(line.times_ms.toSorted((a, b) => a - b));
});

test("a bad input breaks the line", () => {
  const line = { times_ms: [] as number[], values: [] as number[] };
  append(line, 0, 1);
  append(line, 10_000, Number.NaN);
  expect(line.values).toEqual([1, Number.NaN]);
});
