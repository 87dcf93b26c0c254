/** When bursts start on the audio clock. Holds no clock and no audio: times come in, start times go out. */

import { burst_ms, type SoundPattern, urgency } from "./sound_pattern";

export interface Schedule {
  readonly pattern: SoundPattern;
  /** Start of the next burst that has not been handed out, seconds of the audio clock. */
  readonly next_s: number;
}

export interface Burst {
  readonly start_s: number;
  readonly gain: number;
}

/** A first burst comes at once, with a little room for the audio thread. */
const LEAD_S = 0.05;

/** The schedule to go on with: the present one while the pattern stays, a new one at once when it changes. */
export function scheduleFor(
  present: Schedule | null,
  pattern: SoundPattern,
  audio_s: number,
): { schedule: Schedule; replaced: boolean } {
  if (present !== null && present.pattern.name === pattern.name)
    return { schedule: present, replaced: false };
  return { schedule: { pattern, next_s: audio_s + LEAD_S }, replaced: present !== null };
}

/** Bursts that start before `audio_s + ahead_s`. One that was missed (a frozen page) is played now, not twice. */
export function burstsDue(
  schedule: Schedule,
  audio_s: number,
  ahead_s: number,
  unattended_ms: number,
): { schedule: Schedule; bursts: Burst[] } {
  const bursts: Burst[] = [];
  let next_s = Math.max(schedule.next_s, audio_s + LEAD_S);
  while (next_s < audio_s + ahead_s) {
    const { interval_ms, gain } = urgency(
      schedule.pattern,
      unattended_ms + (next_s - audio_s) * 1_000,
    );
    bursts.push({ start_s: next_s, gain });
    next_s += (burst_ms(schedule.pattern) + interval_ms) / 1_000;
  }
  return { schedule: { pattern: schedule.pattern, next_s }, bursts };
}
