import { expect, test } from "vitest";
import { wordGoesLeft } from "./plot";

test.each<[number, readonly number[], boolean, string]>([
  [50, [], false, "on the right where nothing is in the way"],
  [50, [54], true, "on the left of a line that would strike it"],
  [54, [50], false, "on the right of a line before it"],
  [95, [], true, "on the left at the end of the picture"],
  [4, [6], false, "on the right where the left has no room"],
  [50, [44, 55], false, "on the right where both sides are struck"],
  [95, [90], true, "inside the picture, even struck"],
])("a word at %d with lines at %j goes left: %s (%s)", (x, lines, left) => {
  expect(wordGoesLeft(x, 20, lines, [0, 100])).toBe(left);
});
