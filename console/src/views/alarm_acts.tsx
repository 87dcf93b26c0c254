/** One line that always has its place: how many alarms, what became of the last act, and what can be done now. */

import { applies, SERVICE_ROLES, VERBS, type Verb } from "../lib/alarm_acts";
import { count } from "../lib/format";
import { actNow, outcome } from "../state/alarm_commands";
import { type Desk, useDesk } from "../state/desk";
import { mayAct, mayService } from "../state/permission";
import { askAboutChosen } from "./alarm_dialog";
import type { Choice } from "./use_choice";
import type { Held } from "./use_held_rows";

interface ListAct {
  readonly verb: Verb;
  readonly key: string;
}

/** In the order of the buttons. The keys are those of the list. */
export const LIST_ACTS: readonly ListAct[] = [
  { verb: "acknowledge", key: " " },
  { verb: "silence", key: "n" },
  { verb: "reset", key: "r" },
  { verb: "shelve", key: "s" },
  { verb: "remove_from_service", key: "o" },
];

/** Does the act, or asks for what it still needs. */
export function actOrAsk(desk: Desk, verb: Verb, alarms: readonly number[]): void {
  if (!mayAct()) return;
  if (verb === "shelve") askAboutChosen(desk, verb, alarms);
  else if (verb === "remove_from_service") {
    if (mayService()) askAboutChosen(desk, verb, alarms);
    else outcome.value = SERVICE_WORDS;
  } else void actNow(desk, verb, alarms);
}

const SERVICE_WORDS = `Only ${SERVICE_ROLES.join("s and ")}s take alarms out of service.`;

export function ActBar(props: { choice: Choice; held: Held; total: number; shown: number }) {
  const { choice, held, total, shown } = props;
  const n = choice.alarms.length;
  return (
    <div class="act-bar">
      <span class="act-status" role="status">
        <span>
          {shown === total ? count(total, "alarm") : `${shown} of ${count(total, "alarm")}`}
        </span>
        <span class="act-outcome" title={outcome.value}>
          {outcome.value}
        </span>
        {held.holding && <span class="soft">Order held while you work in the list.</span>}
        {held.fresh > 0 && (
          <button type="button" class="fresh" onClick={held.release}>
            {held.fresh} new: show
          </button>
        )}
      </span>
      <span class="acts" role="group" aria-label="Acts on the alarms chosen">
        <span class={n === 0 ? "act-chosen soft" : "act-chosen"}>
          {n === 0 ? "None chosen" : `${n} chosen`}
        </span>
        {LIST_ACTS.map((one) => (
          <ListActButton key={one.verb} act={one} alarms={choice.alarms} />
        ))}
      </span>
    </div>
  );
}

function ListActButton({ act, alarms }: { act: ListAct; alarms: readonly number[] }) {
  const desk = useDesk();
  const { verb, key } = act;
  const useful = alarms.some((alarm) => {
    const body = desk.alarms.get(alarm);
    return body !== undefined && applies(verb, body);
  });
  const allowed = verb !== "remove_from_service" || mayService();
  const asks = verb === "shelve" || verb === "remove_from_service";
  return (
    <button
      type="button"
      class="small"
      disabled={!useful || !allowed || !mayAct()}
      title={allowed ? "Acts on the alarms chosen, each as it is seen now" : SERVICE_WORDS}
      onClick={() => actOrAsk(desk, verb, alarms)}
    >
      {VERBS[verb].label}
      {asks && "\u2026"} <kbd>{key === " " ? "space" : key}</kbd>
    </button>
  );
}
