import { expect, test } from "vitest";
import { chosenRows, toggled, withRange } from "./selection";

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
