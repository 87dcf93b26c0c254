/** What is found about the site's alarms as they are configured: one list of findings, each about one alarm. */

import type { AlarmDefinitionBody, RationalisationBody } from "../schema";
import { missingWords } from "./sheet_words";

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
  readonly words: string;
}

const said = (text: string): string => (text === "" ? "nothing" : text);

/** In the order of the kinds, each in the order the server gives. */
export function findingsOf(
  body: RationalisationBody,
  definitions: readonly AlarmDefinitionBody[],
): Finding[] {
  return [
    ...body.unrationalised.map(({ alarm, missing, event_only }): Finding => {
      const event = event_only ? "; runs as an event only, nobody is called" : "";
      const name = definitions[alarm]?.name ?? String(alarm);
      return { kind: "missing", alarm: name, words: `${missingWords(missing)}${event}` };
    }),
    ...body.priority_differs.map(
      ({ alarm, running, master }): Finding => ({
        kind: "priority",
        alarm,
        words: `runs as ${said(running)}, the matrix gives ${said(master)}`,
      }),
    ),
    ...body.drift.map(
      ({ alarm, field, running, master }): Finding => ({
        kind: "drift",
        alarm,
        words: `${field.replaceAll("_", " ")}: runs with ${said(running)}, master has ${said(master)}`,
      }),
    ),
  ];
}
