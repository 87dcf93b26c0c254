/** WebAudio: plays bursts where the schedule puts them, and knows whether it can be heard. */

import { renderBurst, type SoundPattern } from "../lib/sound_pattern";
import { planBursts, SILENT_PLAN, type SoundPlan, type SoundWish } from "../lib/sound_plan";
import type { SoundFacts } from "../lib/sound_state";

interface Playing {
  readonly start_s: number;
  readonly source: AudioBufferSourceNode;
  readonly gain: GainNode;
}

/** The audio clock has to move at least this often to count as moving. */
const CLOCK_MS_MAX = 2_500;

export class Audio {
  readonly #context: AudioContext | null;
  readonly #buffers = new Map<string, AudioBuffer>();
  #plan: SoundPlan = SILENT_PLAN;
  #playing = new Set<Playing>();
  #failed = false;
  #clock_s = 0;
  #movedAt_ms: number;
  /** Bursts handed to the audio clock since the page was opened. */
  bursts = 0;

  constructor(now_ms: number, onChange: () => void) {
    this.#movedAt_ms = now_ms;
    this.#context = openContext();
    this.#context?.addEventListener("statechange", onChange);
  }

  /** Asks the browser to let sound out; to be called from a key or a click. */
  async unlock(): Promise<void> {
    try {
      await this.#context?.resume();
      this.#failed = false;
    } catch {
      this.#failed = true;
    }
  }

  facts(now_ms: number): Omit<SoundFacts, "muted_until_ms"> {
    const context = this.#context;
    if (context === null) return { context: "none", clock_moves: false, failed: false };
    if (context.currentTime !== this.#clock_s || context.state !== "running") {
      this.#clock_s = context.currentTime;
      this.#movedAt_ms = now_ms;
    }
    const clock_moves = now_ms - this.#movedAt_ms < CLOCK_MS_MAX;
    return { context: context.state, clock_moves, failed: this.#failed };
  }

  /** Hands out every burst that starts within `ahead_s`. False when there is no clock to hand it to. */
  pump(wish: SoundWish, ahead_s: number): boolean {
    const context = this.#context;
    if (context === null || context.state !== "running") {
      this.#plan = SILENT_PLAN;
      this.#silence(Number.NEGATIVE_INFINITY);
      return false;
    }
    const { plan, bursts, cut } = planBursts(this.#plan, wish, context.currentTime, ahead_s);
    this.#plan = plan;
    if (cut !== "nothing")
      this.#silence(cut === "all" ? Number.NEGATIVE_INFINITY : context.currentTime);
    try {
      for (const burst of bursts) this.#play(context, burst.pattern, burst.start_s, burst.gain);
    } catch {
      this.#failed = true;
    }
    return true;
  }

  /** One burst now, at this level, whatever else sounds: for a person who listens for it. */
  try(pattern: SoundPattern, gain: number): void {
    const context = this.#context;
    if (context?.state !== "running") return;
    try {
      this.#play(context, pattern, context.currentTime + 0.05, gain);
    } catch {
      this.#failed = true;
    }
  }

  #play(context: AudioContext, pattern: SoundPattern, start_s: number, level: number): void {
    const source = context.createBufferSource();
    source.buffer = this.#buffer(context, pattern);
    const gain = context.createGain();
    gain.gain.value = level;
    source.connect(gain).connect(context.destination);
    const playing = { start_s, source, gain };
    source.onended = () => this.#playing.delete(playing);
    this.#playing.add(playing);
    source.start(start_s);
    this.bursts++;
  }

  #buffer(context: AudioContext, pattern: SoundPattern): AudioBuffer {
    const ready = this.#buffers.get(pattern.name);
    if (ready !== undefined) return ready;
    const samples = renderBurst(pattern, context.sampleRate);
    const buffer = context.createBuffer(1, samples.length, context.sampleRate);
    buffer.copyToChannel(samples, 0);
    this.#buffers.set(pattern.name, buffer);
    return buffer;
  }

  /** Ends what plays, or only what was to begin after `from_s` of the audio clock. */
  #silence(from_s: number): void {
    for (const playing of [...this.#playing]) {
      const { start_s, source, gain } = playing;
      if (start_s <= from_s) continue;
      // A short fade: a tone cut off in the middle clicks.
      gain.gain.setTargetAtTime(0, gain.context.currentTime, 0.005);
      source.stop(gain.context.currentTime + 0.03);
      this.#playing.delete(playing);
    }
  }
}

function openContext(): AudioContext | null {
  try {
    return new AudioContext({ latencyHint: "interactive" });
  } catch {
    return null;
  }
}
