import { expect, test } from "vitest";
import { burst_ms, PATTERNS } from "./sound_pattern";
import { burstsDue, type Schedule, scheduleFor } from "./sound_schedule";

test("the first burst comes at once, the next after burst and interval", () => {
  const { schedule, replaced } = scheduleFor(null, PATTERNS.critical, 10);
  expect(replaced).toBe(false);
  const first = burstsDue(schedule, 10, 2.5, 0);
  expect(first.bursts).toHaveLength(1);
  expect(first.bursts[0]!.start_s).toBeCloseTo(10.05);
  const gap_s = first.schedule.next_s - 10.05 - burst_ms(PATTERNS.critical) / 1_000;
  expect(gap_s).toBeGreaterThan(7.9);
  expect(gap_s).toBeLessThanOrEqual(8);
});

test("asking often hands every burst out exactly once", () => {
  const starts = (step_s: number): number[] => {
    let schedule: Schedule = scheduleFor(null, PATTERNS.high, 0).schedule;
    const found: number[] = [];
    for (let now = 0; now < 120; now += step_s) {
      const due = burstsDue(schedule, now, 2.5, 0);
      schedule = due.schedule;
      found.push(...due.bursts.map((burst) => burst.start_s));
    }
    return found;
  };
  expect(starts(0.25)).toHaveLength(starts(1).length);
  const often = starts(0.25);
  for (let at = 1; at < often.length; at++)
    expect(often[at]! - often[at - 1]!).toBeGreaterThan(2.5);
});

test("a page that was frozen plays one burst on return, not all it missed", () => {
  const { schedule } = scheduleFor(null, PATTERNS.critical, 0);
  expect(burstsDue(schedule, 500, 2.5, 0).bursts).toHaveLength(1);
});

test("a hidden page gets its bursts a minute ahead", () => {
  const { schedule } = scheduleFor(null, PATTERNS.critical, 0);
  expect(burstsDue(schedule, 0, 70, 0).bursts.length).toBeGreaterThanOrEqual(6);
});

test("another pattern replaces the present one at once", () => {
  const present = { pattern: PATTERNS.low, next_s: 99 };
  const { schedule, replaced } = scheduleFor(present, PATTERNS.critical, 50);
  expect(replaced).toBe(true);
  expect(schedule.next_s).toBeCloseTo(50.05);
  expect(scheduleFor(present, PATTERNS.low, 50)).toEqual({ schedule: present, replaced: false });
});
