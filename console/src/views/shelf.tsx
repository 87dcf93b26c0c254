/** Everything out of sight: who or what hid it, why, since when, until when, and what would have sounded. */

import { useEffect, useMemo, useState } from "preact/hooks";
import { applies, VERBS, type Verb } from "../lib/alarm_acts";
import { matchesWords, searchText } from "../lib/alarm_filter";
import { ageWords } from "../lib/alarm_state";
import { endWords } from "../lib/countdown";
import { count, formatInstant } from "../lib/format";
import {
  type HiddenEntry,
  hiddenEntries,
  hiddenWords,
  OVERRIDE_KINDS,
  OVERRIDE_WORDS,
  type OverrideKind,
} from "../lib/hidden_list";
import { withChildren } from "../lib/rollup";
import { formatRoute } from "../lib/route";
import { tagOf } from "../lib/site_index";
import { actNow, outcome, refusals, underWay } from "../state/alarm_commands";
import { now_ms } from "../state/clock";
import { useDesk } from "../state/desk";
import { mayAct, mayService } from "../state/permission";
import { go } from "../state/route";
import { wanted } from "../state/session";
import { RefusalNote, StateSymbol } from "./alarm_line";
import { useSearchKey } from "./tag_table";
import { VirtualList } from "./virtual_list";

const SHELF_ROW_PX = 50;

type ShelfRow =
  | { readonly kind: "entry"; readonly entry: HiddenEntry }
  | { readonly kind: "heading"; readonly of: OverrideKind; readonly n: number };

function useShelfRows(system: string | null, words: string): ShelfRow[] {
  const { site, alarms } = useDesk();
  const version = alarms.version.value;
  return useMemo(() => {
    const systems = system === null ? null : withChildren(site.body.systems, system);
    const matches = ({ body }: HiddenEntry): boolean => {
      const definition = site.body.alarms[body.alarm]!;
      if (systems !== null && !systems.has(definition.system)) return false;
      const text = searchText(definition, tagOf(site, definition.tag));
      return words.trim() === "" || matchesWords(text, words.trim());
    };
    const bodies = [...alarms.outOfSight()];
    return OVERRIDE_KINDS.flatMap((of): ShelfRow[] => {
      const entries = hiddenEntries(bodies, of).filter(matches);
      return [
        { kind: "heading", of, n: entries.length },
        ...entries.map((entry): ShelfRow => ({ kind: "entry", entry })),
      ];
    });
  }, [site, alarms, version, system, words]);
}

export function Shelf({ system }: { system: string | null }) {
  const { site, alarms } = useDesk();
  const [words, setWords] = useState("");
  const search = useSearchKey();
  const rows = useShelfRows(system, words);
  useEffect(() => {
    wanted.value = [];
    outcome.value = "";
  }, []);
  return (
    <div class="shelf-page">
      <div class="tools">
        <h1>Shelf and suppression</h1>
        <input
          ref={search}
          type="search"
          placeholder="Search  /"
          aria-label="Search what is out of sight"
          value={words}
          onInput={(event) => setWords(event.currentTarget.value)}
        />
        <select
          aria-label="System"
          value={system ?? ""}
          onChange={(event) => go({ page: "shelf", system: event.currentTarget.value || null })}
        >
          <option value="">All systems</option>
          {site.body.systems.map((one) => (
            <option key={one.id} value={one.id}>
              {one.name}
            </option>
          ))}
        </select>
        <span class="soft">{hiddenWords(alarms.hidden.value)}.</span>
        <span class="spacer" />
        <span role="status">{outcome.value}</span>
      </div>
      <div class="shelf-row shelf-head" aria-hidden="true">
        <span />
        <span>Alarm</span>
        <span>By, and why</span>
        <span>Since</span>
        <span>Until</span>
        <span>Would have sounded</span>
        <span>Beneath</span>
        <span />
      </div>
      <VirtualList rows={rows.length} row_px={SHELF_ROW_PX} label="Out of sight" class="framed">
        {(at) => {
          const row = rows[at]!;
          if (row.kind === "heading") return <Heading key={row.of} of={row.of} n={row.n} />;
          const { body, override } = row.entry;
          return <Entry key={`${override.kind} ${body.alarm}`} entry={row.entry} />;
        }}
      </VirtualList>
    </div>
  );
}

const HEADING_NOTES: Record<OverrideKind, string> = {
  shelved: "by a person, for a limited time",
  suppressed: "by logic that was agreed beforehand; ends with its cause",
  out_of_service: "for maintenance, until somebody returns it",
};

function Heading({ of, n }: { of: OverrideKind; n: number }) {
  return (
    <div class="shelf-heading">
      <b>
        {OVERRIDE_WORDS[of]} <span>{n}</span>
      </b>
      <small>{n === 0 ? "none" : HEADING_NOTES[of]}</small>
    </div>
  );
}

const ENDING: Record<OverrideKind, Verb | null> = {
  shelved: "unshelve",
  suppressed: null,
  out_of_service: "return_to_service",
};

function Entry({ entry }: { entry: HiddenEntry }) {
  const { site } = useDesk();
  const { body, override } = entry;
  const definition = site.body.alarms[body.alarm]!;
  const now = now_ms.value;
  return (
    <div class={refusals.value.has(body.alarm) ? "shelf-row refused" : "shelf-row"}>
      <StateSymbol body={body} />
      <span class="two-lines">
        <a href={formatRoute({ page: "alarm", name: definition.name })}>
          <b>{definition.message || definition.name}</b>
        </a>
        <small>
          {site.systemByID.get(definition.system)?.name ?? definition.system}, {definition.name}
        </small>
      </span>
      <span class="two-lines">
        <b>{override.by || override.reason}</b>
        {override.by !== "" && override.reason !== override.by && (
          <small title={override.reason}>{override.reason}</small>
        )}
      </span>
      <span class="two-lines">
        <span>{formatInstant(override.since_ms, now)}</span>
        <small>{ageWords(override.since_ms, now)}</small>
      </span>
      <Until entry={entry} />
      <span class="two-lines">
        <span>{override.hidden_count === 0 ? "never" : count(override.hidden_count, "time")}</span>
        {override.hidden_ms !== null && (
          <small>last {formatInstant(override.hidden_ms, now)}</small>
        )}
      </span>
      <span class="two-lines">
        <span>{body.active ? "Active now" : body.latched ? "Latched" : "Normal now"}</span>
        {body.waiting && <small>not acknowledged</small>}
      </span>
      <EndButton entry={entry} />
      <RefusalNote alarm={body.alarm} />
    </div>
  );
}

function Until({ entry }: { entry: HiddenEntry }) {
  const { override } = entry;
  const end = endWords(override.until_ms, now_ms.value);
  const [left = "", at = ""] = end.split(", ");
  if (end === "")
    return (
      <span class="soft">
        {override.kind === "suppressed" ? "its cause ends" : "it is returned"}
      </span>
    );
  return (
    <span class="two-lines">
      <span>{left}</span>
      <small>
        {at}
        {override.one_shot ? ", or normal again" : ""}
      </small>
    </span>
  );
}

function EndButton({ entry }: { entry: HiddenEntry }) {
  const desk = useDesk();
  const { body, override } = entry;
  const verb = ENDING[override.kind as OverrideKind];
  if (verb === null) return <small class="right soft">by logic only</small>;
  const allowed = verb === "unshelve" || mayService();
  const busy = underWay.value.has(body.alarm);
  return (
    <span class="right">
      <button
        type="button"
        class="small"
        disabled={busy || !allowed || !mayAct() || !applies(verb, body)}
        onClick={() => void actNow(desk, verb, [body.alarm])}
      >
        {busy ? "Sending\u2026" : VERBS[verb].label}
      </button>
    </span>
  );
}
