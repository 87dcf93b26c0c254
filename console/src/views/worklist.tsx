/** Alarms that make a nuisance of themselves, the greatest share of the load first: what to mend next. */

import { useEffect, useMemo, useState } from "preact/hooks";
import { PrioritySymbol } from "../draw/priority_symbol";
import { whyNoAdvice } from "../lib/advice";
import { ageWords } from "../lib/alarm_state";
import { FAULT_WORDS, rounded } from "../lib/figures";
import { sentence } from "../lib/format";
import { formatRoute } from "../lib/route";
import { worklistOrder } from "../lib/worklist";
import type { WorklistEntry } from "../schema";
import { getWorklist } from "../state/api";
import { serverNow_ms } from "../state/clock";
import { useDesk } from "../state/desk";
import { wanted } from "../state/session";
import { usePositionName } from "./figures";
import { Bar } from "./load_panels";
import { PeriodTools, period_key, periodNow } from "./period_tools";
import { useFetched } from "./use_fetched";
import { VirtualList } from "./virtual_list";

const ROW_PX = 46;
const AGAIN_MS = 60_000;
const NO_ENTRIES: readonly WorklistEntry[] = [];

export function Worklist() {
  const period = period_key.value;
  const [fault, setFault] = useState("");
  const { body, error, loading } = useFetched(
    period,
    (signal) => getWorklist(periodNow(), signal),
    AGAIN_MS,
  );
  useEffect(() => {
    wanted.value = [];
  }, []);
  const entries = useMemo(() => (body === null ? NO_ENTRIES : worklistOrder(body.entries)), [body]);
  const shown = useMemo(
    () => (fault === "" ? entries : entries.filter((entry) => entry.fault === fault)),
    [entries, fault],
  );
  return (
    <div class="worklist-page">
      <PeriodTools title="Worklist">
        <Faults entries={entries} fault={fault} setFault={setFault} />
        <span class="spacer" />
        {error !== "" && <span class="refusal">Worklist: {sentence(error)}</span>}
        {loading && body === null && <span class="soft">Working it out{"\u2026"}</span>}
      </PeriodTools>
      <div class="work-row work-head" aria-hidden="true">
        <span />
        <span>Alarm</span>
        <span>Fault</span>
        <span class="right">Annunciations</span>
        <span>Share of the load</span>
        <span>What was found</span>
        <span />
      </div>
      {body !== null && shown.length === 0 ? (
        <p class="nothing framed">No alarm makes a nuisance of itself in this period.</p>
      ) : (
        <VirtualList rows={shown.length} row_px={ROW_PX} label="Worklist" class="framed">
          {(at) => {
            const entry = shown[at]!;
            return <Row key={`${entry.alarm} ${entry.fault} ${entry.with_alarm}`} entry={entry} />;
          }}
        </VirtualList>
      )}
    </div>
  );
}

function Faults(props: {
  entries: readonly WorklistEntry[];
  fault: string;
  setFault: (fault: string) => void;
}) {
  const counts = new Map<string, number>();
  for (const { fault } of props.entries) counts.set(fault, (counts.get(fault) ?? 0) + 1);
  return (
    <div class="choice" role="group" aria-label="Faults">
      <button type="button" aria-pressed={props.fault === ""} onClick={() => props.setFault("")}>
        All {props.entries.length}
      </button>
      {Object.entries(FAULT_WORDS).map(([fault, { name, meaning }]) => {
        const n = counts.get(fault) ?? 0;
        if (n === 0 && props.fault !== fault) return null;
        return (
          <button
            type="button"
            key={fault}
            title={meaning}
            aria-pressed={props.fault === fault}
            onClick={() => props.setFault(fault)}
          >
            {name} {n}
          </button>
        );
      })}
    </div>
  );
}

function Row({ entry }: { entry: WorklistEntry }) {
  const { site } = useDesk();
  const nameOf = usePositionName();
  const at = site.alarmByName.get(entry.alarm);
  const definition = at === undefined ? undefined : site.body.alarms[at];
  const words = FAULT_WORDS[entry.fault] ?? { name: entry.fault, meaning: "" };
  const now = serverNow_ms();
  const unadvised = whyNoAdvice(definition?.kind ?? "");
  return (
    <div class="work-row">
      {definition ? <PrioritySymbol priority={definition.priority} letter="C" /> : <span />}
      <span class="two-lines">
        <a href={formatRoute({ page: "alarm", name: entry.alarm })}>
          <b>{definition?.message || entry.alarm}</b>
        </a>
        <small>
          {entry.alarm}
          {entry.position === "" ? "" : `, ${nameOf(entry.position)}`}
        </small>
      </span>
      <span class="two-lines">
        <b>{words.name}</b>
        <small title={words.meaning}>{words.meaning}</small>
      </span>
      <b class="right">{entry.count}</b>
      <span class="share">
        <Bar share={entry.share} />
        {rounded(100 * entry.share)}
        {"\u202f%"}
      </span>
      <span class="two-lines">
        <span title={entry.detail}>{entry.detail}</span>
        <small>
          {entry.with_alarm === "" ? "" : `together with ${entry.with_alarm} `}
          {entry.now && entry.since_ms !== null ? `now, for ${ageWords(entry.since_ms, now)}` : ""}
          {entry.now && entry.since_ms === null ? "now" : ""}
        </small>
      </span>
      {unadvised === "" ? (
        <a class="right" href={formatRoute({ page: "advice", name: entry.alarm })}>
          Advice {"\u203a"}
        </a>
      ) : (
        <span class="right soft" title={unadvised}>
          no advice
        </span>
      )}
    </div>
  );
}
