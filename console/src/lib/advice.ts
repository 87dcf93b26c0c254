/** The advisor's candidates in words and as points: annunciations saved against delay added. */

import type { Advice, AdviceCandidate } from "../schema";
import { formatAge, formatDelay } from "./format";

/** "Deadband 0.3 bar, on-delay 5 s, off-delay 20 s": what the candidate is. */
export function settingWords(candidate: AdviceCandidate, unit: string): string {
  const parts = [
    candidate.deadband_eu > 0
      ? `deadband ${+candidate.deadband_eu.toPrecision(3)} ${unit}`.trim()
      : "no deadband",
    candidate.on_delay_ms > 0 ? `on-delay ${formatDelay(candidate.on_delay_ms)}` : "no on-delay",
    candidate.off_delay_ms > 0
      ? `off-delay ${formatDelay(candidate.off_delay_ms)}`
      : "no off-delay",
  ];
  const words = parts.join(", ");
  return words[0]!.toUpperCase() + words.slice(1);
}

/** "saves 84 of 96 (88 %), delays by 4.0 s on average, 12 s at most" */
export function effectWords(candidate: AdviceCandidate, today: AdviceCandidate): string {
  const of = today.annunciated;
  const share = of > 0 ? ` (${Math.round((100 * candidate.saved) / of)}\u202f%)` : "";
  const saved = `saves ${candidate.saved} of ${of}${share}`;
  const delay =
    candidate.delay_max_s > 0
      ? `delays by ${formatAge(candidate.delay_mean_s * 1_000)} on average, ${formatAge(candidate.delay_max_s * 1_000)} at most`
      : "delays nothing";
  return `${saved}, ${delay}`;
}

export interface AdvicePoint {
  readonly at: number;
  readonly delay_s: number;
  readonly saved: number;
  readonly kind: "today" | "recommended" | "candidate" | "misses";
}

/** One point a candidate; those that would have missed something are told apart. */
export function advicePoints(advice: Advice): AdvicePoint[] {
  return advice.candidates.map((candidate, at) => ({
    at,
    delay_s: candidate.delay_mean_s,
    saved: candidate.saved,
    kind:
      at === 0
        ? "today"
        : at === advice.recommended
          ? "recommended"
          : candidate.missed > 0
            ? "misses"
            : "candidate",
  }));
}

/** Rows of the table: today's setting, the recommended one, then the rest by what they save. */
export function candidateOrder(advice: Advice): number[] {
  const rest = advice.candidates
    .map((_, at) => at)
    .filter((at) => at !== 0 && at !== advice.recommended);
  rest.sort((a, b) => {
    const [one, other] = [advice.candidates[a]!, advice.candidates[b]!];
    return (
      Number(one.missed > 0) - Number(other.missed > 0) ||
      other.saved - one.saved ||
      one.delay_mean_s - other.delay_mean_s
    );
  });
  return advice.recommended === 0 ? [0, ...rest] : [0, advice.recommended, ...rest];
}

const NO_ADVICE: Record<string, string> = {
  expression:
    "This alarm is judged by an expression, which may be over several tags. The advisor replays the samples of one tag through one limit, so it cannot tell what other settings would have made of this alarm.",
  stuck:
    "This alarm tells that its tag does not move. There is no limit that single samples would pass, and its on-delay is what it is about: the advisor has nothing to replay.",
  rate: "This alarm is judged by how fast its tag changes, filtered over a time of its own. The advisor replays single samples through a limit, so it cannot tell what other settings would have made of this alarm.",
  deviation:
    "This alarm is judged by the distance between its tag and a reference. The advisor replays the samples of one tag through one limit, so it cannot tell what other settings would have made of this alarm.",
};

/** Why the advisor has nothing to say about alarms of a kind, for people; empty where it has. */
export const whyNoAdvice = (kind: string): string =>
  NO_ADVICE[kind.replace(/^(rate|deviation)_.*/, "$1")] ?? "";
