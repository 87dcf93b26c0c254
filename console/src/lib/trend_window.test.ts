import { expect, test } from "vitest";
import { follow, lastSpan, pan, refresh_ms, wholeHistory, zoom } from "./trend_window";

const NOW = 1_000_000_000;
const HOUR = 3_600_000;

test("moving back lets go of now, moving on takes hold of it again", () => {
  const now = lastSpan(HOUR, NOW);
  const back = pan(now, -0.5, NOW);
  expect(back).toEqual({ from_ms: NOW - 1.5 * HOUR, to_ms: NOW - 0.5 * HOUR, following: false });
  expect(pan(back, 0.5, NOW)).toEqual(now);
  expect(pan(now, 3, NOW)).toEqual(now);
});

test("zooming keeps the instant under the pointer where it is", () => {
  const window = { from_ms: NOW - 10 * HOUR, to_ms: NOW - 5 * HOUR, following: false };
  const about = NOW - 6 * HOUR;
  const near = zoom(window, 0.5, about, NOW);
  expect(near.to_ms - near.from_ms).toBe(2.5 * HOUR);
  expect((about - near.from_ms) / (near.to_ms - near.from_ms)).toBeCloseTo(0.8);
  expect(zoom(window, 1e-9, about, NOW).to_ms - about).toBeLessThanOrEqual(2_000);
  expect(zoom(window, 100, about, NOW)).toMatchObject({ to_ms: NOW, following: true });
});

test("a window that follows moves with the clock, another stands", () => {
  expect(follow(lastSpan(HOUR, NOW), NOW + 5)).toEqual(lastSpan(HOUR, NOW + 5));
  const still = { from_ms: 0, to_ms: 1, following: false };
  expect(follow(still, NOW)).toBe(still);
});

test("all of the history begins at its start, or ten minutes ago when it is younger", () => {
  expect(wholeHistory(NOW - 9 * HOUR, NOW).from_ms).toBe(NOW - 9 * HOUR);
  expect(wholeHistory(null, NOW).from_ms).toBe(NOW - 600_000);
  expect(wholeHistory(NOW - 5, NOW).from_ms).toBe(NOW - 600_000);
});

test("longer windows are asked for less often", () => {
  expect(refresh_ms(lastSpan(600_000, NOW))).toBe(2_000);
  expect(refresh_ms(lastSpan(30 * 24 * HOUR, NOW))).toBe(60_000);
});
