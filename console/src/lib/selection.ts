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
