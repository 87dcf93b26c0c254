import { describe, expect, test } from "vitest";
import { chooseColumns, tile } from "./tiling";

describe.each([
  ["full HD", 1_900, 970],
  ["a small laptop", 1_346, 660],
  ["a 4K wall", 3_800, 2_050],
  ["an upright screen", 1_060, 1_800],
])("on %s", (_, width, height) => {
  test.each([1, 2, 3, 4, 7, 12, 24, 60])("%i tiles fill the grid without a spare row", (tiles) => {
    const { columns, rows, tile_width_px, tile_height_px } = tile(tiles, width, height, 10);
    expect(columns * rows).toBeGreaterThanOrEqual(tiles);
    expect(columns * (rows - 1)).toBeLessThan(tiles);
    expect(columns * tile_width_px + 10 * (columns - 1)).toBeCloseTo(width);
    if (tile_height_px > 96) expect(rows * tile_height_px + 10 * (rows - 1)).toBeCloseTo(height);
  });

  test.each([1, 3, 12, 60])("lines of %i tiles fit into their tile", (tiles) => {
    const t = tile(tiles, width, height, 10);
    const lines_em = 3.3 + 2.1 + t.alarm_lines * 1.75 + t.figure_lines * 1.7;
    expect(lines_em * t.type_px).toBeLessThanOrEqual(t.tile_height_px + 1);
    expect(t.type_px).toBeGreaterThanOrEqual(12);
    expect(t.type_px).toBeLessThanOrEqual(40);
  });
});

test("three systems stand side by side on a wide screen, one takes it all", () => {
  expect(chooseColumns(3, 1_900, 970, 10)).toBe(3);
  expect(chooseColumns(1, 1_900, 970, 10)).toBe(1);
  expect(chooseColumns(12, 1_900, 970, 10)).toBe(4);
});

test("the number of tiles alone decides the grid: trouble moves nothing", () => {
  expect(tile(12, 1_900, 970, 10)).toEqual(tile(12, 1_900, 970, 10));
});

test("more systems than fit scroll at a height that can still be read", () => {
  expect(tile(600, 1_300, 600, 10).tile_height_px).toBe(96);
});
