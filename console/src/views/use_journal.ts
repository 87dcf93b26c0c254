/** Journal records as lines: the newest first, older ones loaded on demand, new ones looked for. */

import { useEffect, useRef, useState } from "preact/hooks";
import { type JournalItem, joinNewer, journalItem } from "../lib/journal_list";
import { getJournal, type JournalQuery } from "../state/api";
import { liveness } from "../state/connection";

export interface JournalView {
  readonly lines: readonly JournalItem[];
  readonly more: boolean;
  readonly error: string;
  load(): void;
}

const PAGE = 200;
const LOOK_MS = 3_000;
/** A filtered page may make the server read far back. */
const LOOK_FILTERED_MS = 10_000;
/** So many records are kept in the page; who wants more narrows the filter or exports the journal. */
const KEPT_MAX = 20_000;

interface Kept {
  readonly lines: readonly JournalItem[];
  /** Sequence number below which older records are to be asked for; null at the beginning. */
  readonly before: number | null;
}

const NOTHING: Kept = { lines: [], before: null };

export function useJournal(query: JournalQuery, page = PAGE): JournalView {
  const [{ lines, before }, setKept] = useState<Kept>(NOTHING);
  const [error, setError] = useState("");
  const busy = useRef(false);
  const key = JSON.stringify(query);

  const fetchPage = async (part: JournalQuery, older: boolean): Promise<void> => {
    if (busy.current) return;
    busy.current = true;
    try {
      const body = await getJournal({ ...query, limit: page, ...part });
      const fetched = body.entries.map(journalItem);
      setKept((now) => {
        if (older) return { lines: [...now.lines, ...fetched], before: body.next_before };
        const joined = joinNewer(fetched, now.lines);
        return { lines: joined, before: joined === fetched ? body.next_before : now.before };
      });
      setError("");
    } catch (fault) {
      setError(fault instanceof Error ? fault.message : String(fault));
    } finally {
      busy.current = false;
    }
  };
  useEffect(() => {
    setKept(NOTHING);
    void fetchPage({}, false);
    const look = (): void => {
      const watched = document.visibilityState === "visible";
      if (liveness.peek() === "live" && watched) void fetchPage({}, false);
    };
    const timer = setInterval(look, key === "{}" ? LOOK_MS : LOOK_FILTERED_MS);
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
