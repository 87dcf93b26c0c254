/** Every alarm that is not at rest: filter, order, acknowledge one or the page in view. */

import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { type AlarmFilter, alarmPredicate, NO_FILTER, searchText } from "../lib/alarm_filter";
import { count } from "../lib/format";
import type { SortOrder } from "../lib/order";
import { isUnacknowledged } from "../lib/priority";
import { withChildren } from "../lib/rollup";
import type { SiteIndex } from "../lib/site_index";
import { tagOf } from "../lib/site_index";
import { acknowledge, outcome } from "../state/acknowledgements";
import { useDesk } from "../state/desk";
import { mayAct } from "../state/permission";
import { wanted } from "../state/session";
import { ALARM_ROW_PX, AlarmRow } from "./alarm_row";
import { AlarmTools } from "./alarm_tools";
import { useAlarmKeys } from "./use_alarm_keys";
import { type Held, useHeldRows } from "./use_held_rows";
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

export function AlarmList({ system }: { system: string | null }) {
  const desk = useDesk();
  const { site, alarms } = desk;
  const [filter, setFilter] = useState<AlarmFilter>(() =>
    system === null
      ? NO_FILTER
      : { ...NO_FILTER, systems: withChildren(site.body.systems, system) },
  );
  const [order, setOrder] = useState<SortOrder>("priority");
  const [cursor, setCursor] = useState<number | null>(null);
  const list = useRef<VirtualListHandle>(null);
  const live = useFiltered(filter, order);
  const held = useHeldRows(live, alarms, `${order} ${filterKey(filter)}`);
  useEffect(() => {
    wanted.value = [];
    outcome.value = "";
  }, []);
  const acknowledgePage = (): void => {
    if (!mayAct() || !held.armed()) return;
    held.hold();
    const page = list.current!.page();
    void acknowledge(
      desk,
      held.rows
        .slice(page.from, page.to)
        .filter((body) => isUnacknowledged(body.letter))
        .map((body) => body.alarm),
    );
  };
  useAlarmKeys({
    rows: held.rows,
    cursor,
    setCursor,
    list,
    held,
    order,
    setOrder,
    acknowledgePage,
    desk,
  });
  return (
    <div class="alarm-page">
      <AlarmTools
        filter={filter}
        setFilter={setFilter}
        order={order}
        setOrder={setOrder}
        system={system}
        acknowledgePage={acknowledgePage}
      />
      <Hint held={held} total={alarms.size} shown={live.length} />
      <div class="alarm-row alarm-head" aria-hidden="true">
        <span />
        <span>Raised</span>
        <span>System</span>
        <span>Alarm</span>
        <span class="right">Value</span>
        <span class="right">Limit</span>
        <span>State</span>
        <span class="right">Stands</span>
        <span />
      </div>
      <div
        class="alarm-rows"
        onPointerMove={held.hold}
        onPointerDown={held.hold}
        onPointerLeave={held.release}
      >
        {held.rows.length === 0 && (
          <p class="nothing">{alarms.size === 0 ? "No alarm stands." : "No alarm matches."}</p>
        )}
        <VirtualList rows={held.rows.length} row_px={ALARM_ROW_PX} label="Alarms" handle={list}>
          {(row) => {
            const body = held.rows[row]!;
            return (
              <AlarmRow
                key={body.alarm}
                body={body}
                chosen={cursor === body.alarm}
                armed={held.armed}
              />
            );
          }}
        </VirtualList>
      </div>
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

/** One line that always has its place: how many, what became of the last act, what is new. */
function Hint({ held, total, shown }: { held: Held; total: number; shown: number }) {
  return (
    <div class="list-hint" role="status">
      <span>
        {shown === total ? count(total, "alarm") : `${shown} of ${count(total, "alarm")}`}
      </span>
      <span>{outcome.value}</span>
      <span class="spacer" />
      {held.holding && <span class="soft">Order held while you work in the list.</span>}
      {held.fresh > 0 && (
        <button type="button" class="fresh" onClick={held.release}>
          {held.fresh} new: show
        </button>
      )}
    </div>
  );
}
