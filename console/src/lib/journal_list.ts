/** Records of the journal as a list that grows at both ends. */

import type { ISAState, JournalEntryBody } from "../schema";
import { type JournalLine, journalLine } from "./journal_line";
import { stateOf } from "./priority";

export interface JournalItem {
  readonly sequence: number;
  readonly line: JournalLine;
  /** ISA letter after the move, for an alarm's record. */
  readonly letter: ISAState;
}

export function journalItem(entry: JournalEntryBody): JournalItem {
  const letter = entry.record.type === "alarm_changed" ? stateOf(entry.record.after) : "A";
  return { sequence: entry.sequence, line: journalLine(entry.record), letter };
}

/** Newer records put before the known ones; a gap between them (a burst) means starting anew. */
export function joinNewer(
  fetched: readonly JournalItem[],
  known: readonly JournalItem[],
): readonly JournalItem[] {
  const newest = known[0]?.sequence;
  if (newest === undefined) return fetched;
  const fresh = fetched.filter(({ sequence }) => sequence > newest);
  if (fresh.length === 0) return known;
  return fresh.length === fetched.length ? fetched : [...fresh, ...known];
}
