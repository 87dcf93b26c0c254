import { expect, test } from "vitest";
import { agrees, CONFIRM_MS_MAX, commandWords, entryFault, stageAfter } from "./confirmation";
import { exampleControl, exampleTag } from "./example_site";

const speed = exampleControl({ kind: "analogue", labels: [], low_eu: 0, high_eu: 100, unit: "%" });
const state = exampleTag({ kind: "discrete", states: ["stopped", "running"], resolution_eu: null });

test("a switch agrees with its state, an analogue value within one per cent or one step", () => {
  expect(agrees(exampleControl(), 1, 1, state)).toBe(true);
  expect(agrees(exampleControl(), 1, 0, state)).toBe(false);
  expect(agrees(speed, 50, 50.9, exampleTag())).toBe(true);
  expect(agrees(speed, 50, 51.1, exampleTag())).toBe(false);
  expect(agrees(speed, 50, 54, exampleTag({ resolution_eu: 5 }))).toBe(true);
});

test("no number never agrees", () => {
  expect(agrees(exampleControl(), 0, Number.NaN, state)).toBe(false);
  expect(agrees(speed, 50, Number.NaN, exampleTag())).toBe(false);
});

test("commanded, then confirmed or overdue; without feedback it stays unverifiable", () => {
  expect(stageAfter(false, true, 0, 1_000)).toBe("unconfirmed");
  expect(stageAfter(true, true, 0, 1_000)).toBe("confirmed");
  expect(stageAfter(false, true, 0, CONFIRM_MS_MAX + 1)).toBe("overdue");
  expect(stageAfter(false, false, 0, 1_000)).toBe("unverifiable");
});

test("entries are checked before they are sent", () => {
  expect(entryFault(speed, "50,5")).toBeNull();
  expect(entryFault(speed, "")).toContain("number");
  expect(entryFault(speed, "fast")).toContain("number");
  expect(entryFault(speed, "101")).toBe("Enter 0 to 100 %.");
});

test("words of a command", () => {
  expect(commandWords(exampleControl(), 1)).toBe("start");
  expect(commandWords(speed, 42)).toBe("42 %");
});
