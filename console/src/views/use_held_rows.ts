/** Holds the alarm list still under the pointer and under the keys. */

import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { type HeldRows, holdRows } from "../lib/frozen";
import type { AlarmBody } from "../schema";
import type { AlarmStore } from "../state/alarms";

/** With the pointer at rest over it for this long, the list goes on; the next click then only holds it. */
const IDLE_MS = 20_000;

interface Hold {
  readonly order: readonly number[];
  readonly known: ReadonlyMap<number, AlarmBody>;
}

export interface Held extends HeldRows {
  readonly holding: boolean;
  hold(): void;
  release(): void;
  /** False right after the list moved under a resting pointer: an act would hit what was not looked at. */
  armed(): boolean;
}

export function useHeldRows(
  live: readonly AlarmBody[],
  alarms: AlarmStore,
  filterKey: string,
): Held {
  const [held, setHeld] = useState<Hold | null>(null);
  const armed = useRef(true);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const latest = useRef(live);
  latest.current = live;
  const version = alarms.version.value;

  const release = (): void => {
    clearTimeout(timer.current);
    setHeld(null);
  };
  const hold = (): void => {
    armed.current = true;
    clearTimeout(timer.current);
    timer.current = setTimeout(() => {
      armed.current = false;
      setHeld(null);
    }, IDLE_MS);
    setHeld(
      (now) =>
        now ?? {
          order: latest.current.map((body) => body.alarm),
          known: new Map(latest.current.map((body) => [body.alarm, body])),
        },
    );
  };
  useEffect(() => release, []);
  // Another filter or order is asked for by the person: the list is then drawn anew.
  useEffect(release, [filterKey]);

  const shown = useMemo<HeldRows>(
    () =>
      held === null
        ? { rows: live, fresh: 0 }
        : holdRows(held.order, live, (alarm) => alarms.get(alarm), held.known),
    [held, live, version],
  );
  return { ...shown, holding: held !== null, hold, release, armed: () => armed.current };
}
