/** Keys of the alarm list. */

import type { RefObject } from "preact";
import { useEffect, useRef } from "preact/hooks";
import type { AlarmListRow } from "../lib/alarm_groups";
import type { SortOrder } from "../lib/order";
import { silenceAll } from "../state/alarm_commands";
import type { Desk } from "../state/desk";
import { mayAct } from "../state/permission";
import { go } from "../state/route";
import { actOrAsk, LIST_ACTS } from "./alarm_acts";
import { isTyping } from "./keys";
import type { Choice } from "./use_choice";
import type { FloodShown } from "./use_flood_shown";
import type { Held } from "./use_held_rows";
import type { VirtualListHandle } from "./virtual_list";

interface AlarmKeys {
  readonly desk: Desk;
  readonly rows: readonly AlarmListRow[];
  readonly choice: Choice;
  readonly list: RefObject<VirtualListHandle>;
  readonly held: Held;
  readonly order: SortOrder;
  readonly setOrder: (order: SortOrder) => void;
  readonly grouped: boolean;
  readonly setGrouped: (grouped: boolean) => void;
  readonly flood: FloodShown;
  readonly acknowledgePage: () => void;
}

function moveCursor(keys: AlarmKeys, by: 1 | -1, extend: boolean): void {
  keys.held.hold();
  const { rows, choice, list } = keys;
  const at = rows.findIndex((row) => row.kind === "alarm" && row.body.alarm === choice.cursor);
  let next = at < 0 ? (list.current?.page().from ?? 0) : at + by;
  while (rows[next]?.kind === "heading") next += by;
  const row = rows[next];
  if (row === undefined || row.kind !== "alarm") return;
  if (extend) choice.extend(row.body.alarm);
  else choice.setCursor(row.body.alarm);
  list.current?.reveal(next);
}

/** Keys that change what the list shows. */
function look(keys: AlarmKeys, key: string): boolean {
  if (key === "c") keys.setOrder(keys.order === "priority" ? "time" : "priority");
  else if (key === "v") keys.setGrouped(!keys.grouped);
  else if (key === "f" && keys.flood.on) keys.flood.show(!keys.flood.shown);
  else if (key === "p" && !keys.flood.shown) keys.acknowledgePage();
  else if (key === "Escape") {
    keys.choice.clear();
    keys.held.release();
  } else return false;
  return true;
}

/** Keys that act on what is chosen. */
function act(keys: AlarmKeys, key: string): boolean {
  const { choice, desk } = keys;
  const { cursor, alarms } = choice;
  if (key === "n" && alarms.length === 0) {
    if (mayAct()) void silenceAll(desk);
    return true;
  }
  if (cursor !== null && key === "x") {
    choice.toggle(cursor);
    return true;
  }
  if (cursor !== null && key === "Enter") {
    go({ page: "alarm", name: desk.site.body.alarms[cursor]!.name });
    return true;
  }
  const found = LIST_ACTS.find((one) => one.key === key);
  if (found === undefined || alarms.length === 0) return false;
  keys.held.hold();
  actOrAsk(desk, found.verb, alarms);
  return true;
}

function pressed(keys: AlarmKeys, event: KeyboardEvent): boolean {
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    moveCursor(keys, event.key === "ArrowDown" ? 1 : -1, event.shiftKey);
    return true;
  }
  // A key that is held down means one act: the next one would mean what was never chosen.
  if (event.repeat) return true;
  return look(keys, event.key) || act(keys, event.key);
}

/** Each key means the list as it was drawn last, however fast it follows the one before. */
export function useAlarmKeys(keys: AlarmKeys): void {
  const latest = useRef(keys);
  latest.current = keys;
  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event)) return;
      const at = event.target;
      if (
        at instanceof HTMLElement &&
        (at.closest("dialog") !== null ||
          (at.matches("button, a, summary, input") && " Enter".includes(event.key)))
      )
        return;
      if (pressed(latest.current, event)) event.preventDefault();
    };
    addEventListener("keydown", press);
    return () => removeEventListener("keydown", press);
  }, []);
}
