/** How many columns the wall has, and how much a tile of that size says. */

export interface Tiling {
  readonly columns: number;
  readonly rows: number;
  readonly tile_width_px: number;
  readonly tile_height_px: number;
  readonly density: Density;
  /** Base type size of a tile. */
  readonly type_px: number;
  /** Lines of worst alarms and of live figures that fit. */
  readonly alarm_lines: number;
  readonly figure_lines: number;
  readonly figure_columns: number;
}

export type Density = "spacious" | "regular" | "compact" | "mini";

const ASPECT = 1.55;
const TYPE_PX_MIN = 12;
const TYPE_PX_MAX = 40;
/** Height of a tile in lines of its type: what a large tile says, and what a small one must still say. */
const TILE_EM = { spacious: 18, other: 16 };

/** The grid whose tiles are largest when each is held to a readable shape; empty places count against it. */
export function chooseColumns(
  tiles: number,
  width_px: number,
  height_px: number,
  gap_px: number,
): number {
  let best = 1;
  let bestSize = -1;
  for (let columns = 1; columns <= Math.max(1, tiles); columns++) {
    const rows = Math.ceil(tiles / columns);
    const width = (width_px - gap_px * (columns - 1)) / columns;
    const height = (height_px - gap_px * (rows - 1)) / rows;
    if (width <= 0 || height <= 0) continue;
    const size = (Math.min(width, height * ASPECT) * tiles) / (columns * rows);
    if (size > bestSize + 1e-9) {
      bestSize = size;
      best = columns;
    }
  }
  return best;
}

function densityOf(width_px: number, height_px: number): Density {
  const size = Math.min(width_px, height_px * ASPECT);
  return size >= 520 ? "spacious" : size >= 320 ? "regular" : size >= 210 ? "compact" : "mini";
}

export function tile(tiles: number, width_px: number, height_px: number, gap_px: number): Tiling {
  const columns = chooseColumns(tiles, width_px, height_px, gap_px);
  const rows = Math.max(1, Math.ceil(tiles / columns));
  const tile_width_px = (width_px - gap_px * (columns - 1)) / columns;
  // A wall that would be squeezed scrolls instead: nothing below reads from any distance.
  const tile_height_px = Math.max(96, (height_px - gap_px * (rows - 1)) / rows);
  const density = densityOf(tile_width_px, tile_height_px);
  const tile_em = density === "spacious" ? TILE_EM.spacious : TILE_EM.other;
  const scale = Math.min(
    tile_width_px / (density === "spacious" ? 34 : 23),
    tile_height_px / tile_em,
  );
  const type_px = Math.floor(Math.min(TYPE_PX_MAX, Math.max(TYPE_PX_MIN, scale)));
  return {
    columns,
    rows,
    tile_width_px,
    tile_height_px,
    density,
    type_px,
    ...linesThatFit(density, tile_width_px, tile_height_px, type_px),
  };
}

const ALARM_LINES: Record<Density, number> = { spacious: 8, regular: 3, compact: 2, mini: 1 };
const FIGURE_EM: Record<Density, number> = {
  spacious: 2.15,
  regular: 2.1,
  compact: 1.75,
  mini: 1.7,
};
const ALARM_EM = 1.75;
const HEADER_EM = 3.3;
const FOOTER_EM = 2.1;

/** Alarms get up to two fifths of the room, live figures the rest: both keep their lines when it is calm. */
function linesThatFit(density: Density, width_px: number, height_px: number, type_px: number) {
  const room_em = Math.max(0, height_px / type_px - HEADER_EM - FOOTER_EM);
  const alarm_lines = Math.min(ALARM_LINES[density], Math.floor((0.4 * room_em) / ALARM_EM));
  const figure_lines = Math.max(
    0,
    Math.floor((room_em - alarm_lines * ALARM_EM - 0.4) / FIGURE_EM[density]),
  );
  return { alarm_lines, figure_lines, figure_columns: width_px / type_px > 46 ? 2 : 1 };
}
