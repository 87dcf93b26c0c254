/** How an alarm is handled, as sentences for its response sheet. */

import type { AlarmSheetBody, ModeSettingBody } from "../schema";
import { lengthWords } from "./countdown";
import { formatDelay } from "./format";
import { priorityLook } from "./priority";

/** Name and words of every special of an alarm's handling; what is not there is not mentioned. */
export function handlingRows(sheet: AlarmSheetBody, unit: string): [string, string][] {
  const rows: [string, string][] = [];
  const add = (name: string, words: string): void => {
    if (words !== "") rows.push([name, words]);
  };
  if (sheet.event_only) add("Runs as", "an event only: journaled, nobody is called");
  add("Condition", sheet.expression);
  add("Deadband", sheet.deadband_eu > 0 ? `${sheet.deadband_eu} ${unit}`.trim() : "none");
  add("On-delay", sheet.on_delay_ms > 0 ? formatDelay(sheet.on_delay_ms) : "none");
  add("Off-delay", sheet.off_delay_ms > 0 ? formatDelay(sheet.off_delay_ms) : "none");
  add("Rate over", sheet.window_ms > 0 ? formatDelay(sheet.window_ms) : "");
  add("Latching", sheet.latching ? "yes: stays until it is reset" : "");
  add("Acknowledged", sheet.auto_acknowledge ? "by itself once normal again" : "");
  add(
    "Re-alarm",
    sheet.re_alarm_ms > 0 ? `after ${lengthWords(sheet.re_alarm_ms)} acknowledged and active` : "",
  );
  add("Escalation", sheet.escalation);
  add("First-out group", sheet.group);
  add("Suppressed while", sheet.suppress_when);
  add("Shelved at most", lengthWords(sheet.shelve_ms_max));
  add("Class", sheet.alarm_class);
  return rows;
}

/** "limit 3.2 bar, low priority" or "suppressed": what a mode makes of the alarm. */
export function modeSettingWords(setting: ModeSettingBody, unit: string): string {
  const parts = [
    setting.suppressed ? "suppressed by design" : "",
    setting.limit_eu === null ? "" : `limit ${+setting.limit_eu.toPrecision(6)} ${unit}`.trim(),
    setting.priority === null
      ? ""
      : `${priorityLook(setting.priority).name.toLowerCase()} priority`,
  ].filter((part) => part !== "");
  return parts.length === 0 ? "as configured" : parts.join(", ");
}

const MISSING_WORDS: Record<string, string> = {
  cause: "the cause",
  consequence: "the consequence of not acting",
  consequence_severity: "how severe the consequence is",
  response: "what the operator is to do",
  action: "what the operator is to do",
  response_time: "within what time",
  response_time_ms: "within what time",
  basis: "where the set point comes from",
  alarm_class: "the class",
};

/** "the cause, within what time": what nobody has agreed on yet. */
export const missingWords = (missing: readonly string[]): string =>
  missing.map((part) => MISSING_WORDS[part] ?? part.replaceAll("_", " ")).join(", ");
