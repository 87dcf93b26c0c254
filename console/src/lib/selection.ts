/** Which rows of a list are chosen: one under the cursor, or several that were marked. */

/** What an act means: every marked row that is still there, in the order of the list, else the cursor's row. */
export function chosenRows(
  rows: readonly number[],
  marked: ReadonlySet<number>,
  cursor: number | null,
): number[] {
  const still = rows.filter((row) => marked.has(row));
  if (still.length > 0) return still;
  return cursor !== null && rows.includes(cursor) ? [cursor] : [];
}

export function toggled(marked: ReadonlySet<number>, row: number): Set<number> {
  const next = new Set(marked);
  if (!next.delete(row)) next.add(row);
  return next;
}

/** Marked rows and every row from one to another, as shift and a click mean it. */
export function withRange(
  rows: readonly number[],
  marked: ReadonlySet<number>,
  from: number | null,
  to: number,
): Set<number> {
  const [a, b] = [from === null ? -1 : rows.indexOf(from), rows.indexOf(to)];
  if (b < 0) return new Set(marked);
  const [first, last] = a < 0 ? [b, b] : [Math.min(a, b), Math.max(a, b)];
  return new Set([...marked, ...rows.slice(first, last + 1)]);
}

/** What is chosen: `spent` when the row under the cursor is only a place, because an act on the choice was done. */
export interface Chosen {
  readonly marked: ReadonlySet<number>;
  readonly cursor: number | null;
  readonly spent: boolean;
}

/** After an act was done on `done`: they are not chosen any more. What was refused stays chosen. */
export function settled(chosen: Chosen, done: readonly number[]): Chosen {
  const hit = done.filter((row) => chosen.marked.has(row) || row === chosen.cursor);
  if (hit.length === 0) return chosen;
  const marked = new Set([...chosen.marked].filter((row) => !done.includes(row)));
  return { ...chosen, marked, spent: true };
}
