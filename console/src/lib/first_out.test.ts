import { expect, test } from "vitest";
import type { AlarmBody } from "../schema";
import { exampleBody } from "./example_site";
import { firstOutGroups, shownFirstOut, sourceTime } from "./first_out";
import { formatClock } from "./format";

const body = (alarm: number, first_out: string, onset_ms = 0): AlarmBody =>
  exampleBody({ alarm, first_out, onset_ms });
const groupOf = (alarm: number): string => (alarm < 10 ? "pumps" : "wells");

test("the first of a tie is as uncertain as those that are tied with it", () => {
  const rows = [body(1, "first"), body(2, "tied"), body(11, "first"), body(3, "")];
  expect(rows.map((row) => shownFirstOut(row, rows, groupOf))).toEqual([
    "tied",
    "tied",
    "first",
    "",
  ]);
});

test("while groups are not known nothing is called certain beside a tie", () => {
  const leader = body(11, "first");
  const rows = [leader, body(2, "tied")];
  expect(shownFirstOut(leader, rows, () => undefined)).toBe("tied");
  expect(shownFirstOut(leader, rows, (alarm) => (alarm === 11 ? "wells" : undefined))).toBe("tied");
  expect(shownFirstOut(leader, [leader], () => undefined)).toBe("first");
});

test("groups in the order in which they began, each by the time of the source", () => {
  const rows = [body(2, "tied", 70), body(11, "first", 60), body(1, "first", 50), body(3, "", 1)];
  const seen = firstOutGroups(rows, groupOf).map(({ group, alarms }) => [
    group,
    alarms.map(({ alarm }) => alarm),
  ]);
  expect(seen).toEqual([
    ["pumps", [1, 2]],
    ["wells", [11]],
  ]);
  expect(firstOutGroups(rows, () => undefined).map(({ group }) => group)).toEqual([""]);
});

test("the time of a source is told to a tenth of a second, never later than it was", () => {
  expect(sourceTime(61_290)).toBe(`${formatClock(61_000)}.2`);
  expect(sourceTime(61_000)).toBe(`${formatClock(61_000)}.0`);
});
