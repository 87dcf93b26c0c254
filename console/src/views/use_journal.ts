/** Journal records as lines: the newest first, older ones loaded on demand, new ones looked for. */

import { useEffect, useRef, useState } from "preact/hooks";
import { type JournalLine, journalLine } from "../lib/journal_line";
import type { JournalEntryBody } from "../schema";
import { getJournal, type JournalQuery } from "../state/api";
import { liveness } from "../state/connection";

export interface JournalItem {
  readonly sequence: number;
  readonly line: JournalLine;
  /** ISA letter after the move, for an alarm's record. */
  readonly letter: string;
}

export interface JournalView {
  readonly lines: readonly JournalItem[];
  readonly more: boolean;
  readonly error: string;
  load(): void;
}

const PAGE = 200;
const LOOK_MS = 3_000;
/** So many records are kept in the page; who wants more narrows the filter or exports the journal. */
const KEPT_MAX = 20_000;

function item(entry: JournalEntryBody): JournalItem {
  const letter = entry.record.type === "alarm_changed" ? entry.record.after : "A";
  return { sequence: entry.sequence, line: journalLine(entry.record), letter };
}

export function useJournal(query: JournalQuery, page = PAGE): JournalView {
  const [lines, setLines] = useState<readonly JournalItem[]>([]);
  const [before, setBefore] = useState<number | null>(null);
  const [error, setError] = useState("");
  const busy = useRef(false);
  const key = JSON.stringify(query);

  const fetchPage = async (part: JournalQuery, older: boolean): Promise<void> => {
    if (busy.current) return;
    busy.current = true;
    try {
      const body = await getJournal({ ...query, limit: page, ...part });
      const fetched = body.entries.map(item);
      setLines((now) => (older ? [...now, ...fetched] : joinNewer(fetched, now)));
      setBefore((now) => (older || now === null ? body.next_before : now));
      setError("");
    } catch (fault) {
      setError(fault instanceof Error ? fault.message : String(fault));
    } finally {
      busy.current = false;
    }
  };
  useEffect(() => {
    setLines([]);
    setBefore(null);
    void fetchPage({}, false);
    const timer = setInterval(() => {
      if (liveness.peek() === "live" && document.visibilityState === "visible") void fetchPage({}, false);
    }, LOOK_MS);
    return () => clearInterval(timer);
  }, [key]);
  return {
    lines,
    more: before !== null && lines.length < KEPT_MAX,
    error,
    load: () => {
      if (before !== null) void fetchPage({ before_sequence: before }, true);
    },
  };
}

/** Newer records put before the known ones; a gap between them (a burst) means starting anew. */
export function joinNewer(fetched: readonly JournalItem[], known: readonly JournalItem[]): readonly JournalItem[] {
  const newest = known[0]?.sequence;
  if (newest === undefined) return fetched;
  const fresh = fetched.filter(({ sequence }) => sequence > newest);
  if (fresh.length === 0) return known;
  return fresh.length === fetched.length ? fetched : [...fresh, ...known];
}
