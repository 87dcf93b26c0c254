/** Keys of the alarm list. */

import type { RefObject } from "preact";
import { useEffect } from "preact/hooks";
import type { SortOrder } from "../lib/order";
import type { AlarmBody } from "../schema";
import { acknowledge } from "../state/acknowledgements";
import type { Desk } from "../state/desk";
import { mayAct } from "../state/permission";
import { go } from "../state/route";
import { isTyping } from "./keys";
import type { Held } from "./use_held_rows";
import type { VirtualListHandle } from "./virtual_list";

interface AlarmKeys {
  readonly rows: readonly AlarmBody[];
  readonly cursor: number | null;
  readonly setCursor: (alarm: number | null) => void;
  readonly list: RefObject<VirtualListHandle>;
  readonly held: Held;
  readonly order: SortOrder;
  readonly setOrder: (order: SortOrder) => void;
  readonly acknowledgePage: () => void;
  readonly desk: Desk;
}

function moveCursor(keys: AlarmKeys, by: number): void {
  keys.held.hold();
  const at = keys.rows.findIndex((body) => body.alarm === keys.cursor);
  const next =
    at < 0 ? keys.list.current!.page().from : Math.min(keys.rows.length - 1, Math.max(0, at + by));
  const body = keys.rows[next];
  if (body === undefined) return;
  keys.setCursor(body.alarm);
  keys.list.current!.reveal(next);
}

function act(keys: AlarmKeys, key: string): boolean {
  if (key === "ArrowDown" || key === "ArrowUp") moveCursor(keys, key === "ArrowDown" ? 1 : -1);
  else if (key === "c") keys.setOrder(keys.order === "priority" ? "time" : "priority");
  else if (key === "p") keys.acknowledgePage();
  else if (key === "Escape") {
    keys.setCursor(null);
    keys.held.release();
  } else if (keys.cursor === null) return false;
  else if (key === " ") {
    if (mayAct()) void acknowledge(keys.desk, [keys.cursor]);
  } else if (key === "Enter") {
    go({ page: "tag", name: keys.desk.site.body.alarms[keys.cursor]!.tag });
  } else return false;
  return true;
}

export function useAlarmKeys(keys: AlarmKeys): void {
  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event)) return;
      const at = event.target;
      if (
        at instanceof HTMLElement &&
        (at.closest("dialog") !== null ||
          (at.matches("button, a, summary") && " Enter".includes(event.key)))
      )
        return;
      if (act(keys, event.key)) event.preventDefault();
    };
    addEventListener("keydown", press);
    return () => removeEventListener("keydown", press);
  });
}
