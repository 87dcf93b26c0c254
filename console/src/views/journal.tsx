/** The journal: who did what, what the plant did, and what was refused with its reason; searched by the server. */

import { useEffect, useMemo, useState } from "preact/hooks";
import { count } from "../lib/format";
import type { JournalWish } from "../lib/journal_filter";
import { journalFields } from "../lib/journal_filter";
import type { JournalAbout } from "../lib/route";
import { wanted } from "../state/session";
import { JOURNAL_ROW_PX, JournalRow } from "./journal_row";
import { JournalTools } from "./journal_tools";
import { useJournal } from "./use_journal";
import { VirtualList } from "./virtual_list";

const NOTHING_ASKED: JournalWish = {
  types: [],
  text: "",
  priority: null,
  from_ms: null,
  to_ms: null,
};
/** A search is sent when the typing pauses. */
const SETTLE_MS = 300;

function useSettled<T>(value: T): T {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), SETTLE_MS);
    return () => clearTimeout(timer);
  }, [value]);
  return settled;
}

export function Journal({ system, about }: { system: string | null; about?: JournalAbout }) {
  const [wish, setWish] = useState(NOTHING_ASKED);
  const settled = useSettled(wish);
  const query = useMemo(
    () => ({
      ...(system === null ? {} : { system }),
      ...(about === undefined ? {} : { [about.of]: about.name }),
      ...journalFields(settled),
    }),
    [system, about?.of, about?.name, settled],
  );
  const journal = useJournal(query);
  const { lines } = journal;
  useEffect(() => {
    wanted.value = [];
  }, []);
  return (
    <div class="journal-page">
      <JournalTools wish={wish} setWish={setWish} system={system} about={about} />
      <p class="list-hint" role="status">
        <span>
          {count(lines.length, "record")}
          {journal.more ? " so far, more below" : ""}
        </span>
        {journal.error !== "" && (
          <span class="refusal">The journal could not be read: {journal.error}.</span>
        )}
      </p>
      <div class="journal-row journal-head" aria-hidden="true">
        <span class="right">Number</span>
        <span>Time</span>
        <span>Kind</span>
        <span>Who</span>
        <span>Subject</span>
        <span>What</span>
      </div>
      <VirtualList
        rows={lines.length}
        row_px={JOURNAL_ROW_PX}
        label="Journal"
        class="framed"
        onReach={(row) => {
          if (row > lines.length - 40 && journal.more) journal.load();
        }}
      >
        {(row) => <JournalRow key={lines[row]!.sequence} entry={lines[row]!} />}
      </VirtualList>
    </div>
  );
}
