/** First-out and escalation of an alarm, as far as its sheet has told them; asks for what is not known yet. */

import { useEffect } from "preact/hooks";
import { shownFirstOut } from "../lib/first_out";
import type { AlarmBody } from "../schema";
import { useDesk } from "../state/desk";

/** "first", "tied" or empty. Draws the caller anew when it is known better. */
export function useFirstOut(body: AlarmBody): string {
  const { alarms, sheets } = useDesk();
  const marked = body.first_out !== "";
  useEffect(() => {
    if (marked) void sheets.needGroup(body.alarm);
  }, [sheets, body.alarm, marked]);
  if (!marked) return "";
  void alarms.version.value;
  const groups = sheets.groups.value;
  return shownFirstOut(body, alarms.all(), (alarm) => groups.get(alarm));
}

/** The words of its escalation; empty while they are not known or where `needed` is false. */
export function useEscalation(alarm: number, needed: boolean): string {
  const { sheets } = useDesk();
  useEffect(() => {
    if (needed) void sheets.needEscalation(alarm);
  }, [sheets, alarm, needed]);
  return needed ? (sheets.escalations.value.get(alarm) ?? "") : "";
}
