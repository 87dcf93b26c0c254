import { expect, test } from "vitest";
import type { AlarmChanged, JournalRecord } from "../schema";
import { activeFaults, journalLine } from "./journal_line";

const AT = { at_ns: 1_700_000_000_000_000_000 };
const ACTOR = { name: "ada", role: "operator" };
const OPERATE = {
  type: "operate",
  id: "7",
  actor: ACTOR,
  at_ns: AT.at_ns,
  equipment: "pump 1",
  control: "run",
  value: 1,
  reason: "tank low",
} as const;
const RAISED: AlarmChanged = {
  type: "alarm_changed",
  ...AT,
  alarm: "LT1.high",
  tag: "LT1",
  kind: "high",
  priority: 2,
  event: "abnormal",
  before: "A",
  after: "B",
  occurrence: 3,
  revision: 1,
  value: 9.123456789,
  quality: 0,
  limit_eu: 9,
  actor: null,
  command_id: null,
  revision_seen: null,
  marks: ["active", "unacknowledged"],
  annunciated: true,
  hidden: false,
  priority_peak: 0,
  priority_seen: 0,
  onset_ns: AT.at_ns,
  reason: "",
  until_ns: null,
  hidden_count: null,
};

test("a move of an alarm says what, how far and which occurrence", () => {
  expect(journalLine(RAISED)).toEqual({
    at_ms: 1_700_000_000_000,
    what: "alarm",
    who: "",
    subject: "LT1.high",
    text: "raised at 9.12346 (limit 9), A \u2192 B, occurrence 3",
    tag: "LT1",
    alarm: "LT1.high",
    priority: 2,
  });
  const seen = journalLine({
    ...RAISED,
    event: "acknowledge",
    actor: ACTOR,
    value: null,
    limit_eu: null,
  });
  expect(seen).toMatchObject({ who: "ada", text: "acknowledged, A \u2192 B, occurrence 3" });
});

test("a refused command says who, what and why", () => {
  const line = journalLine({
    type: "command_refused",
    ...AT,
    command: OPERATE,
    reason: "in_auto",
    detail: "pump 1 is in AUTO",
  });
  expect(line).toMatchObject({ what: "refused", who: "ada", subject: "pump 1" });
  expect(line.text).toBe("set run to 1 (tank low): refused, in auto: pump 1 is in AUTO");
});

test.each<[JournalRecord, string]>([
  [{ type: "command_accepted", ...AT, command: OPERATE }, "set run to 1 (tank low): accepted"],
  [{ type: "input_changed", ...AT, cause: "lost", count: 1, tags: ["LT1"] }, "input lost"],
  [
    {
      type: "input_changed",
      ...AT,
      cause: "bad",
      count: 7,
      tags: ["a", "b", "c", "d", "e", "f", "g"],
    },
    "input bad: a, b, c, d and 3 more",
  ],
  [
    { type: "output_done", ...AT, command_id: "7", ok: false, detail: "interlock" },
    "order not taken: interlock",
  ],
  [{ type: "session_changed", ...AT, actor: ACTOR, event: "signed_in" }, "signed in"],
  [{ type: "server_stopped", ...AT, cause: "signal" }, "server stopped: signal"],
])("%o reads as one line", (record, text) => {
  expect(journalLine(record).text).toBe(text);
});

test("a record of a kind that is not known here is still shown", () => {
  const later = { type: "shift_changed", ...AT } as unknown as JournalRecord;
  expect(journalLine(later).text).toBe("shift changed");
});

test("faults that are on: begun, not ended, since the server last started", () => {
  const fault = (name: string, active: boolean): JournalRecord => ({
    type: "inject_fault",
    ...AT,
    command_id: "1",
    source: "hydraulics",
    fault: name,
    target: "n1",
    severity: 2,
    active,
  });
  const started: JournalRecord = {
    type: "server_started",
    ...AT,
    version: "0",
    site: "x",
    configuration_sha256: "",
    tags: 1,
    alarms: 1,
  };
  const newestFirst = [
    fault("burst", false),
    fault("trip", true),
    fault("burst", true),
    started,
    fault("old", true),
  ];
  expect(activeFaults(newestFirst).map((one) => one.fault)).toEqual(["trip"]);
});
