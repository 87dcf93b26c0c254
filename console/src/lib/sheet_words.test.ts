import { expect, test } from "vitest";
import type { AlarmSheetBody } from "../schema";
import { handlingRows, missingWords, modeSettingWords } from "./sheet_words";

const plain = {
  event_only: false,
  expression: "",
  deadband_eu: 0,
  on_delay_ms: 0,
  off_delay_ms: 0,
  window_ms: 0,
  latching: false,
  auto_acknowledge: false,
  re_alarm_ms: 0,
  escalation: "",
  group: "",
  suppress_when: "",
  shelve_ms_max: 43_200_000,
  alarm_class: "",
} as AlarmSheetBody;

const rows = (part: Partial<AlarmSheetBody>): Record<string, string> =>
  Object.fromEntries(handlingRows({ ...plain, ...part }, "m"));

test("a plain alarm has its delays, its deadband and its longest shelf, and no more", () => {
  expect(rows({})).toEqual({
    Deadband: "none",
    "On-delay": "none",
    "Off-delay": "none",
    "Shelved at most": "12 h",
  });
});

test("every special is said", () => {
  const all = rows({
    event_only: true,
    expression: "a > b",
    deadband_eu: 0.2,
    on_delay_ms: 2_000,
    window_ms: 30_000,
    latching: true,
    auto_acknowledge: true,
    re_alarm_ms: 1_800_000,
    escalation: "critical beyond 7.8 m",
    group: "transfer",
    suppress_when: "pump stopped",
    alarm_class: "environment",
  });
  expect(Object.keys(all)).toHaveLength(14);
  expect(all).toMatchObject({
    "Runs as": "an event only: journaled, nobody is called",
    Deadband: "0.2 m",
    "On-delay": "2 s",
    "Re-alarm": "after 30 min acknowledged and active",
  });
});

test("what a mode makes of it", () => {
  const setting = { mode: "running", limit_eu: null, priority: null, suppressed: false };
  expect(modeSettingWords(setting, "m")).toBe("as configured");
  expect(modeSettingWords({ ...setting, suppressed: true }, "m")).toBe("suppressed by design");
  expect(modeSettingWords({ ...setting, limit_eu: 3.2, priority: 4 }, "m")).toBe(
    "limit 3.2 m, low priority",
  );
});

test("what is missing reads as a sentence, also a part that is not known here", () => {
  expect(missingWords(["cause", "response_time_ms"])).toBe("the cause, within what time");
  expect(missingWords(["risk_owner"])).toBe("risk owner");
});
