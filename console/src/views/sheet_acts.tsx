/** What can be done to the alarm of a response sheet, bound to how the sheet shows it. */

import { applies, VERBS, type Verb } from "../lib/alarm_acts";
import { endWords } from "../lib/countdown";
import { OVERRIDE_WORDS, type OverrideKind } from "../lib/hidden_list";
import type { AlarmBody } from "../schema";
import { act, underWay } from "../state/alarm_commands";
import { now_ms, steady_ms } from "../state/clock";
import { useDesk } from "../state/desk";
import { mayAct, mayService } from "../state/permission";
import { askAbout } from "./alarm_dialog";

const ORDER: readonly Verb[] = [
  "acknowledge",
  "silence",
  "reset",
  "shelve",
  "unshelve",
  "remove_from_service",
  "return_to_service",
];
/** Always there, so that the buttons keep their places; the others only where they mean something. */
const ALWAYS: ReadonlySet<Verb> = new Set(["acknowledge", "silence"]);
const NEEDS_SERVICE_ROLE: ReadonlySet<Verb> = new Set(["remove_from_service", "return_to_service"]);

export function SheetActs({ state }: { state: AlarmBody | null }) {
  const desk = useDesk();
  if (state === null) return <span />;
  const busy = underWay.value.has(state.alarm);
  const press = (verb: Verb): void => {
    // An alarm at rest is not on the list: it is quoted as the sheet has it.
    const seen = desk.alarms.seen(state.alarm, steady_ms()) ?? state;
    if (verb === "shelve" || verb === "remove_from_service") askAbout(desk, verb, [seen]);
    else void act(verb, [seen]);
  };
  return (
    <div class="sheet-acts">
      {ORDER.filter((verb) => ALWAYS.has(verb) || applies(verb, state)).map((verb) => (
        <button
          type="button"
          key={verb}
          class={verb === "acknowledge" ? "primary" : ""}
          disabled={
            busy ||
            !applies(verb, state) ||
            !mayAct() ||
            (NEEDS_SERVICE_ROLE.has(verb) && !mayService())
          }
          title={
            NEEDS_SERVICE_ROLE.has(verb) && !mayService() ? "For engineers and supervisors" : ""
          }
          onClick={() => press(verb)}
        >
          {VERBS[verb].label}
          {(verb === "shelve" || verb === "remove_from_service") && "\u2026"}
        </button>
      ))}
      <Overrides state={state} />
    </div>
  );
}

/** Why the alarm is out of sight, and until when. */
function Overrides({ state }: { state: AlarmBody }) {
  if (state.overrides.length === 0) return null;
  return (
    <ul class="sheet-overrides">
      {state.overrides.map((one) => {
        const end = endWords(one.until_ms, now_ms.value);
        return (
          <li key={one.kind}>
            <b>{OVERRIDE_WORDS[one.kind as OverrideKind] ?? one.kind}</b> by {one.by}
            {one.reason === "" ? "" : `: ${one.reason}`}
            {end === "" ? "" : `, comes back ${end}`}
          </li>
        );
      })}
    </ul>
  );
}
