/** Level 2: a system's tags, its alarms, its equipment, and where it is simulated its drill faults. */

import { useEffect, useState } from "preact/hooks";
import { PrioritySymbol } from "../draw/priority_symbol";
import { noCounts, systemState, withChildren } from "../lib/rollup";
import { formatRoute } from "../lib/route";
import { drillSources, tagsBelow } from "../lib/site_index";
import type { EquipmentBody, SourceBody } from "../schema";
import { useDesk } from "../state/desk";
import { wanted } from "../state/session";
import { DrillPanel } from "./drill_panel";
import { EquipmentCard } from "./equipment_card";
import { ModeState } from "./mode_dialog";
import { SystemAlarms } from "./system_alarms";
import { TagTable } from "./tag_table";

export function System({ id }: { id: string }) {
  const { site } = useDesk();
  const system = site.systemByID.get(id);
  const ids = withChildren(site.body.systems, id);
  useEffect(() => {
    wanted.value = site.body.systems.filter((one) => ids.has(one.id)).map((one) => one.id);
  }, [site, id]);
  if (system === undefined) {
    return (
      <div class="nothing">
        This site has no system <b>{id}</b>. <a href="#/">To the wall</a>
      </div>
    );
  }
  const equipment = [...ids].flatMap((one) => site.equipmentOfSystem.get(one) ?? []);
  const sources = drillSources(site, id);
  return (
    <div class="system">
      <header class="page-head">
        <Crumbs id={id} />
        <h1>{system.name}</h1>
        <p class="soft">{system.description}</p>
        <ModeState system={id} />
        <Parts id={id} />
      </header>
      <TagTable tags={tagsBelow(site, id)} grouped={equipment.length > 0 ? "equipment" : "none"} />
      <aside class="system-side" aria-label="Alarms and equipment">
        <SystemAlarms systems={ids} id={id} />
        <Operation equipment={equipment} sources={sources} />
      </aside>
    </div>
  );
}

/** Equipment, and behind a tab of its own what only a simulation has: drill faults. */
function Operation(props: { equipment: readonly EquipmentBody[]; sources: readonly SourceBody[] }) {
  const { equipment, sources } = props;
  const [drill, setDrill] = useState(equipment.length === 0);
  if (equipment.length === 0 && sources.length === 0) return null;
  const showDrill = drill && sources.length > 0;
  return (
    <section class={showDrill ? "panel drill" : "panel"}>
      <div class="tabs" role="tablist">
        {equipment.length > 0 && (
          <button
            type="button"
            role="tab"
            aria-selected={!showDrill}
            onClick={() => setDrill(false)}
          >
            Equipment <small>{equipment.length}</small>
          </button>
        )}
        {sources.length > 0 && (
          <button type="button" role="tab" aria-selected={showDrill} onClick={() => setDrill(true)}>
            Drill faults
          </button>
        )}
        {showDrill && <span class="drill-mark">SIMULATION</span>}
      </div>
      {showDrill
        ? sources.map((source) => <DrillPanel key={source.id} source={source} />)
        : equipment.map((one) => <EquipmentCard key={one.name} equipment={one} />)}
    </section>
  );
}

function Crumbs({ id }: { id: string }) {
  const { site } = useDesk();
  const parent = site.systemByID.get(site.systemByID.get(id)?.parent ?? "");
  return (
    <nav class="crumbs" aria-label="Where this is">
      <a href="#/">Wall</a>
      {parent && <a href={formatRoute({ page: "system", id: parent.id })}>{parent.name}</a>}
    </nav>
  );
}

/** Links to the systems below this one, each with its state. */
function Parts({ id }: { id: string }) {
  const { site, alarms } = useDesk();
  const parts = site.body.systems.filter((system) => system.parent === id && system.id !== id);
  const counts = alarms.bySystem.value;
  if (parts.length === 0) return null;
  return (
    <nav class="parts" aria-label="Parts">
      {parts.map((part) => {
        const state = systemState(counts.get(part.id) ?? noCounts());
        return (
          <a key={part.id} href={formatRoute({ page: "system", id: part.id })}>
            {state && <PrioritySymbol priority={state.priority} letter={state.letter} />}
            {part.name}
          </a>
        );
      })}
    </nav>
  );
}
