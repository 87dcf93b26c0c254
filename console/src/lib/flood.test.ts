import { expect, test } from "vitest";
import type { PositionState } from "../schema";
import { exampleSite } from "./example_site";
import { FLOOD_LINES, floodEndWords, floodFacts, floodsNow, tileLines, windowWords } from "./flood";
import { formatClock } from "./format";

const { positions } = exampleSite();
const state = (part: Partial<PositionState>): ReadonlyMap<string, PositionState> =>
  new Map([
    ["desk", { position: "desk", flood: true, since_ms: 1_000, count: 12, total: 20, ...part }],
  ]);

test("only positions in flood are in flood", () => {
  expect(floodsNow(positions, new Map(), 0)).toEqual([]);
  expect(floodsNow(positions, state({ flood: false }), 0)).toEqual([]);
  expect(floodsNow(positions, state({}), 5)).toEqual([
    { position: positions[0], since_ms: 1_000, count: 12, total: 20 },
  ]);
  expect(floodsNow(positions, state({ since_ms: null }), 5)[0]!.since_ms).toBe(5);
});

test("the banner says since when, how many of late, how many in all, and when it will be over", () => {
  const [flood] = floodsNow(positions, state({}), 0);
  expect(floodFacts(flood!, 181_000)).toEqual([
    `since ${formatClock(1_000)} (3 min)`,
    "12 in 10 min",
    "20 since it began",
  ]);
  expect(floodEndWords(flood!)).toBe("It ends below 5 in 10 min.");
  expect(windowWords(20_000)).toBe("20 s");
});

test.each([
  [5, { columns: 3, height_px: 830 }, 10],
  [5, { columns: 2, height_px: 500 }, FLOOD_LINES],
  [1, { columns: 3, height_px: 830 }, 23],
  [0, { columns: 0, height_px: 0 }, FLOOD_LINES],
])("%i tiles in %o have %i lines", (tiles, space, lines) => {
  expect(tileLines(tiles, space)).toBe(lines);
});
