/** The panels of a response sheet: what to do, how the alarm is handled, how it went before. */

import { whyNoAdvice } from "../lib/advice";
import { lengthWords } from "../lib/countdown";
import { count } from "../lib/format";
import { judgedUnit } from "../lib/judged";
import { priorityLook } from "../lib/priority";
import { formatRoute } from "../lib/route";
import { handlingRows, missingWords, modeSettingWords } from "../lib/sheet_words";
import { tagOf } from "../lib/site_index";
import type { AlarmSheetBody } from "../schema";
import { useDesk } from "../state/desk";
import { AlarmLine } from "./alarm_line";
import { JournalRow } from "./journal_row";
import { useMode } from "./mode_dialog";
import { useJournal } from "./use_journal";

/** What nobody has said is said to be missing: an empty place would look like an answer. */
function Said({ words }: { words: string }) {
  return words === "" ? <span class="unsaid">Nobody has said yet.</span> : <span>{words}</span>;
}

export function WhatToDo({ sheet }: { sheet: AlarmSheetBody }) {
  const { missing } = sheet;
  return (
    <section class="panel what-to-do">
      <h2>What to do</h2>
      <p class="sheet-action">
        <Said words={sheet.response} />
      </p>
      <dl class="sheet-facts">
        <div>
          <dt>Within</dt>
          <dd>
            <Said words={sheet.response_time_ms > 0 ? lengthWords(sheet.response_time_ms) : ""} />
          </dd>
        </div>
        <div>
          <dt>Likely cause</dt>
          <dd>
            <Said words={sheet.cause} />
          </dd>
        </div>
        <div>
          <dt>If nobody acts</dt>
          <dd>
            <Said words={sheet.consequence} />
            {sheet.consequence_severity !== "" && (
              <small> Severity: {sheet.consequence_severity}.</small>
            )}
          </dd>
        </div>
        <div>
          <dt>Why this limit</dt>
          <dd>
            <Said words={sheet.basis} />
          </dd>
        </div>
      </dl>
      {missing.length > 0 && (
        <p class="missing">
          <b>Rationalisation is not complete:</b> {missingWords(missing)}.
          {sheet.event_only ? " Until it is, this runs as an event and calls nobody." : ""}
        </p>
      )}
    </section>
  );
}

export function Handling({ sheet }: { sheet: AlarmSheetBody }) {
  const { site } = useDesk();
  const unit = judgedUnit(sheet.kind, tagOf(site, sheet.tag)?.unit ?? "");
  const mode = useMode(sheet.system);
  return (
    <section class="panel handling">
      <h2>
        How it is handled <small>{priorityLook(sheet.priority).name} priority</small>
      </h2>
      <dl class="sheet-facts">
        {handlingRows(sheet, unit).map(([name, words]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{words}</dd>
          </div>
        ))}
        {sheet.modes.map((setting) => (
          <div key={setting.mode}>
            <dt>
              In {setting.mode}
              {setting.mode === mode ? " (now)" : ""}
            </dt>
            <dd>{modeSettingWords(setting, unit)}</dd>
          </div>
        ))}
      </dl>
      <Group sheet={sheet} />
    </section>
  );
}

/** The other alarms of its first-out group, with their states. */
function Group({ sheet }: { sheet: AlarmSheetBody }) {
  const { site, alarms } = useDesk();
  const others = sheet.group_alarms.filter((alarm) => alarm !== sheet.alarm);
  if (others.length === 0) return null;
  // What came first of it stands first, by the time of its source.
  const onset_ms = (alarm: number): number => {
    const body = alarms.get(alarm);
    return body === undefined || body.first_out === "" ? Number.MAX_VALUE : body.onset_ms;
  };
  others.sort((a, b) => onset_ms(a) - onset_ms(b));
  return (
    <div class="sheet-group">
      <h2>
        Its group <small>{count(others.length, "other alarm")}</small>
      </h2>
      {others.map((alarm) => {
        const body = alarms.get(alarm);
        const definition = site.body.alarms[alarm];
        if (definition === undefined) return null;
        if (body !== undefined) return <AlarmLine key={alarm} body={body} />;
        return (
          <div key={alarm} class="alarm-line">
            <span class="at-rest" aria-hidden="true" />
            <span />
            <a href={formatRoute({ page: "alarm", name: definition.name })}>
              {definition.message || definition.name}
            </a>
            <span class="soft">Normal</span>
          </div>
        );
      })}
    </div>
  );
}

const OCCURRENCES_SHOWN = 60;

/** Null while the server, after a start, still reads its journal for them. */
const times = (n: number | null): string => (n === null ? "(still counting)" : count(n, "time"));

export function LastOccurrences(props: { alarm: string; sheet: AlarmSheetBody | null }) {
  const { alarm, sheet } = props;
  const journal = useJournal({ alarm }, OCCURRENCES_SHOWN);
  return (
    <section class="panel tag-journal">
      <h2>
        How it went before
        {sheet && (
          <small>
            annunciated {times(sheet.annunciated_24_h)} in 24 h, {times(sheet.annunciated_30_days)}{" "}
            in 30 days
          </small>
        )}
        <span class="spacer" />
        {sheet && whyNoAdvice(sheet.kind) === "" && (
          <a class="more" href={formatRoute({ page: "advice", name: alarm })}>
            Advice {"\u203a"}
          </a>
        )}
        <a
          class="more"
          href={formatRoute({ page: "journal", system: null, about: { of: "alarm", name: alarm } })}
        >
          Journal {"\u203a"}
        </a>
      </h2>
      {journal.lines.length === 0 && <p class="soft none">{journal.error || "No record yet."}</p>}
      <div class="tag-journal-rows">
        {journal.lines.slice(0, OCCURRENCES_SHOWN).map((entry) => (
          <JournalRow key={entry.sequence} entry={entry} />
        ))}
      </div>
    </section>
  );
}
