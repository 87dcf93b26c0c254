/** Whether the alarm page shows a flood's presentation: by itself when one begins, never under the pointer. */

import { useRef, useState } from "preact/hooks";
import { useDesk } from "../state/desk";

export interface FloodShown {
  /** A position is in flood. */
  readonly on: boolean;
  /** Its presentation is what the page shows. */
  readonly shown: boolean;
  show(wish: boolean): void;
}

/**
 * `working`: somebody works in the list; it then stays as it is until they let go. `byItself`: whether a
 * flood changes the page unasked (not where a system's own list was asked for).
 */
export function useFloodShown(working: boolean, byItself: boolean): FloodShown {
  const on = useDesk().floods.any.value;
  const [wish, setWish] = useState<boolean | null>(null);
  const shown = useRef(false);
  const asked = useRef<boolean | null>(null);
  if (!on && wish !== null) setWish(null);
  const changedByHand = asked.current !== wish && wish !== null;
  asked.current = wish;
  if (!working || changedByHand) shown.current = on && (wish ?? byItself);
  return { on, shown: shown.current, show: setWish };
}
