/** Every alarm in sight: filter, order, group, choose, act. In a flood the same alarms by system, nothing hidden. */

import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { type AlarmFilter, alarmPredicate, NO_FILTER, searchText } from "../lib/alarm_filter";
import {
  type AlarmGroup,
  type AlarmListRow,
  groupBySystem,
  groupedRows,
} from "../lib/alarm_groups";
import { type TileSpace, tileLines } from "../lib/flood";
import type { SortOrder } from "../lib/order";
import { isUnacknowledged } from "../lib/priority";
import { withChildren } from "../lib/rollup";
import type { SiteIndex } from "../lib/site_index";
import { tagOf } from "../lib/site_index";
import type { AlarmBody } from "../schema";
import { actNow, outcome } from "../state/alarm_commands";
import { useDesk } from "../state/desk";
import { mayAct } from "../state/permission";
import { wanted } from "../state/session";
import { ActBar } from "./alarm_acts";
import { ALARM_ROW_PX, AlarmRow, GroupRow } from "./alarm_row";
import { AlarmTools } from "./alarm_tools";
import { FloodView } from "./flood_view";
import { useAlarmKeys } from "./use_alarm_keys";
import { useChoice } from "./use_choice";
import { useFloodShown } from "./use_flood_shown";
import { useHeldRows } from "./use_held_rows";
import { VirtualList, type VirtualListHandle } from "./virtual_list";

/** What a search looks through, lower case, made once for each alarm that is looked at. */
function useTexts(site: SiteIndex): (alarm: number) => string {
  return useMemo(() => {
    const texts = new Map<number, string>();
    return (alarm) => {
      let text = texts.get(alarm);
      if (text === undefined) {
        const definition = site.body.alarms[alarm]!;
        text = searchText(definition, tagOf(site, definition.tag));
        texts.set(alarm, text);
      }
      return text;
    };
  }, [site]);
}

function useFiltered(filter: AlarmFilter, order: SortOrder) {
  const { site, alarms } = useDesk();
  const all = alarms.list(order);
  const textOf = useTexts(site);
  return useMemo(() => {
    const plain = filter === NO_FILTER;
    return plain ? all : all.filter(alarmPredicate(filter, site.body.alarms, textOf));
  }, [all, filter, site, textOf]);
}

type Presentation = "plain" | "grouped" | "flood";

interface Drawn {
  readonly rows: readonly AlarmListRow[];
  readonly groups: readonly AlarmGroup[];
  /** Lines of a flood's tile. */
  readonly lines: number;
}

/** The rows drawn: alarms alone, under the headings of their systems, or as many as a flood's tiles show. */
function useRows(bodies: readonly AlarmBody[], as: Presentation, space: TileSpace): Drawn {
  const { site } = useDesk();
  const groups = useMemo(
    () => (as === "plain" ? [] : groupBySystem(bodies, site.body.alarms, site.systemPosition)),
    [bodies, as, site],
  );
  const lines = tileLines(groups.length, space);
  const rows = useMemo(
    () =>
      as === "plain"
        ? bodies.map((body): AlarmListRow => ({ kind: "alarm", body }))
        : groupedRows(groups, as === "flood" ? lines : undefined),
    [bodies, as, groups, lines],
  );
  return { rows, groups, lines };
}

/** Rows above the last one drawn whose present values are wanted: more than any screen shows. */
const VALUES_ROWS = 60;
const REACH_STEP = 10;

/** Asks for the samples of the systems whose alarms are in view, and of no others. */
function useValuesInView(rows: readonly AlarmListRow[], reached: number): void {
  const { site } = useDesk();
  const systems = new Set<string>();
  for (const row of rows.slice(Math.max(0, reached - VALUES_ROWS), reached))
    if (row.kind === "alarm") systems.add(site.body.alarms[row.body.alarm]!.system);
  const key = [...systems].sort().join("\n");
  useEffect(() => {
    wanted.value = key === "" ? [] : key.split("\n");
  }, [key]);
}

const alarmsOf = (rows: readonly AlarmListRow[]): AlarmBody[] =>
  rows.flatMap((row) => (row.kind === "alarm" ? [row.body] : []));

export function AlarmList({ system }: { system: string | null }) {
  const desk = useDesk();
  const { site, alarms } = desk;
  const [filter, setFilter] = useState<AlarmFilter>(() =>
    system === null
      ? NO_FILTER
      : { ...NO_FILTER, systems: withChildren(site.body.systems, system) },
  );
  const [order, setOrder] = useState<SortOrder>("priority");
  const [grouped, setGrouped] = useState(false);
  const list = useRef<VirtualListHandle>(null);
  const live = useFiltered(filter, order);
  const held = useHeldRows(live, alarms, `${order} ${filterKey(filter)}`);
  const flood = useFloodShown(held.holding, system === null);
  const [space, setSpace] = useState<TileSpace>({ columns: 1, height_px: 0 });
  const [reached, setReached] = useState(0);
  const as = flood.shown ? "flood" : grouped ? "grouped" : "plain";
  const { rows, groups, lines } = useRows(held.rows, as, space);
  useValuesInView(rows, flood.shown ? 0 : reached);
  const bodies = useMemo(() => alarmsOf(rows), [rows]);
  const indices = useMemo(() => bodies.map((body) => body.alarm), [bodies]);
  const choice = useChoice(indices, held.hold);
  useEffect(() => {
    outcome.value = "";
  }, []);
  const acknowledgePage = (): void => {
    if (!mayAct() || !held.armed()) return;
    held.hold();
    const page = list.current!.page();
    const inView = alarmsOf(rows.slice(page.from, page.to));
    void actNow(
      desk,
      "acknowledge",
      inView.filter((body) => isUnacknowledged(body.letter)).map((body) => body.alarm),
    );
  };
  useAlarmKeys({
    desk,
    rows,
    choice,
    list,
    held,
    order,
    setOrder,
    grouped,
    setGrouped,
    flood,
    acknowledgePage,
  });
  return (
    <div class="alarm-page">
      <AlarmTools
        filter={filter}
        setFilter={setFilter}
        order={order}
        setOrder={setOrder}
        grouped={grouped}
        setGrouped={setGrouped}
        flood={flood}
        system={system}
        acknowledgePage={flood.shown ? null : acknowledgePage}
        waiting={bodies.some((body) => isUnacknowledged(body.letter))}
      />
      <ActBar choice={choice} held={held} total={alarms.size} shown={live.length} />
      {flood.shown ? (
        <FloodView
          rows={held.rows}
          groups={groups}
          lines={lines}
          onSpace={setSpace}
          choice={choice}
          held={held}
          leave={() => flood.show(false)}
        />
      ) : (
        <>
          <AlarmHead />
          <div
            class="alarm-rows"
            onPointerMove={held.hold}
            onPointerDown={held.hold}
            onPointerLeave={held.release}
          >
            {rows.length === 0 && (
              <p class="nothing">{alarms.size === 0 ? "No alarm stands." : "No alarm matches."}</p>
            )}
            <VirtualList
              rows={rows.length}
              row_px={ALARM_ROW_PX}
              label="Alarms"
              handle={list}
              onReach={(row) => setReached(Math.ceil(row / REACH_STEP) * REACH_STEP)}
            >
              {(at) => {
                const row = rows[at]!;
                if (row.kind === "heading")
                  return <GroupRow key={`system ${row.group.system}`} group={row.group} />;
                const { alarm } = row.body;
                return (
                  <AlarmRow key={alarm} body={row.body} choice={choice.row(alarm, held.armed)} />
                );
              }}
            </VirtualList>
          </div>
        </>
      )}
    </div>
  );
}

function AlarmHead() {
  return (
    <div class="alarm-row alarm-head" aria-hidden="true">
      <span />
      <span />
      <span>Raised</span>
      <span>System</span>
      <span>Alarm</span>
      <span class="right">At the raise</span>
      <span class="right">Now</span>
      <span>Time left</span>
      <span>State</span>
      <span />
    </div>
  );
}

const filterKey = (filter: AlarmFilter): string =>
  [
    filter.state,
    filter.words,
    [...filter.priorities].join(),
    filter.systems === null ? "" : [...filter.systems].join(),
  ].join("|");
