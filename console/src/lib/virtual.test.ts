import { expect, test } from "vitest";
import { rowsInView, rowsOnPage, scrollTo } from "./virtual";

test("rows in view reach past both edges by the spare ones and never past the list", () => {
  expect(rowsInView(10_000, 40, 4_000, 800, 5)).toEqual({ from: 95, to: 126 });
  expect(rowsInView(10_000, 40, 0, 800, 5)).toEqual({ from: 0, to: 26 });
  expect(rowsInView(10, 40, 9_999, 800, 5)).toEqual({ from: 10, to: 10 });
  expect(rowsInView(0, 40, 0, 800, 5)).toEqual({ from: 0, to: 0 });
  expect(rowsInView(10, 40, -50, 800, 5).from).toBe(0);
});

test("the page is what is wholly in view", () => {
  expect(rowsOnPage(100, 40, 0, 400)).toEqual({ from: 0, to: 10 });
  expect(rowsOnPage(100, 40, 20, 400)).toEqual({ from: 1, to: 10 });
  expect(rowsOnPage(3, 40, 0, 400)).toEqual({ from: 0, to: 3 });
  expect(rowsOnPage(0, 40, 0, 400)).toEqual({ from: 0, to: 0 });
});

test("a row is brought into view by the least scrolling", () => {
  expect(scrollTo(0, 40, 100, 400)).toBe(0);
  expect(scrollTo(20, 40, 0, 400)).toBe(440);
  expect(scrollTo(5, 40, 100, 400)).toBe(100);
});
