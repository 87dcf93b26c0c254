import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Heartbeat } from "../schema";

let clock_ms = 0;

beforeEach(() => {
  vi.resetModules();
  clock_ms = 100_000;
  vi.spyOn(performance, "now").mockImplementation(() => clock_ms);
});
afterEach(() => vi.restoreAllMocks());

const beat = (last_scan_ms: number): Heartbeat => ({
  type: "heartbeat",
  server_time_ms: 5_000_000 + clock_ms,
  last_scan_ms,
  scan_sequence: 1,
  journal_error: null,
  historian_error: null,
});

test("live while scans move, stalled within 3 s when they do not, lost within 3 s of silence", async () => {
  const { hearHeartbeat, hearSocket, judge, liveness } = await import("./connection");
  hearSocket(true, 0);
  expect(liveness.value).toBe("connecting");
  for (let n = 0; n < 3; n++) {
    clock_ms += 1_000;
    hearHeartbeat(beat(n));
    expect(liveness.value).toBe("live");
  }
  for (let n = 0; n < 3; n++) {
    clock_ms += 1_000;
    hearHeartbeat(beat(2));
  }
  expect(liveness.value).toBe("stalled");
  hearHeartbeat(beat(3));
  expect(liveness.value).toBe("live");
  clock_ms += 3_000;
  judge();
  expect(liveness.value).toBe("lost");
});

test("the server's clock is taken from the quickest message and goes on in silence", async () => {
  const { learnServerTime, serverNow_ms } = await import("./clock");
  learnServerTime(performance.timeOrigin + clock_ms + 7_000);
  learnServerTime(performance.timeOrigin + clock_ms + 6_500);
  expect(serverNow_ms() - performance.timeOrigin - clock_ms).toBeCloseTo(7_000, 3);
  clock_ms += 4_000;
  expect(serverNow_ms() - performance.timeOrigin - clock_ms).toBeCloseTo(7_000, 3);
});
