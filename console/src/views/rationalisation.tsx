/** What has not been said about the site's alarms, and where the running site has left its master. */

import { useEffect, useMemo, useState } from "preact/hooks";
import { PrioritySymbol } from "../draw/priority_symbol";
import { sentence } from "../lib/format";
import {
  FINDING_WORDS,
  type Finding,
  type FindingKind,
  findingsOf,
  PARTS,
  summaryWords,
} from "../lib/rationalisation";
import { formatRoute } from "../lib/route";
import { missingWords } from "../lib/sheet_words";
import { getRationalisation } from "../state/api";
import { useDesk } from "../state/desk";
import { wanted } from "../state/session";
import { PeriodTools } from "./period_tools";
import { useFetched } from "./use_fetched";
import { VirtualList } from "./virtual_list";

const ROW_PX = 46;
const KINDS = Object.keys(FINDING_WORDS) as FindingKind[];

export function Rationalisation() {
  const { site } = useDesk();
  const [kind, setKind] = useState<FindingKind | null>(null);
  const { body, error } = useFetched("", getRationalisation, 0);
  useEffect(() => {
    wanted.value = [];
  }, []);
  const findings = useMemo(
    () => (body === null ? [] : findingsOf(body, site.body.alarms)),
    [body, site],
  );
  const shown = kind === null ? findings : findings.filter((one) => one.kind === kind);
  return (
    <div class="worklist-page">
      <PeriodTools title="Rationalisation" timeless>
        <div class="choice" role="group" aria-label="Findings">
          <button type="button" aria-pressed={kind === null} onClick={() => setKind(null)}>
            All {findings.length}
          </button>
          {KINDS.map((one) => (
            <button
              type="button"
              key={one}
              title={FINDING_WORDS[one].meaning}
              aria-pressed={kind === one}
              onClick={() => setKind(one)}
            >
              {FINDING_WORDS[one].name} {findings.filter((finding) => finding.kind === one).length}
            </button>
          ))}
        </div>
        <span class="spacer" />
        {error !== "" && <span class="refusal">Rationalisation: {sentence(error)}</span>}
        {body !== null && <span class="soft">{summaryWords(body, site.body.alarms)}</span>}
      </PeriodTools>
      <div class="finding-row work-head" aria-hidden="true">
        <span />
        <span>Alarm</span>
        <span>Finding</span>
        <span>What is missing, or otherwise</span>
      </div>
      {body !== null && shown.length === 0 ? (
        <p class="nothing framed">Nothing to mend: every alarm is as it was agreed.</p>
      ) : (
        <VirtualList rows={shown.length} row_px={ROW_PX} label="Findings" class="framed">
          {(at) => <Row key={at} finding={shown[at]!} />}
        </VirtualList>
      )}
    </div>
  );
}

function Row({ finding }: { finding: Finding }) {
  const { site } = useDesk();
  const at = site.alarmByName.get(finding.alarm);
  const definition = at === undefined ? undefined : site.body.alarms[at];
  const { name, meaning } = FINDING_WORDS[finding.kind];
  return (
    <div class="finding-row">
      {definition ? <PrioritySymbol priority={definition.priority} letter="C" /> : <span />}
      <span class="two-lines">
        <a href={formatRoute({ page: "alarm", name: finding.alarm })}>
          <b>{definition?.message || finding.alarm}</b>
        </a>
        <small>{finding.alarm}</small>
      </span>
      <span class="two-lines">
        <b>{name}</b>
        <small title={finding.words || meaning}>
          {finding.kind === "missing" ? finding.words || meaning : meaning}
        </small>
      </span>
      {finding.kind === "missing" ? (
        <Missing missing={finding.missing} />
      ) : (
        <span class="finding-words" title={finding.words}>
          {finding.words}
        </span>
      )}
    </div>
  );
}

/** What is missing, each at its own place: one column is one question to settle for many alarms. */
function Missing({ missing }: { missing: readonly string[] }) {
  const others = missing.filter((part) => !PARTS.some((known) => known.part === part));
  return (
    <span class="missing-parts" title={`Missing: ${missingWords(missing)}`}>
      <span class="spoken">Missing: {missingWords(missing)}.</span>
      {PARTS.map(({ part, word }) =>
        missing.includes(part) ? (
          <b key={part} aria-hidden="true">
            {word}
          </b>
        ) : (
          <small key={part} aria-hidden="true">
            {"\u2713"}
          </small>
        ),
      )}
      {others.length > 0 && <b aria-hidden="true">{missingWords(others)}</b>}
    </span>
  );
}
