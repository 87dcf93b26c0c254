/** Filters and acts above the alarm list. */

import { PrioritySymbol } from "../draw/priority_symbol";
import { type AlarmFilter, NO_FILTER } from "../lib/alarm_filter";
import type { SortOrder } from "../lib/order";
import { PRIORITIES, priorityLook } from "../lib/priority";
import { withChildren } from "../lib/rollup";
import { useDesk } from "../state/desk";
import { mayAct } from "../state/permission";
import { go } from "../state/route";
import { useSearchKey } from "./tag_table";
import type { FloodShown } from "./use_flood_shown";

const STATES: readonly { readonly state: AlarmFilter["state"]; readonly label: string }[] = [
  { state: "all", label: "All" },
  { state: "unacknowledged", label: "Unacknowledged" },
  { state: "active", label: "Active" },
];

export function AlarmTools(props: {
  filter: AlarmFilter;
  setFilter: (filter: AlarmFilter) => void;
  order: SortOrder;
  setOrder: (order: SortOrder) => void;
  grouped: boolean;
  setGrouped: (grouped: boolean) => void;
  flood: FloodShown;
  system: string | null;
  /** Null where there is no page of rows. */
  acknowledgePage: (() => void) | null;
  /** Something of the list waits to be acknowledged. */
  waiting: boolean;
}) {
  const { filter, setFilter } = props;
  const { site } = useDesk();
  const search = useSearchKey();
  const change = (part: Partial<AlarmFilter>): void => {
    const next = { ...filter, ...part };
    const none =
      next.systems === null &&
      next.priorities.size === 0 &&
      next.state === "all" &&
      next.words === "";
    setFilter(none ? NO_FILTER : next);
  };
  const toggle = (priority: number): void => {
    const priorities = new Set(filter.priorities);
    if (!priorities.delete(priority)) priorities.add(priority);
    change({ priorities });
  };
  const chooseSystem = (id: string): void => {
    change({ systems: id === "" ? null : withChildren(site.body.systems, id) });
    go({ page: "alarms", system: id === "" ? null : id });
  };
  return (
    <div class="tools">
      <h1>Alarms</h1>
      <input
        ref={search}
        type="search"
        placeholder="Search alarms  /"
        aria-label="Search alarms"
        value={filter.words}
        onInput={(event) => change({ words: event.currentTarget.value })}
      />
      <select
        aria-label="System"
        value={props.system ?? ""}
        onChange={(event) => chooseSystem(event.currentTarget.value)}
      >
        <option value="">All systems</option>
        {site.body.systems.map((system) => (
          <option key={system.id} value={system.id}>
            {system.parent === "" ? "" : "\u2003"}
            {system.name}
          </option>
        ))}
      </select>
      <div class="choice" role="group" aria-label="Priorities">
        {PRIORITIES.map((priority) => (
          <button
            type="button"
            key={priority}
            title={priorityLook(priority).name}
            aria-label={priorityLook(priority).name}
            aria-pressed={filter.priorities.has(priority)}
            onClick={() => toggle(priority)}
          >
            <PrioritySymbol priority={priority} letter="C" />
          </button>
        ))}
      </div>
      <div class="choice" role="group" aria-label="States">
        {STATES.map(({ state, label }) => (
          <button
            type="button"
            key={state}
            aria-pressed={filter.state === state}
            onClick={() => change({ state })}
          >
            {label}
          </button>
        ))}
      </div>
      <Presentation {...props} />
      <span class="spacer" />
      {props.acknowledgePage !== null && (
        <button
          type="button"
          class="primary"
          disabled={!props.waiting || !mayAct()}
          onClick={props.acknowledgePage}
          title="Acknowledges the rows wholly in view, each as it is seen now"
        >
          Acknowledge page <kbd>p</kbd>
        </button>
      )}
    </div>
  );
}

/** In which order, by system or not, and in a flood its own presentation: one key each. */
function Presentation(props: {
  order: SortOrder;
  setOrder: (order: SortOrder) => void;
  grouped: boolean;
  setGrouped: (grouped: boolean) => void;
  flood: FloodShown;
}) {
  const { flood } = props;
  return (
    <>
      <div class="choice" role="group" aria-label="Order">
        <button
          type="button"
          aria-pressed={props.order === "priority"}
          onClick={() => props.setOrder("priority")}
        >
          By priority
        </button>
        <button
          type="button"
          aria-pressed={props.order === "time"}
          onClick={() => props.setOrder("time")}
        >
          Newest first <kbd>c</kbd>
        </button>
      </div>
      {!flood.shown && (
        <button
          type="button"
          class="toggle"
          aria-pressed={props.grouped}
          onClick={() => props.setGrouped(!props.grouped)}
        >
          By system <kbd>v</kbd>
        </button>
      )}
      {flood.on && (
        <div class="choice" role="group" aria-label="Presentation in a flood">
          <button type="button" aria-pressed={flood.shown} onClick={() => flood.show(true)}>
            Flood view
          </button>
          <button type="button" aria-pressed={!flood.shown} onClick={() => flood.show(false)}>
            Full list <kbd>f</kbd>
          </button>
        </div>
      )}
    </>
  );
}
