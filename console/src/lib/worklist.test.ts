import { expect, test } from "vitest";
import type { WorklistEntry } from "../schema";
import { worklistOrder } from "./worklist";

const entry = (alarm: string, fault: string): WorklistEntry => ({
  alarm,
  position: "",
  fault,
  count: 1,
  share: 0.1,
  since_ms: null,
  with_alarm: "",
  detail: "",
  now: true,
});

test("what merely stands comes last, everything else as it was", () => {
  const entries = [
    entry("a", "standing"),
    entry("b", "chattering"),
    entry("c", "standing"),
    entry("d", "stale"),
  ];
  expect(worklistOrder(entries).map(({ alarm }) => alarm)).toEqual(["b", "d", "a", "c"]);
});
