import { expect, test } from "vitest";
import { type HistoryBody, Quality } from "../schema";
import { exampleTag } from "./example_site";
import { badRuns, trendData, verticalExtent, withSample } from "./trend_data";

function history(part: Partial<HistoryBody>): HistoryBody {
  const times_ms = part.times_ms ?? [];
  const all = <T>(value: T): T[] => times_ms.map(() => value);
  return {
    tag: "LT1",
    raw: false,
    bucket_ms: 1_000,
    times_ms,
    minimum: all(1),
    maximum: all(3),
    mean: all(2),
    worst_quality: all(0),
    counts: all(5),
    ...part,
  };
}

test("buckets become columns in seconds", () => {
  const { columns, quality } = trendData(history({ times_ms: [1_000, 2_000] }), 5_000);
  expect(columns).toEqual([
    [1, 2],
    [1, 1],
    [3, 3],
    [2, 2],
  ]);
  expect(quality).toEqual([0, 0]);
});

test("empty buckets of a slow tag leave no hole, silence beyond its age limit does", () => {
  const times_ms = Array.from({ length: 100 }, (_, at) => at * 1_000);
  const counts = times_ms.map((_, at) => (at % 30 === 0 ? 1 : 0));
  const slow = trendData(history({ times_ms, counts }), 60_000);
  expect(slow.columns[0]).toEqual([0, 30, 60, 90]);
  const lost = trendData(history({ times_ms, counts }), 10_000);
  expect(lost.columns[3]).toEqual([2, null, 2, null, 2, null, 2]);
  expect(badRuns(lost)[0]).toEqual({ from_s: 1, to_s: 30, severity: "bad" });
});

test("bad stretches run together and reach to the next sample", () => {
  const bad = Quality.BAD_SENSOR_FAILURE;
  const unsure = Quality.UNCERTAIN_SUB_NORMAL;
  const data = trendData(
    history({
      times_ms: [0, 1_000, 2_000, 3_000, 4_000],
      worst_quality: [0, bad, bad, unsure, bad],
    }),
    5_000,
  );
  expect(badRuns(data)).toEqual([
    { from_s: 1, to_s: 3, severity: "bad" },
    { from_s: 3, to_s: 4, severity: "uncertain" },
    { from_s: 4, to_s: 5, severity: "bad" },
  ]);
});

test("a live sample is added at the end, a bad one as a hole, an old one not at all", () => {
  const data = trendData(history({ times_ms: [1_000] }), 5_000);
  expect(withSample(data, 2_000, 7, 0).columns[3]).toEqual([2, 7]);
  expect(withSample(data, 2_000, 7, Quality.BAD_SENSOR_FAILURE).columns[3]).toEqual([2, null]);
  expect(withSample(data, 1_000, 7, 0)).toBe(data);
});

test("the axis holds data, limits and normal band, or the whole range", () => {
  const limits = [{ kind: "high", limit_eu: 9, fraction: 0.9, priority: 2 }];
  const look = { tag: exampleTag(), limits, fullRange: false };
  const [low, high] = verticalExtent(look, 1, 4);
  expect(low).toBeLessThan(1);
  expect(low).toBeGreaterThan(0);
  expect(high).toBeGreaterThan(9);
  expect(verticalExtent({ ...look, fullRange: true }, 1, 4)).toEqual([0, 10]);
  const bare = exampleTag({ normal_low_eu: null, normal_high_eu: null });
  expect(
    verticalExtent({ tag: bare, limits: [], fullRange: false }, Number.NaN, Number.NaN),
  ).toEqual([0, 10]);
  const states = exampleTag({ kind: "discrete", states: ["off", "on", "trip"] });
  expect(verticalExtent({ ...look, tag: states }, 0, 1)).toEqual([-0.2, 2.2]);
});
