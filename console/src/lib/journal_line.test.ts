import { describe, expect, test } from "vitest";
import type { AlarmChanged, CommandAccepted, JournalRecord } from "../schema";
import { formatClock, formatDate, inLocalTime } from "./format";
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

describe("every event of the machine has a sentence", () => {
  const until_ns = AT.at_ns + 3.6e12;
  const until = formatClock(until_ns / 1e6);
  test.each<[string, Partial<AlarmChanged>, string]>([
    ["abnormal", {}, "raised at 9.12346 (limit 9)"],
    ["normal", { value: 8.5 }, "returned to normal at 8.5 (limit 9)"],
    [
      "normal",
      { value: 8.5, marks: ["latched"] },
      "returned to normal at 8.5 (limit 9), latched until it is reset",
    ],
    [
      "more_urgent",
      { priority: 1, marks: ["escalated"] },
      "now critical, the value went beyond the further limit at 9.12346 (limit 9)",
    ],
    [
      "more_urgent",
      { priority: 1, marks: ["unattended"], value: null, limit_eu: null },
      "now critical, nobody acknowledged it in time",
    ],
    ["severity_changed", { priority: 3, value: null, limit_eu: null }, "now medium"],
    ["re_alarm", {}, "annunciated again: acknowledged and still active for its re-alarm time"],
    ["suppress", { reason: "mode shut-down" }, "suppressed by design: mode shut-down"],
    [
      "unsuppress",
      { reason: "mode running", hidden_count: 2 },
      "suppression by design ended: mode running, would have sounded 2 times meanwhile",
    ],
    [
      "shelf_ended",
      { hidden_count: 0 },
      "shelf ended by itself, nothing would have sounded meanwhile",
    ],
    ["acknowledge", {}, "acknowledged"],
    ["reset", {}, "latch reset"],
    ["shelve_timed", { reason: "chatters", until_ns }, `shelved until ${until}: chatters`],
    [
      "shelve_one_shot",
      { reason: "chatters", until_ns },
      `shelved for one activation, at the longest until ${until}: chatters`,
    ],
    ["unshelve", { hidden_count: 1 }, "unshelved, would have sounded 1 time meanwhile"],
    ["remove_from_service", { reason: "valve removed" }, "taken out of service: valve removed"],
    [
      "return_to_service",
      { hidden_count: 0 },
      "returned to service, nothing would have sounded meanwhile",
    ],
    ["silence", {}, "silenced"],
  ])("%s %o", (event, part, sentence) => {
    const line = journalLine({ ...RAISED, event, ...part, before: "B", after: "B" });
    expect(line.text).toBe(`${sentence}, B, occurrence 3`);
  });

  test("one newer than this console is named as it comes", () => {
    expect(journalLine({ ...RAISED, event: "put_aside" }).text).toContain("put aside,");
  });
});

test("what came while it was hidden is told as such", () => {
  const { text } = journalLine({ ...RAISED, before: "E", after: "E", hidden: true });
  expect(text).toBe("raised at 9.12346 (limit 9), out of sight: did not sound, E, occurrence 3");
});

test("a shelf that ends on another day says which", () => {
  const until_ns = AT.at_ns + 20 * 3.6e12;
  const { text } = journalLine({ ...RAISED, event: "shelve_timed", until_ns, reason: "x" });
  expect(text).toContain(`until ${formatDate(until_ns / 1e6)} ${formatClock(until_ns / 1e6)}`);
});

test.each<[JournalRecord, string, string]>([
  [
    {
      type: "condition_changed",
      ...AT,
      alarm: "LT1.high",
      tag: "LT1",
      kind: "high",
      active: true,
      value: 9.5,
      quality: 0,
      limit_eu: 9,
    },
    "LT1.high",
    "came at 9.5 (limit 9), runs as an event only: nobody was called",
  ],
  [
    {
      type: "mode_changed",
      ...AT,
      system: "works",
      before: "",
      after: "running",
      cause: "LT1 is up",
      actor: null,
      command_id: null,
    },
    "works",
    "mode no mode \u2192 running: LT1 is up",
  ],
  [
    {
      type: "flood_changed",
      ...AT,
      position: "desk",
      active: true,
      count: 11,
      window_ms: 600_000,
      total: 0,
    },
    "desk",
    "alarm flood began: 11 in 10 min",
  ],
  [
    {
      type: "flood_changed",
      ...AT,
      position: "desk",
      active: false,
      count: 4,
      window_ms: 600_000,
      total: 87,
    },
    "desk",
    "alarm flood ended: 4 in 10 min, 87 annunciated in all",
  ],
  [
    {
      type: "first_out_changed",
      ...AT,
      group: "trip",
      alarm: "LT1.high",
      onset_ns: 1,
      uncertainty_ms: 50,
      tied: ["FT1.low"],
    },
    "trip",
    "first out: LT1.high, tied with FT1.low (clocks are certain to 50 ms)",
  ],
  [
    {
      type: "first_out_changed",
      ...AT,
      group: "trip",
      alarm: "",
      onset_ns: null,
      uncertainty_ms: 0,
      tied: [],
    },
    "trip",
    "group back at rest",
  ],
])("%o", (record, subject, text) => {
  expect(journalLine(record)).toMatchObject({ subject, text });
});

describe("commands about alarms", () => {
  const on = {
    id: "7",
    actor: ACTOR,
    at_ns: AT.at_ns,
    alarm: "LT1.high",
    occurrence: 3,
    revision: 2,
  };
  test.each<[CommandAccepted["command"], string]>([
    [{ type: "acknowledge", ...on }, "acknowledge occurrence 3: accepted"],
    [{ type: "silence", ...on }, "silence occurrence 3: accepted"],
    [
      { type: "shelve", ...on, duration_ms: 5_400_000, reason: "chatters", one_shot: true },
      "shelve for one activation for 1 h 30 min (chatters), occurrence 3: accepted",
    ],
    [
      { type: "remove_from_service", ...on, reason: "valve out" },
      "take out of service (valve out), occurrence 3: accepted",
    ],
    [{ type: "return_to_service", ...on }, "return to service occurrence 3: accepted"],
  ])("%o", (command, text) => {
    const line = journalLine({ type: "command_accepted", ...AT, command });
    expect(line).toMatchObject({ who: "ada", subject: "LT1.high", alarm: "LT1.high", text });
  });

  test("a mode that was refused", () => {
    const command = {
      type: "set_mode",
      id: "7",
      actor: ACTOR,
      at_ns: AT.at_ns,
      system: "works",
      mode: "running",
      reason: "start",
    } as const;
    const line = journalLine({
      type: "command_refused",
      ...AT,
      command,
      reason: "mode_by_tag",
      detail: "the tag LT1 decides",
    });
    expect(line.text).toBe(
      "set mode to running (start): refused, mode by tag: the tag LT1 decides",
    );
  });
});

test("a refused command says who, what and why", () => {
  const line = journalLine({
    type: "command_refused",
    ...AT,
    command: OPERATE,
    reason: "in_auto",
    detail: "pump 1 is in AUTO since 12:00:00 UTC",
  });
  expect(line).toMatchObject({ what: "refused", who: "ada", subject: "pump 1" });
  const local = inLocalTime("12:00:00 UTC", line.at_ms);
  expect(line.text).toBe(
    `set run to 1 (tank low): refused, in auto: pump 1 is in AUTO since ${local}`,
  );
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
