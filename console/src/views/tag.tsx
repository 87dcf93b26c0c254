/** Level 3: a tag's value now, its trend back to the start, its alarms, its journal, its equipment. */

import { useEffect } from "preact/hooks";
import { Indicator } from "../draw/indicator";
import { marksOf } from "../lib/alarm_state";
import { formatAge, formatDelay } from "../lib/format";
import { formatLimit, judgedUnit } from "../lib/judged";
import { isInSight, priorityLook, STATE_WORDS } from "../lib/priority";
import { NE107_WORDS, qualityWords } from "../lib/quality";
import { formatReading } from "../lib/reading";
import { formatRoute } from "../lib/route";
import { KIND_WORDS } from "../lib/scale";
import type { TagBody } from "../schema";
import { useDesk } from "../state/desk";
import { wanted } from "../state/session";
import { ActButton, AlarmSymbol, FirstOutMark, RefusalNote, StateSymbol } from "./alarm_line";
import { EquipmentCard } from "./equipment_card";
import { JournalRow } from "./journal_row";
import { ConfigurationTable } from "./tag_facts";
import { TrendPanel } from "./trend_panel";
import { useJournal } from "./use_journal";
import { useTag } from "./use_tag";

export function Tag({ name }: { name: string }) {
  const { site } = useDesk();
  const tag = site.tagByName.get(name);
  if (tag === undefined) {
    return (
      <div class="nothing">
        This site has no tag <b>{name}</b>. <a href="#/">To the wall</a>
      </div>
    );
  }
  return <KnownTag tag={tag} />;
}

function KnownTag({ tag }: { tag: number }) {
  const { site } = useDesk();
  const body = site.body.tags[tag]!;
  useEffect(() => {
    wanted.value = [body.system];
  }, [body.system]);
  const equipment = site.equipmentOfTag.get(body.name);
  const { limits } = useTag(tag);
  return (
    <div class="tag-page">
      <TagHead tag={tag} body={body} />
      <TrendPanel tag={tag} limits={limits} />
      <aside class="tag-side" aria-label="Alarms and equipment">
        <TagAlarms tag={tag} />
        {equipment && (
          <section class="panel">
            <h2>Equipment</h2>
            <EquipmentCard equipment={equipment} open />
          </section>
        )}
        <ConfigurationTable body={body} />
      </aside>
      <TagJournal name={body.name} />
    </div>
  );
}

function TagHead({ tag, body }: { tag: number; body: TagBody }) {
  const { site } = useDesk();
  const { now, limits, worst, active } = useTag(tag);
  return (
    <header class={`tag-header panel${now.stale ? " stale" : ""}`}>
      <div class="tag-title">
        <nav class="crumbs" aria-label="Where this is">
          <a href="#/">Wall</a>
          <a href={formatRoute({ page: "system", id: body.system })}>
            {site.systemByID.get(body.system)?.name ?? body.system}
          </a>
        </nav>
        <h1>{body.description || body.name}</h1>
        <span class="soft">{body.name}</span>
      </div>
      <div class="tag-big">
        {worst && <AlarmSymbol body={worst} />}
        <b>{now.text}</b>
        <span>{body.unit}</span>
      </div>
      {body.kind === "discrete" ? (
        <span />
      ) : (
        <div class="tag-scale">
          <Indicator
            tag={body}
            limits={limits}
            value={now.value}
            priority={active}
            stale={now.stale}
          />
          <span class="tag-scale-ends">
            <small>{formatReading(body, body.range_low_eu)}</small>
            <small>{formatReading(body, body.range_high_eu)}</small>
          </span>
        </div>
      )}
      <dl class="tag-facts">
        <div>
          <dt>Quality</dt>
          <dd class={`q-${now.quality}`}>
            {now.quality} {NE107_WORDS[now.quality]}
            {now.code !== 0 && <small> {qualityWords(now.code)}</small>}
          </dd>
        </div>
        <div>
          <dt>Age</dt>
          <dd>{Number.isNaN(now.age_ms) ? "no sample yet" : formatAge(now.age_ms)}</dd>
        </div>
      </dl>
    </header>
  );
}

/** Every configured alarm of the tag with its state; at rest they are quiet. */
function TagAlarms({ tag }: { tag: number }) {
  const { site, alarms } = useDesk();
  const body = site.body.tags[tag]!;
  const indices = site.alarmsOfTag.get(tag) ?? [];
  return (
    <section class="panel">
      <h2>Alarms</h2>
      {indices.length === 0 && <p class="soft none">No alarm is configured on this tag.</p>}
      {indices.map((alarm) => {
        const definition = site.body.alarms[alarm]!;
        const state = alarms.get(alarm);
        return (
          <article key={alarm} class={`tag-alarm-card letter-${state?.letter ?? "A"}`}>
            <header>
              {state ? <StateSymbol body={state} /> : <span class="at-rest" aria-hidden="true" />}
              <b>{KIND_WORDS[definition.kind] ?? definition.kind}</b>
              {definition.limit_eu !== null && (
                <span>
                  {formatLimit(body, definition.kind, definition.limit_eu)}{" "}
                  {judgedUnit(definition.kind, body.unit)}
                </span>
              )}
              <span class="spacer" />
              <span class="soft">
                {state ? [STATE_WORDS[state.letter], ...marksOf(state)].join(", ") : "Normal"}
              </span>
              {state && isInSight(state.letter) && <ActButton body={state} />}
            </header>
            <p>
              {state && <FirstOutMark body={state} />}{" "}
              <a href={formatRoute({ page: "alarm", name: definition.name })}>
                {definition.message || definition.name}
              </a>
            </p>
            {definition.response !== "" && <p class="response">Response: {definition.response}</p>}
            <small class="soft">
              {priorityLook(definition.priority).name}
              {definition.deadband_eu > 0
                ? `, deadband ${definition.deadband_eu} ${judgedUnit(definition.kind, body.unit)}`
                : ""}
              {definition.on_delay_ms > 0
                ? `, on-delay ${formatDelay(definition.on_delay_ms)}`
                : ""}
              {definition.off_delay_ms > 0
                ? `, off-delay ${formatDelay(definition.off_delay_ms)}`
                : ""}
            </small>
            <RefusalNote alarm={alarm} />
          </article>
        );
      })}
    </section>
  );
}

const JOURNAL_SHOWN = 40;

function TagJournal({ name }: { name: string }) {
  const journal = useJournal({ tag: name }, JOURNAL_SHOWN);
  return (
    <section class="panel tag-journal">
      <h2>Journal of this tag</h2>
      {journal.lines.length === 0 && <p class="soft none">{journal.error || "No record yet."}</p>}
      <div class="tag-journal-rows">
        {journal.lines.slice(0, JOURNAL_SHOWN).map((entry) => (
          <JournalRow key={entry.sequence} entry={entry} />
        ))}
      </div>
    </section>
  );
}
