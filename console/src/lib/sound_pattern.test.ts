/** Renders the very samples that are played and measures them against the ranges of IEC 60601-1-8. */

import { describe, expect, test } from "vitest";
import { PATTERNS, patternOf, renderBurst, URGENT_AFTER_MS, urgency } from "./sound_pattern";

const RATE_HZ = 48_000;

const RANGES = {
  high: { pulses: [10], pulse: [75, 200], spacing: [50, 125], interval: [2_500, 15_000] },
  medium: { pulses: [3], pulse: [125, 250], spacing: [125, 250], interval: [2_500, 30_000] },
  low: {
    pulses: [1, 2],
    pulse: [125, 250],
    spacing: [125, 250],
    interval: [15_000, Number.POSITIVE_INFINITY],
  },
} as const;

/** Root mean square over one period of the fundamental, scaled to 1 where the tone is full. */
function envelope(samples: Float32Array, period: number): Float64Array {
  const width = Math.round(period);
  const sums = new Float64Array(samples.length + 1);
  for (let i = 0; i < samples.length; i++) sums[i + 1] = sums[i]! + samples[i]! ** 2;
  const half = width >> 1;
  const shape = Float64Array.from(samples, (_, i) => {
    const from = Math.max(0, i - half);
    const to = Math.min(samples.length, i - half + width);
    return Math.sqrt(Math.max(0, sums[to]! - sums[from]!) / width);
  });
  const full = shape.reduce((most, value) => Math.max(most, value), 0);
  return shape.map((value) => value / full);
}

interface Pulse {
  rise10: number;
  rise90: number;
  fall90: number;
}

/** Milliseconds of each pulse's 10 % and 90 % rise and 90 % fall. */
function measurePulses(shape: Float64Array): Pulse[] {
  const ms = (i: number): number => (i * 1_000) / RATE_HZ;
  const pulses: Pulse[] = [];
  let open: Pulse | null = null;
  shape.forEach((value, i) => {
    if (open === null && value >= 0.1)
      open = { rise10: ms(i), rise90: Number.NaN, fall90: Number.NaN };
    if (open === null) return;
    if (value >= 0.9 && Number.isNaN(open.rise90)) open.rise90 = ms(i);
    if (value >= 0.9) open.fall90 = ms(i);
    if (value < 0.1) {
      pulses.push(open);
      open = null;
    }
  });
  if (open !== null) pulses.push(open);
  return pulses;
}

/** Amplitude at one frequency over a whole number of periods (Goertzel's question, asked directly). */
function amplitude(samples: Float32Array, from: number, length: number, hz: number): number {
  let [real, imaginary] = [0, 0];
  for (let i = 0; i < length; i++) {
    const phase = (2 * Math.PI * hz * i) / RATE_HZ;
    real += samples[from + i]! * Math.cos(phase);
    imaginary -= samples[from + i]! * Math.sin(phase);
  }
  return (2 * Math.hypot(real, imaginary)) / length;
}

describe.each(Object.values(PATTERNS))("$name", (pattern) => {
  const range = RANGES[pattern.class];
  const samples = renderBurst(pattern, RATE_HZ);
  const pulses = measurePulses(envelope(samples, RATE_HZ / pattern.fundamental_hz));
  /** Measuring over one period blurs edges by a part of it. */
  const blur_ms = 500 / pattern.fundamental_hz;

  test("number and length of the pulses", () => {
    expect(range.pulses).toContain(pulses.length);
    for (const { rise90, fall90 } of pulses) {
      expect(fall90 - rise90).toBeGreaterThanOrEqual(range.pulse[0]);
      expect(fall90 - rise90).toBeLessThanOrEqual(range.pulse[1]);
      expect(Math.abs(fall90 - rise90 - pattern.pulse_ms)).toBeLessThan(2 * blur_ms);
    }
  });

  test("rise time is a tenth to a fifth of the pulse", () => {
    for (const { rise10, rise90, fall90 } of pulses) {
      const share = (rise90 - rise10) / (fall90 - rise90);
      expect(share).toBeGreaterThanOrEqual(0.1);
      expect(share).toBeLessThanOrEqual(0.2);
    }
  });

  test("spacing of the pulses, and the gaps of the burst of ten", () => {
    const gaps = pulses.slice(1).map((pulse, at) => pulse.rise90 - pulses[at]!.fall90);
    gaps.forEach((gap, at) => {
      if (pattern.class === "high" && at === 4) {
        expect(gap).toBeGreaterThanOrEqual(350);
        expect(gap).toBeLessThanOrEqual(1_300);
        return;
      }
      expect(gap).toBeGreaterThanOrEqual(range.spacing[0]);
      expect(gap).toBeLessThanOrEqual(range.spacing[1] + blur_ms);
      if (pattern.class === "high" && (at === 2 || at === 7))
        expect(gap).toBeGreaterThan(gaps[0]! + 20);
    });
  });

  test("spectrum: fundamental and at least four harmonics within 15 dB of it", () => {
    expect(pattern.fundamental_hz).toBeGreaterThanOrEqual(150);
    expect(pattern.fundamental_hz).toBeLessThanOrEqual(1_000);
    const first = pulses[0]!;
    const from = Math.round(((first.rise90 + 15) * RATE_HZ) / 1_000);
    const periods = Math.floor(
      ((first.fall90 - first.rise90 - 30) / 1_000) * pattern.fundamental_hz,
    );
    const length = Math.round((periods * RATE_HZ) / pattern.fundamental_hz);
    const base = amplitude(samples, from, length, pattern.fundamental_hz);
    let harmonics = 0;
    for (let h = 2; h * pattern.fundamental_hz <= 4_000; h++) {
      const hz = h * pattern.fundamental_hz;
      const level_db = 20 * Math.log10(amplitude(samples, from, length, hz) / base);
      if (hz >= 300 && Math.abs(level_db) <= 15) harmonics++;
    }
    expect(harmonics).toBeGreaterThanOrEqual(4);
  });

  test("interval between bursts stays in range however long the alarm waits, and urgency only grows", () => {
    let last = { interval_ms: Number.POSITIVE_INFINITY, gain: 0 };
    for (let waited = 0; waited <= 2 * URGENT_AFTER_MS; waited += 5_000) {
      const now = urgency(pattern, waited);
      expect(now.interval_ms).toBeGreaterThanOrEqual(range.interval[0]);
      expect(now.interval_ms).toBeLessThanOrEqual(range.interval[1]);
      expect(now.interval_ms).toBeLessThanOrEqual(last.interval_ms);
      expect(now.gain).toBeGreaterThanOrEqual(last.gain);
      last = now;
    }
    expect(last.gain).toBe(1);
  });

  test("the samples neither clip nor start or end with a click", () => {
    const peak = samples.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    expect(peak).toBeLessThanOrEqual(1);
    expect(peak).toBeGreaterThan(0.4);
    expect(Math.abs(samples[0]!)).toBeLessThan(0.001);
    expect(Math.abs(samples.at(-1)!)).toBeLessThan(0.001);
  });
});

test("fundamentals differ by at least a fifth (NUREG-0700 4.2.6.3-16)", () => {
  const tones = Object.values(PATTERNS).map((pattern) => pattern.fundamental_hz);
  tones.sort((a, b) => a - b);
  for (let at = 1; at < tones.length; at++) {
    expect((tones[at]! - tones[at - 1]!) / tones[at]!).toBeGreaterThanOrEqual(0.2);
  }
});

test("at most three pulse rates of 1 to 8 pulses a second, apart by a factor of two", () => {
  const rates = new Set(
    Object.values(PATTERNS)
      .filter((pattern) => pattern.gaps_ms.length > 0)
      .map((pattern) => +(1_000 / (pattern.pulse_ms + pattern.gaps_ms[0]!)).toFixed(3)),
  );
  const sorted = [...rates].sort((a, b) => a - b);
  expect(sorted.length).toBeLessThanOrEqual(3);
  for (const rate of sorted) expect(rate >= 1 && rate <= 8).toBe(true);
  for (let at = 1; at < sorted.length; at++) {
    expect(sorted[at]! / sorted[at - 1]!).toBeGreaterThanOrEqual(1.99);
  }
});

test("an unknown priority sounds as the least urgent rather than not at all", () => {
  expect(patternOf(1).name).toBe("critical");
  expect(patternOf(9).name).toBe("low");
});
