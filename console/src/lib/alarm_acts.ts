/** What a person can do to an alarm: the verbs, their words, and which alarms each of them is for. */

import type { AlarmBody } from "../schema";
import { canReset, sounds } from "./alarm_state";
import { isInSight } from "./priority";

export type Verb =
  | "acknowledge"
  | "silence"
  | "reset"
  | "shelve"
  | "unshelve"
  | "remove_from_service"
  | "return_to_service";

export interface VerbWords {
  /** On a button. */
  readonly label: string;
  /** "3 acknowledged." */
  readonly done: string;
}

export const VERBS: Record<Verb, VerbWords> = {
  acknowledge: { label: "Acknowledge", done: "acknowledged" },
  silence: { label: "Silence", done: "silenced" },
  reset: { label: "Reset", done: "reset" },
  shelve: { label: "Shelve", done: "shelved" },
  unshelve: { label: "Unshelve", done: "unshelved" },
  remove_from_service: { label: "Out of service", done: "taken out of service" },
  return_to_service: { label: "Return to service", done: "returned to service" },
};

const hasOverride = (body: AlarmBody, kind: string): boolean =>
  body.overrides.some((override) => override.kind === kind);

/** Whether the act can mean something for the alarm as it is. The server judges again. */
export function applies(verb: Verb, body: AlarmBody): boolean {
  switch (verb) {
    case "acknowledge":
      return body.waiting && isInSight(body.letter);
    case "silence":
      return sounds(body);
    case "reset":
      return canReset(body);
    case "shelve":
      return !hasOverride(body, "shelved");
    case "unshelve":
      return hasOverride(body, "shelved");
    case "remove_from_service":
      return !hasOverride(body, "out_of_service");
    case "return_to_service":
      return hasOverride(body, "out_of_service");
  }
}

/** The one button of a row: what the alarm asks for next; null when it asks for nothing. */
export function nextAct(body: AlarmBody): Verb | null {
  if (applies("acknowledge", body)) return "acknowledge";
  return applies("reset", body) ? "reset" : null;
}

/** Taking alarms out of service is for those who answer for the alarm system. */
export const SERVICE_ROLES: readonly string[] = ["engineer", "supervisor"];
