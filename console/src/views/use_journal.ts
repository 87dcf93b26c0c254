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
/** So many records are kept in the page; who wants more narrows the filter or exports the journal. */
const KEPT_MAX = 20_000;

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
      const fetched = body.entries.map(journalItem);
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
      if (liveness.peek() === "live" && document.visibilityState === "visible")
        void fetchPage({}, false);
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
