/** What the journal is searched by: words, system, kinds, priority, a stretch of time. */

import { useState } from "preact/hooks";
import { PrioritySymbol } from "../draw/priority_symbol";
import {
  fieldInstant,
  JOURNAL_KINDS,
  JOURNAL_RANGES,
  type JournalWish,
} from "../lib/journal_filter";
import { PRIORITIES, priorityLook } from "../lib/priority";
import { formatRoute, type JournalAbout } from "../lib/route";
import { serverNow_ms } from "../state/clock";
import { useDesk } from "../state/desk";
import { go } from "../state/route";
import { useSearchKey } from "./tag_table";

interface ToolsProps {
  readonly wish: JournalWish;
  readonly setWish: (wish: JournalWish) => void;
  readonly system: string | null;
  readonly about?: JournalAbout | undefined;
}

export function JournalTools({ wish, setWish, system, about }: ToolsProps) {
  const { site } = useDesk();
  const search = useSearchKey();
  const change = (part: Partial<JournalWish>): void => setWish({ ...wish, ...part });
  return (
    <div class="tools">
      <h1>Journal</h1>
      <input
        ref={search}
        type="search"
        placeholder="Search journal  /"
        aria-label="Search the journal"
        value={wish.text}
        onInput={(event) => change({ text: event.currentTarget.value })}
      />
      {about === undefined ? (
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
      ) : (
        <a
          class="about"
          href={formatRoute({ page: "journal", system })}
          title="To the whole journal"
        >
          {about.of === "alarm" ? "Alarm" : "Tag"} <b>{about.name}</b> {"\u00d7"}
        </a>
      )}
      <Range change={change} />
      <div class="choice" role="group" aria-label="Kinds">
        {JOURNAL_KINDS.map((one) => (
          <button
            type="button"
            key={one.label}
            aria-pressed={
              wish.types === one.types || (wish.types.length === 0 && one.types.length === 0)
            }
            onClick={() => change({ types: one.types })}
          >
            {one.label}
          </button>
        ))}
      </div>
      <div class="choice" role="group" aria-label="Priority">
        {PRIORITIES.map((priority) => (
          <button
            type="button"
            key={priority}
            title={`${priorityLook(priority).name} only`}
            aria-label={`${priorityLook(priority).name} only`}
            aria-pressed={wish.priority === priority}
            onClick={() => change({ priority: wish.priority === priority ? null : priority })}
          >
            <PrioritySymbol priority={priority} letter="C" />
          </button>
        ))}
      </div>
    </div>
  );
}

const BETWEEN = "between";

/** A stretch that ends now, or one between two instants. */
function Range({ change }: { change: (part: Partial<JournalWish>) => void }) {
  const [range, setRange] = useState("0");
  const choose = (value: string): void => {
    setRange(value);
    const span_ms = value === BETWEEN ? null : JOURNAL_RANGES[Number(value)]!.span_ms;
    change({ from_ms: span_ms === null ? null : serverNow_ms() - span_ms, to_ms: null });
  };
  return (
    <>
      <select
        aria-label="Time"
        value={range}
        onChange={(event) => choose(event.currentTarget.value)}
      >
        {JOURNAL_RANGES.map((one, at) => (
          <option key={one.label} value={String(at)}>
            {one.label}
          </option>
        ))}
        <option value={BETWEEN}>Between{"\u2026"}</option>
      </select>
      {range === BETWEEN && (
        <span class="between">
          <input
            type="datetime-local"
            aria-label="From"
            onInput={(event) => change({ from_ms: fieldInstant(event.currentTarget.value) })}
          />
          <input
            type="datetime-local"
            aria-label="To"
            onInput={(event) => change({ to_ms: fieldInstant(event.currentTarget.value) })}
          />
        </span>
      )}
    </>
  );
}
