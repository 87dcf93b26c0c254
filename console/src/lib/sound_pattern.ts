/**
 * Tone tables: pulses, spectrum and repetition of each priority, and their samples.
 *
 * Ranges after IEC 60601-1-8 (reference figures, second-hand): the test renders what is played and measures it.
 * Pulse rates differ by a factor of two and fundamentals by more than a fifth (NUREG-0700 4.2.6.3-16).
 */

/** "connection" is the console's own tone for a lost or stalled server. */
export type SoundName = "critical" | "high" | "medium" | "low" | "connection";

/** Which rows of the standard's table a pattern has to keep. */
export type SoundClass = "high" | "medium" | "low";

export interface SoundPattern {
  readonly name: SoundName;
  readonly class: SoundClass;
  readonly fundamental_hz: number;
  /** 90 % of the rise to 90 % of the fall. */
  readonly pulse_ms: number;
  /** 90 % of a fall to 90 % of the next rise, before each pulse but the first. */
  readonly gaps_ms: readonly number[];
  /** End of a burst to the start of the next one: at first, and once it has waited long. */
  readonly interval_ms: number;
  readonly interval_urgent_ms: number;
}

/** Pulse and spacing of 115 + 75 ms are 5.3 pulses/s; 190 + 190 ms are 2.6 pulses/s. */
const FAST_PULSE_MS = 115;
const FAST_GAP_MS = 75;
const SLOW_PULSE_MS = 190;
const SLOW_GAP_MS = 190;
/** Between the third and the fourth pulse of a group of five: longer than the spacing. */
const FAST_REST_MS = 125;
const BETWEEN_FIVES_MS = 500;

const FIVE = [FAST_GAP_MS, FAST_GAP_MS, FAST_REST_MS, FAST_GAP_MS];

export const PATTERNS: Record<SoundName, SoundPattern> = {
  critical: {
    name: "critical",
    class: "high",
    fundamental_hz: 660,
    pulse_ms: FAST_PULSE_MS,
    gaps_ms: [...FIVE, BETWEEN_FIVES_MS, ...FIVE],
    interval_ms: 8_000,
    interval_urgent_ms: 3_000,
  },
  high: {
    name: "high",
    class: "medium",
    fundamental_hz: 520,
    pulse_ms: SLOW_PULSE_MS,
    gaps_ms: [SLOW_GAP_MS, SLOW_GAP_MS],
    interval_ms: 15_000,
    interval_urgent_ms: 5_000,
  },
  medium: {
    name: "medium",
    class: "low",
    fundamental_hz: 410,
    pulse_ms: SLOW_PULSE_MS,
    gaps_ms: [SLOW_GAP_MS],
    interval_ms: 30_000,
    interval_urgent_ms: 16_000,
  },
  low: {
    name: "low",
    class: "low",
    fundamental_hz: 320,
    pulse_ms: SLOW_PULSE_MS,
    gaps_ms: [],
    interval_ms: 60_000,
    interval_urgent_ms: 30_000,
  },
  connection: {
    name: "connection",
    class: "medium",
    fundamental_hz: 250,
    pulse_ms: SLOW_PULSE_MS,
    gaps_ms: [SLOW_GAP_MS, SLOW_GAP_MS],
    interval_ms: 12_000,
    interval_urgent_ms: 6_000,
  },
};

const BY_PRIORITY: Record<number, SoundName> = { 1: "critical", 2: "high", 3: "medium", 4: "low" };

export function patternOf(priority: number): SoundPattern {
  return PATTERNS[BY_PRIORITY[priority] ?? "low"];
}

/** Relative amplitudes of the fundamental and its harmonics 2 to 5, all within 15 dB of the fundamental. */
export const HARMONICS = [1, 0.7, 0.5, 0.4, 0.3] as const;

/** Rise, 10 % to 90 %, as a part of the pulse; the standard asks for 0.1 to 0.2. */
const RISE_FRACTION = 0.15;
/** Of a raised-cosine ramp: the part between 10 % and 90 %, and the part above 90 %. */
const RAMP_10_TO_90 = (Math.acos(-0.8) - Math.acos(0.8)) / Math.PI;
const RAMP_ABOVE_90 = 1 - Math.acos(-0.8) / Math.PI;

const ramp_ms = (pattern: SoundPattern): number =>
  (pattern.pulse_ms * RISE_FRACTION) / RAMP_10_TO_90;

/** Pulses as drawn: start of the rise to end of the fall. */
export function pulseTimes_ms(pattern: SoundPattern): { start: number; end: number }[] {
  const ramp = ramp_ms(pattern);
  const body = pattern.pulse_ms + 2 * ramp * (1 - RAMP_ABOVE_90);
  const lead = ramp * (1 - RAMP_ABOVE_90);
  const pulses = [{ start: 0, end: body }];
  let rise90 = lead;
  for (const gap of pattern.gaps_ms) {
    rise90 += pattern.pulse_ms + gap;
    pulses.push({ start: rise90 - lead, end: rise90 - lead + body });
  }
  return pulses;
}

export function burst_ms(pattern: SoundPattern): number {
  return pulseTimes_ms(pattern).at(-1)!.end;
}

/** Samples of one burst in [-1, 1]. The very array that is played and that the test measures. */
export function renderBurst(pattern: SoundPattern, rate_hz: number): Float32Array<ArrayBuffer> {
  const samples = new Float32Array(Math.ceil((burst_ms(pattern) * rate_hz) / 1_000) + 1);
  const ramp = (ramp_ms(pattern) * rate_hz) / 1_000;
  const peak = HARMONICS.reduce((sum, part) => sum + part, 0);
  for (const pulse of pulseTimes_ms(pattern)) {
    const first = Math.ceil((pulse.start * rate_hz) / 1_000);
    const last = Math.floor((pulse.end * rate_hz) / 1_000);
    for (let i = first; i <= last; i++) {
      const nearest = Math.min(
        i - (pulse.start * rate_hz) / 1_000,
        (pulse.end * rate_hz) / 1_000 - i,
      );
      const envelope = nearest >= ramp ? 1 : 0.5 - 0.5 * Math.cos((Math.PI * nearest) / ramp);
      samples[i] = (envelope * timbre((2 * Math.PI * pattern.fundamental_hz * i) / rate_hz)) / peak;
    }
  }
  return samples;
}

function timbre(phase: number): number {
  let sum = 0;
  for (let h = 0; h < HARMONICS.length; h++) sum += HARMONICS[h]! * Math.sin((h + 1) * phase);
  return sum;
}

/** The shortest interval between two bursts that the standard's table knows, by class. */
const PAUSE_MS: Record<SoundClass, number> = { high: 2_500, medium: 2_500, low: 15_000 };

/** The least silence between two bursts of one pattern, however much there is to announce. */
export const pause_ms = (pattern: SoundPattern): number => PAUSE_MS[pattern.class];

/** Unattended this long, an alarm sounds at its full urgency. */
export const URGENT_AFTER_MS = 180_000;

/** Interval to the next burst and loudness (0 to 1) after the oldest alarm has waited `unattended_ms`. */
export function urgency(
  pattern: SoundPattern,
  unattended_ms: number,
): { interval_ms: number; gain: number } {
  const share = Math.min(1, Math.max(0, unattended_ms / URGENT_AFTER_MS));
  return {
    interval_ms: pattern.interval_ms + (pattern.interval_urgent_ms - pattern.interval_ms) * share,
    gain: 0.5 + 0.5 * share,
  };
}
