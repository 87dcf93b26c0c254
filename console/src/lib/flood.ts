/** The load of the operator positions, and what a flood's banner says. */

import type { PositionBody, PositionState } from "../schema";
import { formatAge, formatClock } from "./format";

export interface Flood {
  readonly position: PositionBody;
  readonly since_ms: number;
  readonly count: number;
  readonly total: number;
}

/** Positions in flood, in the order of the site. One that does not say since when began with this message. */
export function floodsNow(
  positions: readonly PositionBody[],
  states: ReadonlyMap<string, PositionState>,
  now_ms: number,
): Flood[] {
  return positions.flatMap((position) => {
    const state = states.get(position.id);
    if (state === undefined || !state.flood) return [];
    const { count, total } = state;
    return [{ position, since_ms: state.since_ms ?? now_ms, count, total }];
  });
}

/** "10 min": the window in which annunciations are counted. */
export const windowWords = (window_ms: number): string =>
  window_ms < 60_000
    ? `${Math.round(window_ms / 1_000)} s`
    : `${+(window_ms / 60_000).toFixed(1)} min`;

export function floodFacts(flood: Flood, now_ms: number): string[] {
  const { position, since_ms, count, total } = flood;
  return [
    `since ${formatClock(since_ms)} (${formatAge(Math.floor((now_ms - since_ms) / 1_000) * 1_000).replace(".0", "")})`,
    `${count} in ${windowWords(position.flood_window_ms)}`,
    `${total} since it began`,
  ];
}

/** When the flood will be over, as the server counts. */
export const floodEndWords = ({ position }: Flood): string =>
  `It ends below ${position.flood_end} in ${windowWords(position.flood_window_ms)}.`;

/** Lines that a tile of the flood view has at least. */
export const FLOOD_LINES = 5;
const LINE_PX = 32;
/** Head, foot and frame of a tile. */
const TILE_PX = 74;
const GAP_PX = 10;

export interface TileSpace {
  readonly columns: number;
  readonly height_px: number;
}

/**
 * Lines of each tile so that the tiles fill the height there is. How many alarms they have does not count: a
 * tile does not move because another one got one more.
 */
export function tileLines(tiles: number, space: TileSpace): number {
  const rows = Math.max(1, Math.ceil(tiles / Math.max(1, space.columns)));
  const tile_px = (space.height_px - GAP_PX * (rows - 1)) / rows;
  return Math.max(FLOOD_LINES, Math.floor((tile_px - TILE_PX) / LINE_PX));
}
