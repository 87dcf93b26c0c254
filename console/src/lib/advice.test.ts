import { expect, test } from "vitest";
import type { Advice, AdviceCandidate } from "../schema";
import { advicePoints, candidateOrder, effectWords, settingWords, whyNoAdvice } from "./advice";

const candidate = (part: Partial<AdviceCandidate>): AdviceCandidate => ({
  deadband_eu: 0,
  on_delay_ms: 0,
  off_delay_ms: 0,
  annunciated: 96,
  saved: 0,
  delay_mean_s: 0,
  delay_max_s: 0,
  missed: 0,
  ...part,
});
const advice: Advice = {
  alarm: "LT1.high",
  from_ms: 0,
  to_ms: 1,
  samples: 10,
  candidates: [
    candidate({}),
    candidate({ on_delay_ms: 60_000, saved: 90, delay_mean_s: 60, missed: 2 }),
    candidate({ off_delay_ms: 60_000, saved: 78, annunciated: 18 }),
    candidate({ deadband_eu: 0.1, saved: 40 }),
  ],
  recommended: 2,
  reasons: [],
  protected: false,
};

test("a setting in words, with the tag's unit", () => {
  expect(settingWords(candidate({ deadband_eu: 0.25, off_delay_ms: 60_000 }), "m")).toBe(
    "Deadband 0.25 m, no on-delay, off-delay 60 s",
  );
  expect(settingWords(candidate({}), "")).toBe("No deadband, no on-delay, no off-delay");
});

test("what it would have done in words", () => {
  const today = candidate({});
  expect(effectWords(candidate({ saved: 78 }), today)).toBe(
    "saves 78 of 96 (81\u202f%), delays nothing",
  );
  const slow = candidate({ saved: 90, delay_mean_s: 4.2, delay_max_s: 12 });
  expect(effectWords(slow, today)).toContain("delays by 4.2 s on average, 12 s at most");
  expect(effectWords(candidate({}), candidate({ annunciated: 0 }))).toBe(
    "saves 0 of 0, delays nothing",
  );
});

test("each candidate is a point, and what it is shows", () => {
  expect(advicePoints(advice).map((point) => point.kind)).toEqual([
    "today",
    "misses",
    "recommended",
    "candidate",
  ]);
});

test("today and the recommended one lead the table; what misses something comes last", () => {
  expect(candidateOrder(advice)).toEqual([0, 2, 3, 1]);
  expect(candidateOrder({ ...advice, recommended: 0 })).toEqual([0, 2, 3, 1]);
});

test.each(["high_high", "high", "low", "low_low", "input_bad", "discrete"])(
  "there is advice on %s",
  (kind) => expect(whyNoAdvice(kind)).toBe(""),
);

test.each([
  ["expression", "expression"],
  ["stuck", "does not move"],
  ["rate_high", "how fast"],
  ["rate_low", "how fast"],
  ["deviation_high", "distance"],
  ["deviation_low", "distance"],
])("there is none on %s, and why is said", (kind, words) => {
  expect(whyNoAdvice(kind)).toContain(words);
});
