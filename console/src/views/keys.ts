/** Keys that work on every page. A page's own keys are handled by the page. */

import { useEffect } from "preact/hooks";
import { silenceAll } from "../state/alarm_commands";
import { desk } from "../state/desk";
import { mayAct } from "../state/permission";
import { switchTheme } from "../state/preferences";
import { go, route } from "../state/route";
import { muteOrUnmute } from "../state/sound";
import { helpOpen } from "./help";

export const KEYS: readonly {
  readonly key: string;
  readonly does: string;
  readonly act: () => void;
}[] = [
  { key: "w", does: "the wall", act: () => go({ page: "wall" }) },
  { key: "a", does: "the alarm list", act: () => go({ page: "alarms", system: null }) },
  {
    key: "h",
    does: "shelf and suppression: what is hidden",
    act: () => go({ page: "shelf", system: null }),
  },
  { key: "j", does: "the journal", act: () => go({ page: "journal", system: null }) },
  { key: "g", does: "figures of the alarm system", act: () => go({ page: "figures" }) },
  { key: "b", does: "the worklist of bad actors", act: () => go({ page: "worklist" }) },
  { key: "n", does: "silence what sounds, at every console", act: silenceWhatSounds },
  { key: "m", does: "mute the sound for two minutes, or end it", act: muteOrUnmute },
  { key: "t", does: "light or dark", act: switchTheme },
  {
    key: "?",
    does: "these keys",
    act: () => {
      helpOpen.value = !helpOpen.value;
    },
  },
];

/** On the alarm list the key means the alarms chosen there, if any are. */
function silenceWhatSounds(): void {
  const open = desk.peek();
  if (open !== null && mayAct() && route.peek().page !== "alarms") void silenceAll(open);
}

/** True while a person types words: then a letter is a letter. */
export function isTyping(event: KeyboardEvent): boolean {
  const at = event.target;
  if (!(at instanceof HTMLElement)) return false;
  return (
    at.isContentEditable ||
    at.matches("input:not([type=checkbox]):not([type=radio]), textarea, select")
  );
}

export function useKeys(): void {
  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event)) return;
      if (event.target instanceof HTMLElement && event.target.closest("dialog") !== null) return;
      KEYS.find(({ key }) => key === event.key)?.act();
    };
    addEventListener("keydown", press);
    return () => removeEventListener("keydown", press);
  }, []);
}
