/** The list of keys. */

import { signal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { PrioritySymbol } from "../draw/priority_symbol";
import { PRIORITIES, priorityLook } from "../lib/priority";
import { KEYS } from "./keys";

export const helpOpen = signal(false);

const LIST_KEYS = [
  ["\u2191 \u2193", "move in a list"],
  ["Enter", "open the tag of an alarm"],
  ["Space", "acknowledge the alarm chosen"],
  ["p", "acknowledge the page in view"],
  ["c", "order by time, or by priority"],
  ["/", "search"],
] as const;

export function Help() {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog ref={dialog} class="dialog help" onClose={() => (helpOpen.value = false)}>
      <h2>Keys</h2>
      <dl class="keys">
        {KEYS.map(({ key, does }) => (
          <div key={key}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{does}</dd>
          </div>
        ))}
        {LIST_KEYS.map(([key, does]) => (
          <div key={key}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
      <h2>Alarm symbols</h2>
      <table class="legend">
        <thead>
          <tr>
            <th />
            <th>unacknowledged</th>
            <th>acknowledged</th>
            <th>returned to normal</th>
          </tr>
        </thead>
        <tbody>
          {PRIORITIES.map((priority) => (
            <tr key={priority}>
              <th>{priorityLook(priority).name}</th>
              {["B", "C", "D"].map((letter) => (
                <td key={letter}>
                  <PrioritySymbol priority={priority} letter={letter} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <form method="dialog">
        <button type="submit">Close</button>
      </form>
    </dialog>
  );
}
