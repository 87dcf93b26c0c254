/** Which alarms of a list are chosen: one under the cursor, several by marks. An act that was done ends the choice. */

import { useEffect, useMemo, useState } from "preact/hooks";
import { type Chosen, chosenRows, settled, toggled, withRange } from "../lib/selection";
import { refusals, underWay } from "../state/alarm_commands";
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

const NOTHING: Chosen = { marked: new Set(), cursor: null, spent: false };

/** Tells which alarms an act was done on, whatever asked for it: a key, a button, a dialog. */
function useDone(tell: (done: readonly number[]) => void): void {
  useEffect(() => {
    let before = underWay.peek();
    return underWay.subscribe((now) => {
      const ended = [...before.keys()].filter((alarm) => !now.has(alarm));
      before = now;
      const refused = refusals.peek();
      if (ended.length > 0) tell(ended.filter((alarm) => !refused.has(alarm)));
    });
  }, []);
}

/** `rows`: the alarms of the list in its order. */
export function useChoice(rows: readonly number[], onTouch: () => void): Choice {
  const [chosen, setChosen] = useState<Chosen>(NOTHING);
  const { marked, cursor, spent } = chosen;
  useDone((done) => setChosen((now) => settled(now, done)));
  const alarms = useMemo(
    () => chosenRows(rows, marked, spent ? null : cursor),
    [rows, marked, cursor, spent],
  );
  const setCursor = (alarm: number | null): void =>
    setChosen((now) => ({ ...now, cursor: alarm, spent: false }));
  const toggle = (alarm: number): void => {
    onTouch();
    setChosen((now) => ({ marked: toggled(now.marked, alarm), cursor: alarm, spent: false }));
  };
  const extend = (to: number): void => {
    onTouch();
    setChosen((now) => ({
      marked: withRange(rows, now.marked, now.cursor, to),
      cursor: to,
      spent: false,
    }));
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
    clear: () => setChosen(NOTHING),
    row: (alarm, armed) => ({
      chosen: cursor === alarm,
      marked: marked.has(alarm),
      choose,
      toggle,
      armed,
    }),
  };
}
