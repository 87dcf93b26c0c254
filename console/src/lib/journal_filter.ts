/** What the journal page asks for: kinds of record, a stretch of time, words, priorities. */

import type { JournalRecord } from "../schema";

export interface JournalKinds {
  readonly label: string;
  /** Types of record; none: all. */
  readonly types: readonly JournalRecord["type"][];
}

export const JOURNAL_KINDS: readonly JournalKinds[] = [
  { label: "All", types: [] },
  { label: "Alarms", types: ["alarm_changed", "first_out_changed"] },
  { label: "Events", types: ["condition_changed"] },
  { label: "Floods, modes", types: ["flood_changed", "mode_changed"] },
  { label: "People", types: ["command_accepted", "command_refused", "session_changed"] },
  { label: "Refused", types: ["command_refused"] },
  { label: "Inputs", types: ["input_changed"] },
  { label: "Plant orders", types: ["write_output", "inject_fault", "output_done"] },
  { label: "Server", types: ["server_started", "server_stopped", "journal_interrupted"] },
];

export interface JournalRange {
  readonly label: string;
  /** Length of the stretch that ends now; null is all there is. */
  readonly span_ms: number | null;
}

const HOUR_MS = 3_600_000;

export const JOURNAL_RANGES: readonly JournalRange[] = [
  { label: "All time", span_ms: null },
  { label: "Last hour", span_ms: HOUR_MS },
  { label: "Last 8 h", span_ms: 8 * HOUR_MS },
  { label: "Last 24 h", span_ms: 24 * HOUR_MS },
  { label: "Last 7 d", span_ms: 168 * HOUR_MS },
];

export interface JournalWish {
  readonly types: readonly string[];
  readonly text: string;
  readonly priority: number | null;
  readonly from_ms: number | null;
  readonly to_ms: number | null;
}

/** The fields of the query; what is not asked for is left out. */
export function journalFields(wish: JournalWish): {
  kinds?: string;
  text?: string;
  priority?: number;
  from_ms?: number;
  to_ms?: number;
} {
  const text = wish.text.trim();
  return {
    ...(wish.types.length === 0 ? {} : { kinds: wish.types.join(",") }),
    ...(text === "" ? {} : { text }),
    ...(wish.priority === null ? {} : { priority: wish.priority }),
    ...(wish.from_ms === null ? {} : { from_ms: Math.floor(wish.from_ms) }),
    ...(wish.to_ms === null ? {} : { to_ms: Math.ceil(wish.to_ms) }),
  };
}

/** "2026-11-23T04:15" of a date field, local time, as an instant; null when it says nothing. */
export function fieldInstant(text: string): number | null {
  const instant_ms = text === "" ? Number.NaN : new Date(text).getTime();
  return Number.isNaN(instant_ms) ? null : instant_ms;
}
