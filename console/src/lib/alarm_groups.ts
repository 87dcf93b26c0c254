/** A sorted list of alarms by system: the same alarms, each once, under their system. */

import type { AlarmBody, AlarmDefinitionBody } from "../schema";
import { shownPriority } from "./alarm_state";
import { isUnacknowledged, priorityPlace } from "./priority";

export interface AlarmGroup {
  readonly system: string;
  /** In the order of the list, those that were first out before the others. */
  readonly alarms: readonly AlarmBody[];
  /** All, and unacknowledged ones, by priority 1 to 4. */
  readonly counts: readonly number[];
  readonly waiting: readonly number[];
}

interface Growing {
  readonly system: string;
  readonly first: AlarmBody[];
  readonly rest: AlarmBody[];
  readonly counts: number[];
  readonly waiting: number[];
}

/**
 * Groups of a list sorted by priority: the most urgent first; where the most urgent alarms are equal, in the
 * order of `systems`, so that a group moves only when its most urgent alarm changes class, not at every new one.
 */
export function groupBySystem(
  sorted: readonly AlarmBody[],
  definitions: readonly AlarmDefinitionBody[],
  systems: ReadonlyMap<string, number>,
): AlarmGroup[] {
  const groups = new Map<string, Growing>();
  for (const body of sorted) {
    const system = definitions[body.alarm]?.system ?? "";
    let group = groups.get(system);
    if (group === undefined) {
      group = { system, first: [], rest: [], counts: [0, 0, 0, 0], waiting: [0, 0, 0, 0] };
      groups.set(system, group);
    }
    const place = priorityPlace(shownPriority(body));
    group.counts[place]! += 1;
    if (isUnacknowledged(body.letter)) group.waiting[place]! += 1;
    (body.first_out === "" ? group.rest : group.first).push(body);
  }
  const ranked = [...groups.values()].map((group) => ({ group, rank: urgencyOf(group) }));
  const place = (system: string): number => systems.get(system) ?? systems.size;
  ranked.sort((a, b) => a.rank - b.rank || place(a.group.system) - place(b.group.system));
  return ranked.map(({ group: { system, first, rest, counts, waiting } }) => ({
    system,
    alarms: [...first, ...rest],
    counts,
    waiting,
  }));
}

/** Small is urgent: what waits goes before what only stands, of the same priority. */
function urgencyOf(group: Growing): number {
  const stands = group.counts.findIndex((n) => n > 0);
  const waits = group.waiting.findIndex((n) => n > 0);
  return 2 * stands + (waits === stands ? 0 : 1);
}

export type AlarmListRow =
  | { readonly kind: "alarm"; readonly body: AlarmBody }
  | { readonly kind: "heading"; readonly group: AlarmGroup };

/** Rows of equal height: every group under a heading that carries its counts, then its first `lines` alarms. */
export function groupedRows(
  groups: readonly AlarmGroup[],
  lines = Number.POSITIVE_INFINITY,
): AlarmListRow[] {
  return groups.flatMap((group): AlarmListRow[] => [
    { kind: "heading", group },
    ...group.alarms.slice(0, lines).map((body): AlarmListRow => ({ kind: "alarm", body })),
  ]);
}

export const totalOf = (counts: readonly number[]): number => counts.reduce((sum, n) => sum + n, 0);
