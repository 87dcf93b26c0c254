import { expect, test } from "vitest";
import { type JournalItem, joinNewer } from "./journal_list";

const items = (...sequences: number[]): JournalItem[] =>
  sequences.map((sequence) => ({ sequence, letter: "A", line: {} as JournalItem["line"] }));
const numbers = (list: readonly JournalItem[]): number[] => list.map((item) => item.sequence);

test("newer records go before the known ones, each once", () => {
  expect(numbers(joinNewer(items(5, 4, 3), items(3, 2, 1)))).toEqual([5, 4, 3, 2, 1]);
});

test("nothing new leaves the very same list", () => {
  const known = items(3, 2);
  expect(joinNewer(items(3, 2), known)).toBe(known);
});

test("a burst larger than a page starts the list anew: no hole is hidden", () => {
  expect(numbers(joinNewer(items(99, 98), items(3, 2)))).toEqual([99, 98]);
});
