import { expect, test } from "vitest";
import { type Chosen, chosenRows, settled, toggled, withRange } from "./selection";

test("marked rows in the order of the list, else the cursor's, else none", () => {
  expect(chosenRows([5, 3, 9], new Set([9, 5]), 3)).toEqual([5, 9]);
  expect(chosenRows([5, 3, 9], new Set(), 3)).toEqual([3]);
  expect(chosenRows([5, 3, 9], new Set([7]), 3)).toEqual([3]);
  expect(chosenRows([5, 3, 9], new Set([7]), 8)).toEqual([]);
});

test("a mark is put and taken", () => {
  expect([...toggled(new Set([1]), 2)]).toEqual([1, 2]);
  expect([...toggled(new Set([1, 2]), 1)]).toEqual([2]);
});

test("a range is marked in either direction, and adds to what is marked", () => {
  const rows = [1, 2, 3, 4, 5];
  expect([...withRange(rows, new Set([5]), 2, 4)].sort()).toEqual([2, 3, 4, 5]);
  expect([...withRange(rows, new Set(), 4, 2)].sort()).toEqual([2, 3, 4]);
  expect([...withRange(rows, new Set(), null, 2)]).toEqual([2]);
  expect([...withRange(rows, new Set([1]), 1, 99)]).toEqual([1]);
});

test("after an act that was done nothing is chosen, and what was refused stays chosen", () => {
  const chosen: Chosen = { marked: new Set([1, 2, 3]), cursor: 4, spent: false };
  expect(settled(chosen, [1, 2, 3])).toEqual({ marked: new Set(), cursor: 4, spent: true });
  expect(settled(chosen, [1, 3])).toEqual({ marked: new Set([2]), cursor: 4, spent: true });
  const plain: Chosen = { marked: new Set(), cursor: 4, spent: false };
  expect(settled(plain, [4])).toEqual({ ...plain, spent: true });
});

test("an act on others changes no choice", () => {
  const chosen: Chosen = { marked: new Set([1]), cursor: 4, spent: false };
  expect(settled(chosen, [2, 3])).toBe(chosen);
  expect(settled(chosen, [])).toBe(chosen);
});
