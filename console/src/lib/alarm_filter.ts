/** Which alarms the list shows: by system, priority, state and words. */

import type { AlarmBody, AlarmDefinitionBody, TagBody } from "../schema";
import { shownPriority } from "./alarm_state";
import { isUnacknowledged } from "./priority";

export interface AlarmFilter {
  /** System ids (with their children already put in); null means all. */
  readonly systems: ReadonlySet<string> | null;
  /** Priorities shown; empty means all. */
  readonly priorities: ReadonlySet<number>;
  readonly state: "all" | "unacknowledged" | "active";
  readonly words: string;
}

export const NO_FILTER: AlarmFilter = {
  systems: null,
  priorities: new Set(),
  state: "all",
  words: "",
};

/** Lower-case text in which every word of a search must occur. */
export function searchText(definition: AlarmDefinitionBody, tag: TagBody | undefined): string {
  return `${definition.name} ${definition.tag} ${definition.message} ${definition.system} ${tag?.description ?? ""}`.toLowerCase();
}

export function matchesWords(text: string, words: string): boolean {
  return words
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}

/** A predicate, built once for a filter and run over every standing alarm. */
export function alarmPredicate(
  filter: AlarmFilter,
  definitions: readonly AlarmDefinitionBody[],
  textOf: (alarm: number) => string,
): (body: AlarmBody) => boolean {
  const { systems, priorities, state } = filter;
  const words = filter.words.trim();
  return (body) => {
    const definition = definitions[body.alarm];
    if (definition === undefined) return false;
    if (systems !== null && !systems.has(definition.system)) return false;
    if (priorities.size > 0 && !priorities.has(shownPriority(body))) return false;
    if (state === "unacknowledged" && !isUnacknowledged(body.letter)) return false;
    if (state === "active" && !body.active) return false;
    return words === "" || matchesWords(textOf(body.alarm), words);
  };
}
