/** Acknowledging: what is quoted, what is under way, and why something was refused. */

import { signal } from "@preact/signals";
import { isUnacknowledged } from "../lib/priority";
import type { AcknowledgeItem, CommandResult } from "../schema";
import { ACKNOWLEDGE_MAX, postAcknowledge, RequestError } from "./api";
import { steady_ms } from "./clock";
import type { Desk } from "./desk";

export interface Refusal {
  readonly occurrence: number;
  readonly revision: number;
  readonly text: string;
}

/** Alarms whose acknowledgement is under way. */
export const acknowledging = signal<ReadonlySet<number>>(new Set());
/** Why the last acknowledgement of an alarm was refused. */
export const refusals = signal<ReadonlyMap<number, Refusal>>(new Map());
/** What became of the last request, for the status line; empty at first. */
export const outcome = signal("");

/** Items for the alarms that still need it, bound to what was on the screen when the key went down. */
export function itemsSeen(
  desk: Desk,
  alarms: readonly number[],
  now_ms: number,
): AcknowledgeItem[] {
  const items: AcknowledgeItem[] = [];
  for (const alarm of alarms) {
    const body = desk.alarms.seen(alarm, now_ms);
    if (body === undefined || !isUnacknowledged(body.letter)) continue;
    items.push({ alarm, occurrence: body.occurrence, revision: body.revision });
  }
  return items.slice(0, ACKNOWLEDGE_MAX);
}

export async function acknowledge(desk: Desk, alarms: readonly number[]): Promise<void> {
  const items = itemsSeen(desk, alarms, steady_ms());
  if (items.length === 0) {
    outcome.value = "Nothing here waits to be acknowledged.";
    return;
  }
  const under = items.map((item) => item.alarm);
  acknowledging.value = new Set([...acknowledging.value, ...under]);
  try {
    const { results } = await postAcknowledge(items);
    record(items, results);
  } catch (error) {
    const text = error instanceof RequestError ? error.message : String(error);
    record(
      items,
      items.map((item) => ({
        id: String(item.alarm),
        done: false,
        reason: "not sent",
        detail: text,
      })),
    );
  } finally {
    const still = new Set(acknowledging.value);
    for (const alarm of under) still.delete(alarm);
    acknowledging.value = still;
  }
}

function record(items: readonly AcknowledgeItem[], results: readonly CommandResult[]): void {
  const next = new Map(refusals.value);
  let done = 0;
  items.forEach((item, at) => {
    const result = results[at];
    if (result?.done) {
      done++;
      next.delete(item.alarm);
      return;
    }
    const text = result === undefined ? "the server gave no answer" : resultWords(result);
    next.set(item.alarm, { occurrence: item.occurrence, revision: item.revision, text });
  });
  refusals.value = next;
  const refused = items.length - done;
  outcome.value =
    refused === 0 ? `${done} acknowledged.` : `${done} acknowledged, ${refused} refused.`;
}

/** "reason: detail", or the one of the two there is. */
export function resultWords(result: CommandResult): string {
  const reason = result.reason.replaceAll("_", " ");
  return [reason, result.detail].filter((part) => part !== "").join(": ");
}

export function forgetRefusal(alarm: number): void {
  const next = new Map(refusals.value);
  next.delete(alarm);
  refusals.value = next;
}
