/** Commanded is not done: the feedback tag has to agree first. */

import type { ControlBody, TagBody } from "../schema";

/** After this long without agreement the operator is told so. */
export const CONFIRM_MS_MAX = 30_000;

export type Stage =
  | "sending"
  | "refused"
  | "unconfirmed"
  | "overdue"
  | "confirmed"
  | "unverifiable";

/** Whether the feedback shows what was commanded: the same state, or within a step of the instrument. */
export function agrees(
  control: ControlBody,
  commanded: number,
  feedback: number,
  tag: TagBody,
): boolean {
  if (Number.isNaN(feedback)) return false;
  if (control.kind !== "analogue") return Math.round(feedback) === Math.round(commanded);
  const span_eu = control.high_eu - control.low_eu;
  const tolerance_eu = Math.max(tag.resolution_eu ?? 0, 0.01 * Math.abs(span_eu));
  return Math.abs(feedback - commanded) <= tolerance_eu;
}

/** Stage of an accepted command; only a sample taken after the command counts as feedback. */
export function stageAfter(
  confirmed: boolean,
  hasFeedback: boolean,
  sent_ms: number,
  now_ms: number,
): Stage {
  if (!hasFeedback) return "unverifiable";
  if (confirmed) return "confirmed";
  return now_ms - sent_ms > CONFIRM_MS_MAX ? "overdue" : "unconfirmed";
}

/** What a value means to this control: a label of a switch or mode, a number with its unit. */
export function commandWords(control: ControlBody, value: number): string {
  if (control.kind === "analogue")
    return `${value}${control.unit === "" ? "" : ` ${control.unit}`}`;
  return control.labels[Math.round(value)] ?? String(value);
}

/** Why an analogue entry cannot be sent, or null when it can. */
export function entryFault(control: ControlBody, text: string): string | null {
  const value = Number(text.trim().replace(",", "."));
  if (text.trim() === "" || Number.isNaN(value)) return "Enter a number.";
  if (value < control.low_eu || value > control.high_eu) {
    return `Enter ${control.low_eu} to ${control.high_eu}${control.unit === "" ? "" : ` ${control.unit}`}.`;
  }
  return null;
}
