/** Counts of alarms by system, with the children of a system added to its own. */

import type { AlarmBody, AlarmDefinitionBody, SystemBody } from "../schema";
import { shownPriority } from "./alarm_state";
import { byPriority } from "./order";
import { isActive, isUnacknowledged, priorityPlace } from "./priority";

export interface SystemCounts {
  /** Unacknowledged alarms by priority 1 to 4. */
  readonly unacknowledged: number[];
  /** Active alarms by priority 1 to 4. */
  readonly standing: number[];
  /** Worst alarms first, at most `WORST_MAX`. */
  readonly worst: AlarmBody[];
  untrusted: number;
}

export const WORST_MAX = 8;

export function noCounts(): SystemCounts {
  return { unacknowledged: [0, 0, 0, 0], standing: [0, 0, 0, 0], worst: [], untrusted: 0 };
}

/** For each system the top-level system whose tile shows it. A parent that is unknown or circular counts as none. */
export function topLevel(systems: readonly SystemBody[]): Map<string, string> {
  const parents = new Map(systems.map((system) => [system.id, system.parent]));
  const tops = new Map<string, string>();
  for (const { id } of systems) {
    let top = id;
    const seen = new Set([id]);
    for (let parent = parents.get(top) ?? ""; parents.has(parent) && !seen.has(parent); ) {
      top = parent;
      seen.add(parent);
      parent = parents.get(top) ?? "";
    }
    tops.set(id, top);
  }
  return tops;
}

/** A system and everything below it. */
export function withChildren(systems: readonly SystemBody[], id: string): Set<string> {
  const all = new Set([id]);
  for (let grown = true; grown; ) {
    grown = false;
    for (const system of systems) {
      if (all.has(system.parent) && !all.has(system.id)) {
        all.add(system.id);
        grown = true;
      }
    }
  }
  return all;
}

export interface SystemState {
  /** The symbol of the system: the most urgent unacknowledged priority, else the most urgent standing one. */
  readonly priority: number;
  readonly letter: "B" | "C" | "D";
  /** A more urgent alarm that stands acknowledged behind it, else null: a new one must not hide an old one. */
  readonly behind: number | null;
  /** The more urgent of the two. */
  readonly worst: number;
}

/** Null when nothing stands and nothing waits. */
export function systemState(counts: SystemCounts): SystemState | null {
  const waiting = counts.unacknowledged.findIndex((n) => n > 0) + 1;
  const standing = counts.standing.findIndex((n) => n > 0) + 1;
  if (waiting === 0 && standing === 0) return null;
  if (waiting === 0) return { priority: standing, letter: "C", behind: null, worst: standing };
  const letter = counts.standing[waiting - 1]! > 0 ? "B" : "D";
  const behind = standing > 0 && standing < waiting ? standing : null;
  return { priority: waiting, letter, behind, worst: behind ?? waiting };
}

/** Unacknowledged before acknowledged whatever the priority, then the order of the list. */
export function worstFirst(a: AlarmBody, b: AlarmBody): number {
  const open = Number(isUnacknowledged(b.letter)) - Number(isUnacknowledged(a.letter));
  return open || byPriority(a, b);
}

/** Folds every alarm not at rest into the counts of `keyOf` its system. One pass. */
export function countAlarms(
  alarms: Iterable<AlarmBody>,
  definitions: readonly AlarmDefinitionBody[],
  keyOf: (system: string) => string,
): Map<string, SystemCounts> {
  const byKey = new Map<string, SystemCounts>();
  for (const body of alarms) {
    const definition = definitions[body.alarm];
    if (definition === undefined) continue;
    const key = keyOf(definition.system);
    let counts = byKey.get(key);
    if (counts === undefined) {
      counts = noCounts();
      byKey.set(key, counts);
    }
    if (isUnacknowledged(body.letter))
      counts.unacknowledged[priorityPlace(shownPriority(body))]! += 1;
    if (isActive(body.letter)) counts.standing[priorityPlace(shownPriority(body))]! += 1;
    if (!body.trusted) counts.untrusted += 1;
    keepWorst(counts.worst, body);
  }
  return byKey;
}

function keepWorst(worst: AlarmBody[], body: AlarmBody): void {
  if (worst.length === WORST_MAX && worstFirst(body, worst[WORST_MAX - 1]!) >= 0) return;
  let at = worst.length;
  while (at > 0 && worstFirst(body, worst[at - 1]!) < 0) at--;
  worst.splice(at, 0, body);
  if (worst.length > WORST_MAX) worst.pop();
}
