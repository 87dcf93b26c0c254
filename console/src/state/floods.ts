/** The load of the operator positions, and which systems were calm when a flood began. */

import { computed, type ReadonlySignal, signal } from "@preact/signals";
import { type Flood, floodsNow } from "../lib/flood";
import { type FloodBeginning, involvedSystems } from "../lib/second_fault";
import type { SiteIndex } from "../lib/site_index";
import type { AlarmBody, JournalRecord, PositionBody, PositionState } from "../schema";
import { getJournal } from "./api";
import { serverNow_ms } from "./clock";

/** Pages of the journal read for what went before a flood. */
const PAGES_MAX = 4;
const PAGE = 500;

export class FloodStore {
  readonly states = signal<ReadonlyMap<string, PositionState>>(new Map());
  /** By position in flood: since when, and which systems were not calm then. */
  readonly beginnings = signal<ReadonlyMap<string, FloodBeginning>>(new Map());
  /** Positions in flood, in the order of the site. */
  readonly now: ReadonlySignal<readonly Flood[]>;
  readonly any: ReadonlySignal<boolean>;
  readonly #site: SiteIndex;
  readonly #before: (from_ms: number, to_ms: number) => Promise<Set<string>>;

  constructor(
    site: SiteIndex,
    before: (from_ms: number, to_ms: number) => Promise<Set<string>> = annunciatedAlarms,
  ) {
    this.#site = site;
    this.#before = before;
    this.now = computed(() => floodsNow(site.body.positions, this.states.value, serverNow_ms()));
    this.any = computed(() => this.now.value.length > 0);
  }

  /** Takes a message in. `alarms` are those not at rest now, in sight or not. */
  apply(positions: readonly PositionState[], alarms: Iterable<AlarmBody>): void {
    const states = new Map(this.states.peek());
    const beginnings = new Map(this.beginnings.peek());
    for (const state of positions) {
      states.set(state.position, state);
      const position = this.#site.body.positions.find(({ id }) => id === state.position);
      const known = beginnings.get(state.position);
      if (!state.flood || position === undefined) beginnings.delete(state.position);
      else if (known === undefined || known.since_ms !== state.since_ms) {
        const since_ms = state.since_ms ?? serverNow_ms();
        const involved = involvedSystems(
          alarms,
          this.#site.body.alarms,
          since_ms,
          position.flood_window_ms,
        );
        beginnings.set(state.position, { since_ms, involved });
        void this.#lookBack(position, since_ms);
      }
    }
    this.beginnings.value = beginnings;
    this.states.value = states;
  }

  /** Alarms that have come to rest since were part of the flood too: the journal knows them. */
  async #lookBack(position: PositionBody, since_ms: number): Promise<void> {
    let names: Set<string>;
    try {
      names = await this.#before(since_ms - position.flood_window_ms, since_ms);
    } catch {
      // Without the journal the lane may show a system that was part of the flood: too much, not too little.
      return;
    }
    const known = this.beginnings.peek().get(position.id);
    if (known?.since_ms !== since_ms) return;
    const involved = new Set(known.involved);
    for (const { name, system } of this.#site.body.alarms)
      if (names.has(name)) involved.add(system);
    this.beginnings.value = new Map(this.beginnings.peek()).set(position.id, {
      since_ms,
      involved,
    });
  }
}

/** Names of the alarms annunciated in this time, as the journal tells. */
async function annunciatedAlarms(from_ms: number, to_ms: number): Promise<Set<string>> {
  const names = new Set<string>();
  let before: number | null = null;
  for (let page = 0; page < PAGES_MAX; page++) {
    const more: { before_sequence?: number } = before === null ? {} : { before_sequence: before };
    const query = { kinds: "alarm_changed", from_ms, to_ms, limit: PAGE, ...more };
    const { entries, next_before } = await getJournal(query);
    for (const { record } of entries) if (isAnnunciation(record)) names.add(record.alarm);
    if (next_before === null) break;
    before = next_before;
  }
  return names;
}

const isAnnunciation = (
  record: JournalRecord,
): record is Extract<JournalRecord, { type: "alarm_changed" }> =>
  record.type === "alarm_changed" && record.annunciated;
