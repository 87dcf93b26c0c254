/** Inside a flood: urgent alarms of systems that were calm when it began. They may be another fault. */

import type { AlarmBody, AlarmDefinitionBody } from "../schema";
import { shownPriority } from "./alarm_state";

/** Critical and high. */
export const SECOND_FAULT_PRIORITY_MAX = 2;

export interface FloodBeginning {
  readonly since_ms: number;
  /** Systems with an annunciation in the flood's window before it began: they are the flood. */
  readonly involved: ReadonlySet<string>;
}

/** Systems whose alarms began within the window before the flood, as far as those not at rest still tell. */
export function involvedSystems(
  alarms: Iterable<AlarmBody>,
  definitions: readonly AlarmDefinitionBody[],
  since_ms: number,
  window_ms: number,
): Set<string> {
  const involved = new Set<string>();
  for (const body of alarms) {
    if (body.raised_ms > since_ms || body.raised_ms < since_ms - window_ms) continue;
    const system = definitions[body.alarm]?.system;
    if (system !== undefined) involved.add(system);
  }
  return involved;
}

/**
 * Alarms of the list for the lane, in the order of the list: urgent, begun after a flood had begun, in a
 * system that was calm when it and every other flood that was already on began.
 */
export function secondFaults(
  sorted: readonly AlarmBody[],
  definitions: readonly AlarmDefinitionBody[],
  floods: readonly FloodBeginning[],
): AlarmBody[] {
  return sorted.filter((body) => {
    if (shownPriority(body) > SECOND_FAULT_PRIORITY_MAX) return false;
    const before = floods.filter((flood) => flood.since_ms < body.raised_ms);
    const system = definitions[body.alarm]?.system ?? "";
    return before.length > 0 && before.every((flood) => !flood.involved.has(system));
  });
}
