/** A list that holds its rows still while a person works in it. */

import type { AlarmBody } from "../schema";

export interface HeldRows {
  readonly rows: readonly AlarmBody[];
  /** Rows of the live list that the held one does not have. */
  readonly fresh: number;
}

/**
 * The rows of `held` in their order, each with its present state; an alarm that came to rest meanwhile
 * keeps its place and shows letter A. What is new is counted, not shown.
 */
export function holdRows(
  held: readonly number[],
  live: readonly AlarmBody[],
  bodyOf: (alarm: number) => AlarmBody | undefined,
  lastKnown: ReadonlyMap<number, AlarmBody>,
): HeldRows {
  const places = new Set(held);
  const rows: AlarmBody[] = [];
  for (const alarm of held) {
    const body = bodyOf(alarm);
    const last = lastKnown.get(alarm);
    if (body !== undefined) rows.push(body);
    else if (last !== undefined) rows.push({ ...last, letter: "A" });
  }
  let fresh = 0;
  for (const body of live) if (!places.has(body.alarm)) fresh++;
  return { rows, fresh };
}
