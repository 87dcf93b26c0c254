/** The list of keys. */

import { signal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { PrioritySymbol } from "../draw/priority_symbol";
import { PRIORITIES, priorityLook } from "../lib/priority";
import { KEYS } from "./keys";

export const helpOpen = signal(false);

const LIST_KEYS = [
  ["\u2191 \u2193", "move in the alarm list; with shift, choose what is passed"],
  ["x", "choose the alarm under the cursor, or not"],
  ["Enter", "open the response sheet of the alarm"],
  ["Space", "acknowledge what is chosen"],
  ["n", "silence what is chosen, else what sounds"],
  ["r", "reset the latch of what is chosen"],
  ["s", "shelve what is chosen"],
  ["o", "take what is chosen out of service"],
  ["p", "acknowledge the page in view"],
  ["c", "order by time, or by priority"],
  ["v", "under their systems, or not"],
  ["f", "in a flood: its view, or the full list"],
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
              {(["B", "C", "D"] as const).map((letter) => (
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
