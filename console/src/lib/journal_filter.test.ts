import { expect, test } from "vitest";
import { fieldInstant, JOURNAL_KINDS, JOURNAL_RANGES, journalFields } from "./journal_filter";

const NOTHING = { types: [], text: "", priority: null, from_ms: null, to_ms: null };

test("what is not asked for is not in the query", () => {
  expect(journalFields(NOTHING)).toEqual({});
  expect(journalFields({ ...NOTHING, text: "   " })).toEqual({});
});

test("everything asked for is in the query, whole milliseconds, outwards", () => {
  expect(
    journalFields({
      types: ["flood_changed", "mode_changed"],
      text: " pump 3 ",
      priority: 2,
      from_ms: 10.7,
      to_ms: 20.2,
    }),
  ).toEqual({
    kinds: "flood_changed,mode_changed",
    text: "pump 3",
    priority: 2,
    from_ms: 10,
    to_ms: 21,
  });
});

test("every type of record that has words of its own is under one of the kinds", () => {
  const listed = new Set<string>(JOURNAL_KINDS.flatMap(({ types }) => types));
  for (const type of [
    "alarm_changed",
    "condition_changed",
    "mode_changed",
    "flood_changed",
    "first_out_changed",
    "command_accepted",
    "command_refused",
    "input_changed",
    "write_output",
    "inject_fault",
    "output_done",
    "server_started",
    "server_stopped",
    "session_changed",
    "journal_interrupted",
  ])
    expect(listed, type).toContain(type);
});

test("a date field is local time; what is no date says nothing", () => {
  expect(fieldInstant("2026-11-23T04:15")).toBe(new Date(2026, 10, 23, 4, 15).getTime());
  expect(fieldInstant("")).toBeNull();
  expect(fieldInstant("soon")).toBeNull();
});

test("one range is all there is", () => {
  expect(JOURNAL_RANGES[0]!.span_ms).toBeNull();
});
