/** Which alarms of a list are chosen: one under the cursor, several by marks. */

import { useMemo, useState } from "preact/hooks";
import { chosenRows, toggled, withRange } from "../lib/selection";
import type { RowChoice } from "./alarm_row";

export interface Choice {
  readonly cursor: number | null;
  readonly marked: ReadonlySet<number>;
  /** Alarms an act means now. */
  readonly alarms: readonly number[];
  setCursor(alarm: number | null): void;
  toggle(alarm: number): void;
  extend(to: number): void;
  clear(): void;
  row(alarm: number, armed: () => boolean): RowChoice;
}

const NONE: ReadonlySet<number> = new Set();

/** `rows`: the alarms of the list in its order. */
export function useChoice(rows: readonly number[], onTouch: () => void): Choice {
  const [cursor, setCursor] = useState<number | null>(null);
  const [marked, setMarked] = useState<ReadonlySet<number>>(NONE);
  const alarms = useMemo(() => chosenRows(rows, marked, cursor), [rows, marked, cursor]);
  const toggle = (alarm: number): void => {
    onTouch();
    setCursor(alarm);
    setMarked((now) => toggled(now, alarm));
  };
  const extend = (to: number): void => {
    onTouch();
    setMarked((now) => withRange(rows, now, cursor, to));
    setCursor(to);
  };
  const choose = (alarm: number, further: boolean): void => {
    onTouch();
    if (further) extend(alarm);
    else setCursor(alarm);
  };
  return {
    cursor,
    marked,
    alarms,
    setCursor,
    toggle,
    extend,
    clear: () => {
      setCursor(null);
      setMarked(NONE);
    },
    row: (alarm, armed) => ({
      chosen: cursor === alarm,
      marked: marked.has(alarm),
      choose,
      toggle,
      armed,
    }),
  };
}
