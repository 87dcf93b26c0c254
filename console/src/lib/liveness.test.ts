import { expect, test } from "vitest";
import { backoff_ms, judgeLiveness, type Signs } from "./liveness";

const NEW: Signs = { open: false, started_ms: 0, heartbeat_ms: null, scan_moved_ms: null };
const ALIVE: Signs = { open: true, started_ms: 0, heartbeat_ms: 10_000, scan_moved_ms: 10_000 };

test("a page that has just been opened connects, and says so when nothing comes", () => {
  expect(judgeLiveness(NEW, 2_000)).toBe("connecting");
  expect(judgeLiveness(NEW, 2_900)).toBe("lost");
});

test("silence is a lost connection within three seconds, though the socket is open", () => {
  expect(judgeLiveness(ALIVE, 11_900)).toBe("live");
  expect(judgeLiveness(ALIVE, 13_000)).toBe("lost");
});

test("a closed socket is a lost connection sooner", () => {
  expect(judgeLiveness({ ...ALIVE, open: false }, 10_900)).toBe("live");
  expect(judgeLiveness({ ...ALIVE, open: false }, 11_100)).toBe("lost");
});

test("heartbeats without scans are a stalled server within three seconds", () => {
  expect(judgeLiveness({ ...ALIVE, heartbeat_ms: 12_000 }, 12_400)).toBe("live");
  expect(judgeLiveness({ ...ALIVE, heartbeat_ms: 13_000 }, 13_000)).toBe("stalled");
});

test("every second of silence from the last heartbeat on has exactly one verdict, and never goes back", () => {
  let lost = false;
  for (let now = 10_000; now < 20_000; now += 50) {
    const verdict = judgeLiveness(ALIVE, now);
    if (lost) expect(verdict).toBe("lost");
    lost ||= verdict === "lost";
  }
  expect(lost).toBe(true);
});

test("attempts come ever slower, at most every 6.25 s, and consoles are spread out", () => {
  const slowest = Array.from({ length: 12 }, (_, attempt) => backoff_ms(attempt, 0.999));
  expect(slowest).toEqual(slowest.toSorted((a, b) => a - b));
  expect(Math.max(...slowest)).toBeLessThan(6_250);
  expect(backoff_ms(0, 0)).toBeGreaterThan(100);
  expect(backoff_ms(3, 0)).toBeLessThan(backoff_ms(3, 0.9));
});
