/** What is found about the site's alarms as they are configured: one list of findings, each about one alarm. */

import type { AlarmDefinitionBody, RationalisationBody } from "../schema";
import { sentence, withLocalStamps } from "./format";

export type FindingKind = "missing" | "priority" | "drift";

export const FINDING_WORDS: Record<
  FindingKind,
  { readonly name: string; readonly meaning: string }
> = {
  missing: { name: "Not rationalised", meaning: "somebody has yet to say" },
  priority: { name: "Other priority", meaning: "than consequence and time to respond give" },
  drift: { name: "Drift", meaning: "the running site is not its master" },
};

export interface Finding {
  readonly kind: FindingKind;
  readonly alarm: string;
  /** What is found; of what is missing, what follows from it. */
  readonly words: string;
  /** What nobody has said, as the server names it. */
  readonly missing: readonly string[];
}

/** What has to be said about an alarm, in the order in which it is shown, in one word each. */
export const PARTS: readonly { readonly part: string; readonly word: string }[] = [
  { part: "cause", word: "Cause" },
  { part: "consequence", word: "Consequence" },
  { part: "consequence_severity", word: "Severity" },
  { part: "response", word: "Response" },
  { part: "response_time_ms", word: "Time" },
  { part: "basis", word: "Basis" },
  { part: "alarm_class", word: "Class" },
];

const said = (text: string): string => (text === "" ? "nothing" : text);

/** In the order of the kinds, each in the order the server gives. */
export function findingsOf(
  body: RationalisationBody,
  definitions: readonly AlarmDefinitionBody[],
): Finding[] {
  return [
    ...body.unrationalised.map(({ alarm, missing, event_only }): Finding => {
      const name = definitions[alarm]?.name ?? String(alarm);
      const words = event_only ? "runs as an event only, nobody is called" : "";
      return { kind: "missing", alarm: name, words, missing };
    }),
    ...body.priority_differs.map(
      ({ alarm, running, master }): Finding => ({
        kind: "priority",
        alarm,
        words: `runs as ${said(running)}, the matrix gives ${said(master)}`,
        missing: [],
      }),
    ),
    ...body.drift.map(
      ({ alarm, field, running, master }): Finding => ({
        kind: "drift",
        alarm,
        words: `${field.replaceAll("_", " ")}: runs with ${said(running)}, master has ${said(master)}`,
        missing: [],
      }),
    ),
  ];
}

/** The system of the alarms that the server keeps about itself: nobody at the site has to rationalise them. */
const OWN_SYSTEM = "wakeful";

/** "5 of 60 alarms are rationalised. Master at revision 1, approved ...": of the site's alarms, not of Wakeful's own. */
export function summaryWords(
  body: RationalisationBody,
  definitions: readonly AlarmDefinitionBody[],
): string {
  const own = definitions.filter(({ system }) => system === OWN_SYSTEM).length;
  const ownMissing = body.unrationalised.filter(
    ({ alarm }) => definitions[alarm]?.system === OWN_SYSTEM,
  ).length;
  const master =
    body.master_revision === ""
      ? "The site has no master."
      : `Master at revision ${sentence(withLocalStamps(body.master_revision))}`;
  return `${body.complete - (own - ownMissing)} of ${body.alarms - own} alarms are rationalised. ${master}`;
}
