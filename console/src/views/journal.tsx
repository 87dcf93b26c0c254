/** The journal: who did what, what the plant did, and what was refused with its reason. */

import { useEffect, useMemo, useState } from "preact/hooks";
import { matchesWords } from "../lib/alarm_filter";
import type { LineKind } from "../lib/journal_line";
import { useDesk } from "../state/desk";
import { go } from "../state/route";
import { wanted } from "../state/session";
import { JOURNAL_ROW_PX, JournalRow } from "./journal_row";
import { useSearchKey } from "./tag_table";
import { useJournal } from "./use_journal";
import { VirtualList } from "./virtual_list";

const KINDS: readonly { readonly label: string; readonly kinds: readonly LineKind[] | null }[] = [
  { label: "All", kinds: null },
  { label: "Alarms", kinds: ["alarm"] },
  { label: "People", kinds: ["command", "refused", "session"] },
  { label: "Refused", kinds: ["refused"] },
  { label: "Inputs", kinds: ["input"] },
  { label: "Plant orders", kinds: ["output", "fault"] },
  { label: "Server", kinds: ["server"] },
];

export function Journal({ system }: { system: string | null }) {
  const { site } = useDesk();
  const [kinds, setKinds] = useState<readonly LineKind[] | null>(null);
  const [words, setWords] = useState("");
  const search = useSearchKey();
  const journal = useJournal(system === null ? {} : { system });
  useEffect(() => {
    wanted.value = [];
  }, []);
  const shown = useMemo(
    () =>
      journal.lines.filter(
        ({ line }) =>
          (kinds === null || kinds.includes(line.what)) &&
          (words.trim() === "" ||
            matchesWords(
              `${line.who} ${line.subject} ${line.text} ${line.tag}`.toLowerCase(),
              words.trim(),
            )),
      ),
    [journal.lines, kinds, words],
  );
  // A filter that finds little reads on, page by page, until the view is filled.
  useEffect(() => {
    if (shown.length < 60 && journal.more) journal.load();
  }, [shown.length, journal.more, journal.lines.length]);
  return (
    <div class="journal-page">
      <div class="tools">
        <h1>Journal</h1>
        <input
          ref={search}
          type="search"
          placeholder="Search journal  /"
          aria-label="Search the journal"
          value={words}
          onInput={(event) => setWords(event.currentTarget.value)}
        />
        <select
          aria-label="System"
          value={system ?? ""}
          onChange={(event) => go({ page: "journal", system: event.currentTarget.value || null })}
        >
          <option value="">All systems</option>
          {site.body.systems.map((one) => (
            <option key={one.id} value={one.id}>
              {one.name}
            </option>
          ))}
        </select>
        <div class="choice" role="group" aria-label="Kinds">
          {KINDS.map((one) => (
            <button
              type="button"
              key={one.label}
              aria-pressed={kinds === one.kinds}
              onClick={() => setKinds(one.kinds)}
            >
              {one.label}
            </button>
          ))}
        </div>
        <span class="soft tools-count">
          {shown.length}
          {journal.more ? "+" : ""} records
        </span>
      </div>
      {journal.error !== "" && (
        <p class="refusal">The journal could not be read: {journal.error}.</p>
      )}
      <div class="journal-row journal-head" aria-hidden="true">
        <span class="right">Number</span>
        <span>Time</span>
        <span>Kind</span>
        <span>Who</span>
        <span>Subject</span>
        <span>What</span>
      </div>
      <VirtualList
        rows={shown.length}
        row_px={JOURNAL_ROW_PX}
        label="Journal"
        onReach={(row) => {
          if (row > shown.length - 40 && journal.more) journal.load();
        }}
      >
        {(row) => <JournalRow key={shown[row]!.sequence} entry={shown[row]!} />}
      </VirtualList>
    </div>
  );
}
