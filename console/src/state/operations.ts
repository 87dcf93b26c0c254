/** Operating equipment: what was sent, what the server said, and whether the plant has followed. */

import { signal } from "@preact/signals";
import { agrees, type Stage, stageAfter } from "../lib/confirmation";
import type { ControlBody, DisturbRequest, EquipmentBody } from "../schema";
import { resultWords } from "./alarm_commands";
import { postDisturb, postOperate, RequestError } from "./api";
import { serverNow_ms } from "./clock";
import type { Desk } from "./desk";

export interface Operation {
  readonly equipment: string;
  readonly control: ControlBody;
  readonly value: number;
  readonly sent_ms: number;
  readonly stage: Stage;
  /** Why it was refused; empty otherwise. */
  readonly reason: string;
  /** How long the feedback took to agree. */
  readonly confirmed_after_ms: number | null;
}

/** The last operation of each control, by `operationKey`. */
export const operations = signal<ReadonlyMap<string, Operation>>(new Map());

export const operationKey = (equipment: string, control: string): string =>
  `${equipment}\n${control}`;

function put(operation: Operation): void {
  const next = new Map(operations.value);
  next.set(operationKey(operation.equipment, operation.control.name), operation);
  operations.value = next;
}

export function dismissOperation(key: string): void {
  const next = new Map(operations.value);
  next.delete(key);
  operations.value = next;
}

export async function operate(
  desk: Desk,
  equipment: EquipmentBody,
  control: ControlBody,
  value: number,
  reason: string,
): Promise<void> {
  const sent: Operation = {
    equipment: equipment.name,
    control,
    value,
    sent_ms: serverNow_ms(),
    stage: "sending",
    reason: "",
    confirmed_after_ms: null,
  };
  put(sent);
  try {
    const { results } = await postOperate({
      equipment: equipment.name,
      control: control.name,
      value,
      reason,
    });
    const result = results[0];
    if (result?.done) {
      const hasFeedback = desk.site.tagByName.has(control.feedback_tag);
      put({ ...sent, stage: stageAfter(false, hasFeedback, sent.sent_ms, sent.sent_ms) });
      checkFeedback(desk, serverNow_ms());
    } else {
      put({
        ...sent,
        stage: "refused",
        reason: result ? resultWords(result) : "the server gave no answer",
      });
    }
  } catch (error) {
    put({
      ...sent,
      stage: "refused",
      reason: error instanceof RequestError ? error.message : String(error),
    });
  }
}

/** Moves waiting operations on: confirmed when the feedback agrees, overdue when it does not in time. */
export function checkFeedback(desk: Desk, now_ms: number): void {
  for (const operation of operations.peek().values()) {
    if (operation.stage !== "unconfirmed" && operation.stage !== "overdue") continue;
    const at = desk.site.tagByName.get(operation.control.feedback_tag);
    if (at === undefined) continue;
    const fresh = desk.values.times_ms[at]! >= operation.sent_ms;
    const value = desk.values.values[at]!;
    const confirmed =
      fresh && agrees(operation.control, operation.value, value, desk.site.body.tags[at]!);
    const stage = stageAfter(confirmed, true, operation.sent_ms, now_ms);
    if (stage === operation.stage) continue;
    put({ ...operation, stage, confirmed_after_ms: confirmed ? now_ms - operation.sent_ms : null });
  }
}

/** What the server said of the last fault order, by source. */
export const disturbances = signal<ReadonlyMap<string, string>>(new Map());

/** True when it was done; otherwise `disturbances` says why not. */
export async function disturb(order: DisturbRequest): Promise<boolean> {
  let text = "";
  try {
    const { results } = await postDisturb(order);
    const result = results[0];
    text = result?.done
      ? ""
      : `Refused: ${result ? resultWords(result) : "the server gave no answer"}`;
  } catch (error) {
    text = `Not sent: ${error instanceof RequestError ? error.message : String(error)}`;
  }
  disturbances.value = new Map(disturbances.value).set(order.source, text);
  return text === "";
}
