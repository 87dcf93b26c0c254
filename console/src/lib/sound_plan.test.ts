import { describe, expect, test } from "vitest";
import { burst_ms, PATTERNS, patternOf, pause_ms } from "./sound_pattern";
import {
  type Burst,
  FLOOD_CRITICAL_INTERVAL_MS,
  FLOOD_CRITICAL_PAUSE_MS,
  FLOOD_MERGED_PER_MINUTE_MAX,
  planBursts,
  SILENT_PLAN,
  type SoundPlan,
  type SoundWish,
} from "./sound_plan";

const NONE = [0, 0, 0, 0];
const wishOf = (part: Partial<SoundWish>): SoundWish => ({
  standing: PATTERNS.high,
  unattended_ms: 0,
  fresh: NONE,
  flood: false,
  ...part,
});
const end_s = (burst: Burst): number => burst.start_s + burst_ms(burst.pattern) / 1_000;

/** What is heard when the wishes come at these times, one list in the order of time; pumped twice a second. */
function heard(
  until_s: number,
  wishAt: (now_s: number) => SoundWish,
  step_s = 0.5,
  ahead_s = 2.5,
): Burst[] {
  let plan: SoundPlan = SILENT_PLAN;
  let all: Burst[] = [];
  for (let now = 0; now < until_s; now += step_s) {
    const planned = planBursts(plan, wishAt(now), now, ahead_s);
    plan = planned.plan;
    if (planned.cut !== "nothing") all = all.filter((burst) => burst.start_s <= now);
    all.push(...planned.bursts);
  }
  return all;
}

test("the first burst comes at once, the next after burst and interval", () => {
  const bursts = heard(30, () => wishOf({ standing: PATTERNS.critical }));
  expect(bursts[0]!.start_s).toBeCloseTo(0.05);
  const gap_s = bursts[1]!.start_s - end_s(bursts[0]!);
  expect(gap_s).toBeGreaterThan(7.8);
  expect(gap_s).toBeLessThanOrEqual(8);
});

test("pumping often or seldom hands every burst out exactly once", () => {
  const wish = (): SoundWish => wishOf({});
  const often = heard(120, wish, 0.25);
  expect(heard(120, wish, 1)).toHaveLength(often.length);
  for (let at = 1; at < often.length; at++)
    expect(often[at]!.start_s - end_s(often[at - 1]!)).toBeGreaterThan(2.5);
});

test("a page that was frozen plays one burst on return, not all it missed", () => {
  const first = planBursts(SILENT_PLAN, wishOf({}), 0, 2.5);
  expect(planBursts(first.plan, wishOf({}), 500, 2.5).bursts).toHaveLength(1);
});

test("a hidden page gets its bursts a minute ahead", () => {
  const wish = wishOf({ standing: PATTERNS.critical });
  expect(planBursts(SILENT_PLAN, wish, 0, 70).bursts.length).toBeGreaterThanOrEqual(6);
});

test("nothing waiting is silence at once, whatever had been handed out", () => {
  const { plan } = planBursts(SILENT_PLAN, wishOf({}), 0, 70);
  const silent = planBursts(plan, wishOf({ standing: null }), 3, 70);
  expect(silent).toMatchObject({ bursts: [], cut: "all" });
  expect(silent.plan.pending).toEqual([false, false, false, false]);
});

test("something more urgent takes over at once and cuts what sounds", () => {
  const low = planBursts(SILENT_PLAN, wishOf({ standing: PATTERNS.low }), 0, 2.5);
  const wish = wishOf({ standing: PATTERNS.critical, fresh: [1, 0, 0, 0] });
  const taken = planBursts(low.plan, wish, 0.1, 2.5);
  expect(taken.cut).toBe("all");
  expect(taken.bursts[0]!.pattern.name).toBe("critical");
  expect(taken.bursts[0]!.start_s).toBeCloseTo(0.15);
});

test("a new alarm of the priority that already sounds is heard again within the pause", () => {
  const bursts = heard(12, (now) => wishOf({ fresh: now === 5 ? [0, 1, 0, 0] : NONE }));
  expect(bursts.map((burst) => burst.fresh)).toEqual([true, true]);
  expect(bursts[1]!.start_s).toBeLessThan(5.2);
});

test("many new alarms within one pause share a burst", () => {
  const bursts = heard(2, () => wishOf({ standing: PATTERNS.critical, fresh: [4, 0, 0, 0] }));
  expect(bursts).toHaveLength(1);
});

test("a less urgent new alarm is heard between two bursts of the most urgent one", () => {
  const bursts = heard(40, (now) =>
    wishOf({
      standing: PATTERNS.critical,
      unattended_ms: 600_000,
      fresh: now === 6 ? [0, 0, 0, 1] : NONE,
    }),
  );
  const low = bursts.find((burst) => burst.pattern.name === "low")!;
  expect(low.start_s - 6).toBeLessThan(5);
  const sorted = bursts.toSorted((a, b) => a.start_s - b.start_s);
  for (let at = 1; at < sorted.length; at++)
    expect(sorted[at]!.start_s).toBeGreaterThanOrEqual(end_s(sorted[at - 1]!));
});

test("after silence what comes next is heard at once, in a flood too", () => {
  const loud = heard(40, (now) =>
    now < 20
      ? wishOf({ standing: PATTERNS.high, fresh: [0, 1, 0, 1], flood: true })
      : now < 36
        ? wishOf({ standing: null, flood: true })
        : wishOf({ standing: PATTERNS.low, fresh: now === 36 ? [0, 0, 0, 1] : NONE, flood: true }),
  );
  expect(loud.some((burst) => burst.start_s > 20.5 && burst.start_s < 36)).toBe(false);
  const next = loud.find((burst) => burst.start_s >= 36)!;
  expect(next.pattern.name).toBe("low");
  expect(next.start_s).toBeLessThan(36.2);
});

test("what remains after the most urgent was acknowledged goes on at its interval", () => {
  const bursts = heard(30, (now) =>
    wishOf({ standing: now < 5 ? PATTERNS.critical : PATTERNS.high, fresh: NONE }),
  );
  const high = bursts.filter((burst) => burst.pattern.name === "high");
  expect(high).toHaveLength(2);
  expect(high[1]!.start_s - end_s(high[0]!)).toBeGreaterThan(14);
});

test("a new alarm that was acknowledged before its turn is not announced any more", () => {
  const first = planBursts(SILENT_PLAN, wishOf({ standing: PATTERNS.critical }), 0, 2.5);
  const more = wishOf({ standing: PATTERNS.critical, fresh: [1, 0, 0, 0] });
  const waiting = planBursts(first.plan, more, 0.5, 0.1);
  expect(waiting.plan.pending[0]).toBe(true);
  const gone = planBursts(waiting.plan, wishOf({ standing: PATTERNS.medium }), 1, 20);
  expect(gone.bursts.some((burst) => burst.pattern.name === "critical")).toBe(false);
});

/** A small generator with a seed, so that a failure can be had again. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

describe.each([1, 2, 3, 4, 5, 6])("ten minutes of new alarms (seed %i)", (seed) => {
  const run = (flood: boolean, perPump: number) => {
    const random = seeded(seed);
    const arrivals: { at_s: number; priority: number }[] = [];
    const worst = 1 + (seed % 4);
    const bursts = heard(600, (now) => {
      const fresh = [0, 0, 0, 0];
      for (let n = 0; n < 8; n++) {
        if (random() >= perPump / 8) continue;
        const priority = worst + Math.floor(random() * (5 - worst));
        fresh[priority - 1]! += 1;
        arrivals.push({ at_s: now, priority });
      }
      return wishOf({ standing: patternOf(worst), unattended_ms: now * 1_000, fresh, flood });
    });
    return { arrivals, bursts, worst };
  };

  test("bursts never overlap and keep the pause of their class", () => {
    for (const flood of [false, true]) {
      const { bursts } = run(flood, 2);
      const last = new Map<string, number>();
      let any_s = 0;
      for (const burst of bursts) {
        const since = last.get(burst.pattern.name);
        if (since !== undefined)
          expect((burst.start_s - since) * 1_000).toBeGreaterThanOrEqual(
            pause_ms(burst.pattern) - 1e-6,
          );
        expect(burst.start_s).toBeGreaterThanOrEqual(any_s);
        last.set(burst.pattern.name, end_s(burst));
        any_s = end_s(burst);
      }
    }
  });

  test("in quiet times every new alarm is heard in its own voice, soon", () => {
    const { arrivals, bursts } = run(false, 0.1);
    for (const { at_s, priority } of arrivals) {
      if (at_s > 560) continue;
      const pattern = patternOf(priority);
      const heardAt = bursts.find(
        (burst) => burst.pattern.name === pattern.name && burst.start_s > at_s,
      );
      expect(heardAt!.start_s - at_s).toBeLessThan(pause_ms(pattern) / 1_000 + 8);
    }
  });

  test("in a flood: few merged bursts a minute, each new critical alarm soon, the worst never silent", () => {
    const { arrivals, bursts, worst } = run(true, 3);
    const merged = bursts.filter((burst) => burst.fresh && burst.pattern.name !== "critical");
    for (const first of merged) {
      const within = merged.filter(
        (burst) => burst.start_s >= first.start_s && burst.start_s < first.start_s + 60,
      );
      expect(within.length).toBeLessThanOrEqual(FLOOD_MERGED_PER_MINUTE_MAX);
    }
    for (const { at_s } of arrivals.filter(({ priority }) => priority === 1)) {
      if (at_s > 580) continue;
      const next = bursts.find(
        (burst) => burst.pattern.name === "critical" && burst.start_s > at_s,
      )!;
      const wait_s = FLOOD_CRITICAL_PAUSE_MS / 1_000 + burst_ms(PATTERNS.critical) / 1_000;
      expect(next.start_s - at_s).toBeLessThan(2 * wait_s);
    }
    const own = bursts.filter((burst) => burst.pattern.name === patternOf(worst).name);
    for (let at = 1; at < own.length; at++) {
      const silence_s = own[at]!.start_s - end_s(own[at - 1]!);
      const interval_ms = worst === 1 ? FLOOD_CRITICAL_INTERVAL_MS : patternOf(worst).interval_ms;
      expect(silence_s).toBeLessThan(interval_ms / 1_000 + 3);
    }
  });

  test("a flood is quieter than the same alarms without one", () => {
    expect(run(true, 3).bursts.length).toBeLessThan(run(false, 3).bursts.length);
  });
});

test("the interval of a flood keeps the range of the standard's high class", () => {
  expect(FLOOD_CRITICAL_INTERVAL_MS).toBeLessThanOrEqual(15_000);
  expect(FLOOD_CRITICAL_PAUSE_MS).toBeGreaterThanOrEqual(2_500);
});
