/** What only an alarm's sheet says and never moves: its first-out group, and when it grows more urgent. */

import { signal } from "@preact/signals";
import type { AlarmSheetBody } from "../schema";
import { getAlarmSheet } from "./api";

export type AskSheet = (
  alarm: number,
) => Promise<Pick<AlarmSheetBody, "group" | "group_alarms" | "escalation">>;

/** Sheets of one site. They are asked for one after the other, each once; one that failed when it is needed again. */
export class SheetFacts {
  /** Group by alarm; empty for none. */
  readonly groups = signal<ReadonlyMap<number, string>>(new Map());
  /** The words of its escalation by alarm; empty for none. */
  readonly escalations = signal<ReadonlyMap<number, string>>(new Map());
  readonly #ask: AskSheet;
  readonly #asked = new Set<number>();
  #last: Promise<void> = Promise.resolve();

  constructor(ask: AskSheet = getAlarmSheet) {
    this.#ask = ask;
  }

  /** Resolves when what is known now has been told. */
  needGroup(alarm: number): Promise<void> {
    return this.#need(alarm, () => this.groups.peek().has(alarm));
  }

  needEscalation(alarm: number): Promise<void> {
    return this.#need(alarm, () => this.escalations.peek().has(alarm));
  }

  #need(alarm: number, known: () => boolean): Promise<void> {
    if (known() || this.#asked.has(alarm)) return this.#last;
    this.#asked.add(alarm);
    this.#last = this.#last.then(async () => {
      // An alarm asked for before it may have told this one's group.
      if (!known()) await this.#learn(alarm);
      this.#asked.delete(alarm);
    });
    return this.#last;
  }

  async #learn(alarm: number): Promise<void> {
    try {
      const { group, group_alarms, escalation } = await this.#ask(alarm);
      const members = [...group_alarms, alarm].map((member) => [member, group] as const);
      this.groups.value = new Map([...this.groups.peek(), ...members]);
      this.escalations.value = new Map([...this.escalations.peek(), [alarm, escalation]]);
    } catch {
      // Not known is shown as not known.
    }
  }
}
