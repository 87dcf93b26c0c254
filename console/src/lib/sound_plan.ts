/**
 * Which bursts start when on the audio clock. Holds no clock and no audio: times come in, start times go out.
 *
 * The worst waiting priority repeats. Every new annunciation sounds a burst of its own priority as soon as the
 * pause after the last one of that kind allows; those that come within the pause share one. In a flood the
 * repetition is steady, a new critical alarm still sounds at once, and all else that is new is merged into a few
 * bursts a minute (NUREG-0700 4.2.6.3-2: in upsets, less sound for what needs no immediate response).
 */

import {
  burst_ms,
  patternOf,
  pause_ms,
  type SoundName,
  type SoundPattern,
  urgency,
} from "./sound_pattern";

export interface SoundWish {
  /** What repeats until somebody acts; null: silence. */
  readonly standing: SoundPattern | null;
  readonly unattended_ms: number;
  /** Annunciations since the last call, by priority 1 to 4. */
  readonly fresh: readonly number[];
  readonly flood: boolean;
}

export interface Burst {
  readonly pattern: SoundPattern;
  readonly start_s: number;
  readonly gain: number;
  /** Announces something new, rather than repeating what waits. */
  readonly fresh: boolean;
  /** Places of the priorities whose news it tells: they are news again when it is taken back. */
  readonly tells: readonly number[];
}

export interface SoundPlan {
  readonly standing: SoundName | null;
  readonly flood: boolean;
  /** Bursts handed out, oldest first, as far back as they still matter. */
  readonly handed: readonly Burst[];
  /** Priorities 1 to 4 with something new that has not been heard. */
  readonly pending: readonly boolean[];
  /** When what repeats last became more urgent, or began: it is heard at once, in a flood too. */
  readonly risen_s: number;
}

export interface Planned {
  readonly plan: SoundPlan;
  readonly bursts: readonly Burst[];
  /** What to take back first: nothing, bursts that have not begun, or also the one that sounds. */
  readonly cut: "nothing" | "ahead" | "all";
}

export const SILENT_PLAN: SoundPlan = {
  standing: null,
  flood: false,
  handed: [],
  pending: [false, false, false, false],
  risen_s: 0,
};

/** A first burst comes at once, with a little room for the audio thread. */
const LEAD_S = 0.05;
/** Between two bursts of different kinds. */
const GAP_S = 0.5;
const MINUTE_S = 60;
const REMEMBERED_S = 130;

/** In a flood: repetitions of critical, and bursts a minute for what is new and not critical. */
export const FLOOD_CRITICAL_INTERVAL_MS = 12_000;
export const FLOOD_CRITICAL_PAUSE_MS = 5_000;
export const FLOOD_MERGED_PER_MINUTE_MAX = 2;

const RANK: Record<SoundName, number> = {
  critical: 1,
  high: 2,
  connection: 2.5,
  medium: 3,
  low: 4,
};

const end_s = (burst: Burst): number => burst.start_s + burst_ms(burst.pattern) / 1_000;

/** Bursts that start before `audio_s + ahead_s`. Missed ones (a frozen page) are played once, not each. */
export function planBursts(
  present: SoundPlan,
  wish: SoundWish,
  audio_s: number,
  ahead_s: number,
): Planned {
  const { standing, flood } = wish;
  const name = standing?.name ?? null;
  const another = name !== present.standing;
  const changed = another || flood !== present.flood || wish.fresh.some((n) => n > 0);
  const begun = (burst: Burst): boolean => burst.start_s <= audio_s;
  const handed = present.handed.filter(
    (burst) => burst.start_s > audio_s - REMEMBERED_S && (!changed || begun(burst)),
  );
  const cut = another ? "all" : changed ? "ahead" : "nothing";
  if (standing === null) return { plan: { ...SILENT_PLAN, flood, handed }, bursts: [], cut };
  const takenBack = new Set(
    changed ? present.handed.filter((burst) => !begun(burst)).flatMap((burst) => burst.tells) : [],
  );
  const rank = RANK[standing.name];
  const rises = another && (present.standing === null || rank < RANK[present.standing]);
  const risen_s = rises ? audio_s : present.risen_s;
  const pending = present.pending.map((waits, at) => {
    const news = waits || takenBack.has(at) || wish.fresh[at]! > 0 || (rises && at + 1 === rank);
    return news && at + 1 >= Math.floor(rank);
  });
  const bursts: Burst[] = [];
  // A burst that is being cut short makes no room for itself any more.
  const soonest_s = (): number =>
    Math.max(audio_s + LEAD_S, ...(another ? bursts : handed).map((one) => end_s(one) + GAP_S));
  for (;;) {
    const next = nextBurst({
      ...wish,
      standing,
      handed,
      pending,
      audio_s,
      risen_s,
      soonest_s: soonest_s(),
    });
    if (next.start_s >= audio_s + ahead_s) break;
    const tells = told(pending, next, flood);
    for (const at of tells) pending[at] = false;
    bursts.push({ ...next, tells });
    handed.push({ ...next, tells });
  }
  return { plan: { standing: name, flood, handed, pending, risen_s }, bursts, cut };
}

interface Situation {
  readonly standing: SoundPattern;
  readonly unattended_ms: number;
  readonly flood: boolean;
  readonly handed: readonly Burst[];
  readonly pending: readonly boolean[];
  readonly audio_s: number;
  readonly risen_s: number;
  readonly soonest_s: number;
}

function nextBurst(now: Situation): Burst {
  const repeated = repetition(now);
  const announced = now.pending
    .flatMap((waits, at) => (waits ? [announcement(now, at + 1)] : []))
    .reduce<Burst | null>((a, b) => (a !== null && a.start_s <= b.start_s ? a : b), null);
  if (announced === null) return repeated;
  if (RANK[announced.pattern.name] <= RANK[repeated.pattern.name])
    return announced.start_s <= repeated.start_s ? announced : repeated;
  // What is less urgent fits into the pause before the repetition, or waits for the next one.
  return end_s(announced) + GAP_S <= repeated.start_s ? announced : repeated;
}

function lastOf(handed: readonly Burst[], name: SoundName): Burst | undefined {
  return handed.findLast((burst) => burst.pattern.name === name);
}

function repetition(now: Situation): Burst {
  const { standing: pattern, flood, audio_s } = now;
  const last = lastOf(now.handed, pattern.name);
  const waited_ms = now.unattended_ms + (now.soonest_s - audio_s) * 1_000;
  const { interval_ms, gain } = urgency(pattern, waited_ms);
  const steady_ms = pattern.name === "critical" ? FLOOD_CRITICAL_INTERVAL_MS : pattern.interval_ms;
  const interval_s = (flood ? steady_ms : interval_ms) / 1_000;
  const due_s = last === undefined ? 0 : end_s(last) + interval_s;
  return { pattern, start_s: Math.max(now.soonest_s, due_s), gain, fresh: false, tells: [] };
}

function announcement(now: Situation, priority: number): Burst {
  const pattern = patternOf(priority);
  const last = lastOf(now.handed, pattern.name);
  const rest_ms = now.flood && priority === 1 ? FLOOD_CRITICAL_PAUSE_MS : pause_ms(pattern);
  const rested_s = last === undefined ? 0 : end_s(last) + rest_ms / 1_000;
  const unheard = last === undefined || last.start_s < now.risen_s;
  const merges = now.flood && priority > 1 && !(unheard && pattern.name === now.standing.name);
  const allowed_s = merges ? mergedFrom_s(now.handed) : 0;
  const { gain } = urgency(pattern, 0);
  return {
    pattern,
    start_s: Math.max(now.soonest_s, rested_s, allowed_s),
    gain,
    fresh: true,
    tells: [],
  };
}

/** When the next merged burst of a flood may come: so many in any minute and no more. */
function mergedFrom_s(handed: readonly Burst[]): number {
  const merged = handed.filter((burst) => burst.fresh && burst.pattern.name !== "critical");
  const nth = merged.at(-FLOOD_MERGED_PER_MINUTE_MAX);
  return nth === undefined ? 0 : nth.start_s + MINUTE_S;
}

/** What a burst tells is no longer new. In a flood one burst stands for everything less urgent, too. */
function told(pending: readonly boolean[], burst: Burst, flood: boolean): number[] {
  const rank = RANK[burst.pattern.name];
  return [0, 1, 2, 3].filter((at) => {
    const own = at + 1 === rank;
    return pending[at]! && (own || (flood && burst.fresh && rank > 1 && at + 1 > rank));
  });
}
