/** One system on the wall: its state, worst alarms, a few live figures, bad inputs, age. */

import { PrioritySymbol } from "../draw/priority_symbol";
import { count, formatAge } from "../lib/format";
import { noCounts, type SystemCounts, systemState, withChildren } from "../lib/rollup";
import { formatRoute } from "../lib/route";
import type { SiteIndex } from "../lib/site_index";
import type { Tiling } from "../lib/tiling";
import type { AlarmBody, SystemBody } from "../schema";
import { now_ms } from "../state/clock";
import { type Desk, useDesk } from "../state/desk";
import { AlarmSymbol } from "./alarm_line";
import { Figure } from "./figure";
import { ModeMark } from "./mode_dialog";

export function Tile({ system, tiling }: { system: SystemBody; tiling: Tiling }) {
  const open = useDesk();
  const counts = open.alarms.byTop.value.get(system.id) ?? noCounts();
  const state = systemState(counts);
  const below = childrenOf(open.site, system.id);
  const tone =
    state === null
      ? ""
      : ` p${state.worst}${state.letter === "C" ? " standing" : " unacknowledged"}`;
  return (
    <a
      class={`tile ${tiling.density}${tone}`}
      href={formatRoute({ page: "system", id: system.id })}
      data-system={system.id}
      title={system.description}
    >
      <header>
        <h2>{system.name}</h2>
        <ModeMark system={system.id} />
        <TileState counts={counts} />
      </header>
      {below.length > 0 && tiling.density !== "mini" && <Children systems={below} />}
      <Figures
        system={system.id}
        tiling={tiling}
        lines={tiling.figure_lines - (below.length > 0 ? 1 : 0)}
      />
      <WorstAlarms alarms={counts.worst} lines={tiling.alarm_lines} site={open.site} />
      <Footer system={system.id} desk={open} counts={counts} />
    </a>
  );
}

function childrenOf(site: SiteIndex, id: string): SystemBody[] {
  return site.body.systems.filter((system) => system.parent === id && system.id !== id);
}

const sum = (counts: readonly number[]): number => counts.reduce((total, n) => total + n, 0);

/** The state in one symbol, with how many wait or stand; a more urgent one behind it stays in sight. */
function TileState({ counts }: { counts: SystemCounts }) {
  const state = systemState(counts);
  if (state === null) return <span class="tile-state normal">Normal</span>;
  const isNew = state.letter !== "C";
  return (
    <span class="tile-state">
      {state.behind !== null && (
        <span class="tile-behind">
          <PrioritySymbol priority={state.behind} letter="C" />
        </span>
      )}
      <PrioritySymbol priority={state.priority} letter={state.letter} />
      <span class="tile-counts">
        <b>{sum(isNew ? counts.unacknowledged : counts.standing)}</b>
        <small>{isNew ? "new" : "standing"}</small>
      </span>
    </span>
  );
}

function Children({ systems }: { systems: readonly SystemBody[] }) {
  const bySystem = useDesk().alarms.bySystem.value;
  return (
    <ul class="tile-children">
      {systems.map((system) => {
        const state = systemState(bySystem.get(system.id) ?? noCounts());
        return (
          <li key={system.id}>
            {state === null ? (
              <i class="calm" aria-hidden="true" />
            ) : (
              <PrioritySymbol priority={state.priority} letter={state.letter} />
            )}
            {system.name}
          </li>
        );
      })}
    </ul>
  );
}

function Figures({ system, tiling, lines }: { system: string; tiling: Tiling; lines: number }) {
  const { site } = useDesk();
  const ids = withChildren(site.body.systems, system);
  const tags = site.body.systems
    .filter(({ id }) => ids.has(id))
    .flatMap(({ id }) => [...(site.overviewOfSystem.get(id) ?? [])]);
  const shown = tags.slice(0, Math.max(0, lines) * tiling.figure_columns);
  if (shown.length === 0) return <div class="figures empty" />;
  return (
    <div class={`figures columns-${tiling.figure_columns}`}>
      {shown.map((tag) => (
        <Figure key={tag} tag={tag} density={tiling.density} />
      ))}
    </div>
  );
}

function WorstAlarms(props: { alarms: readonly AlarmBody[]; lines: number; site: SiteIndex }) {
  const { site } = props;
  return (
    <ul class="tile-alarms" style={{ minHeight: `${props.lines * 1.75}em` }}>
      {props.alarms.slice(0, props.lines).map((body) => {
        const definition = site.body.alarms[body.alarm]!;
        return (
          <li key={body.alarm}>
            <AlarmSymbol body={body} />
            <span class="tile-alarm-text">{definition.message || definition.name}</span>
            <AlarmAge since_ms={body.raised_ms} />
          </li>
        );
      })}
    </ul>
  );
}

function AlarmAge({ since_ms }: { since_ms: number }) {
  return (
    <time>
      {formatAge(Math.floor((now_ms.value - since_ms) / 1_000) * 1_000).replace(".0", "")}
    </time>
  );
}

/** Bad inputs and the age of the youngest sample shown: whether the tile lives. */
function Footer({ system, desk, counts }: { system: string; desk: Desk; counts: SystemCounts }) {
  const { site, summaries, values } = desk;
  const ids = withChildren(site.body.systems, system);
  let [bad, tags, newest_ms] = [0, 0, Number.NEGATIVE_INFINITY];
  for (const id of ids) {
    const summary = summaries.value.get(id);
    bad += summary?.tags_bad ?? 0;
    tags += summary?.tags ?? site.tagsOfSystem.get(id)?.length ?? 0;
    for (const tag of site.overviewOfSystem.get(id) ?? []) {
      if (values.times_ms[tag]! > newest_ms) newest_ms = values.times_ms[tag]!;
    }
  }
  const standing = sum(counts.standing);
  let hidden = 0;
  for (const id of ids) hidden += sum(summaries.value.get(id)?.hidden ?? []);
  const age_ms = now_ms.value - newest_ms;
  const age = Number.isFinite(age_ms) ? `${formatAge(age_ms)} ago` : "";
  return (
    <footer>
      <span class={bad > 0 ? "bad-inputs some" : "bad-inputs"}>
        {bad > 0 ? `${count(bad, "bad input")} of ${tags}` : `${count(tags, "tag")}`}
      </span>
      {standing > 0 && <span>{standing} standing</span>}
      {hidden > 0 && (
        <span title="Shelved, suppressed by design or out of service">{hidden} out of sight</span>
      )}
      <span class="tile-age">{age}</span>
    </footer>
  );
}
