import { expect, test } from "vitest";
import { exampleBody } from "./example_site";
import { blockedReason, muteHolds, type SoundFacts, soundState, worstWaiting } from "./sound_state";

const HEARD: SoundFacts = {
  context: "running",
  clock_moves: true,
  failed: false,
  muted_until_ms: 0,
};

test.each<[string, Partial<SoundFacts>, string]>([
  ["running", {}, "on"],
  ["muted", { muted_until_ms: 2_000 }, "muted"],
  ["waiting for a click", { context: "suspended" }, "blocked"],
  ["taken away", { context: "interrupted" }, "blocked"],
  ["no audio", { context: "none" }, "blocked"],
  ["clock stands still", { clock_moves: false }, "blocked"],
  ["device refused", { failed: true }, "blocked"],
  ["muted and blocked", { context: "suspended", muted_until_ms: 2_000 }, "blocked"],
])("%s", (_, part, state) => {
  const facts = { ...HEARD, ...part };
  expect(soundState(facts, 1_000)).toBe(state);
  expect(blockedReason(facts) === "").toBe(state !== "blocked");
});

test("a mute ends by itself", () => {
  expect(soundState({ ...HEARD, muted_until_ms: 2_000 }, 2_000)).toBe("on");
});

test("something more urgent ends a mute, the same and less does not", () => {
  expect(muteHolds(2, { priority: 1, since_ms: 0 })).toBe(false);
  expect(muteHolds(2, { priority: 2, since_ms: 0 })).toBe(true);
  expect(muteHolds(2, null)).toBe(true);
});

test("a mute with nothing waiting ends when an alarm comes", () => {
  expect(muteHolds(Number.POSITIVE_INFINITY, { priority: 4, since_ms: 0 })).toBe(false);
});

test("the worst unacknowledged alarm speaks, the oldest of its priority counts the wait", () => {
  expect(worstWaiting([])).toBeNull();
  expect(worstWaiting([exampleBody({ letter: "C", priority: 1 })])).toBeNull();
  expect(
    worstWaiting([
      exampleBody({ letter: "D", priority: 3, raised_ms: 1 }),
      exampleBody({ letter: "B", priority: 2, raised_ms: 9 }),
      exampleBody({ letter: "B", priority: 2, raised_ms: 5 }),
    ]),
  ).toEqual({ priority: 2, since_ms: 5 });
});
