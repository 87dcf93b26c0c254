/** Every alarm that is not at rest, kept in order, with what the operator had before his eyes. */

import { computed, type ReadonlySignal, signal } from "@preact/signals";
import { byPriority, COMPARE, mergeChanged, type SortOrder } from "../lib/order";
import { isUnacknowledged } from "../lib/priority";
import { countAlarms, type SystemCounts } from "../lib/rollup";
import { bodySeen, type Shown } from "../lib/seen";
import type { SiteIndex } from "../lib/site_index";
import { type Waiting, worstWaiting } from "../lib/sound_state";
import type { AlarmBody, AlarmsChanged } from "../schema";

export class AlarmStore {
  /** Bumped whenever an alarm changed. */
  readonly version = signal(0);
  /** Changes since the page was opened, for "you were away". */
  changes = 0;
  readonly #site: SiteIndex;
  readonly #shown = new Map<number, Shown>();
  #orders: Record<SortOrder, AlarmBody[]> = { priority: [], time: [] };

  /** Counts by top-level system, and by system. */
  readonly byTop: ReadonlySignal<Map<string, SystemCounts>>;
  readonly bySystem: ReadonlySignal<Map<string, SystemCounts>>;
  /** Unacknowledged alarms by priority 1 to 4. */
  readonly unacknowledged: ReadonlySignal<readonly number[]>;
  readonly waiting: ReadonlySignal<Waiting | null>;

  constructor(site: SiteIndex) {
    this.#site = site;
    const definitions = site.body.alarms;
    this.byTop = computed(() =>
      countAlarms(
        this.#read("priority"),
        definitions,
        (system) => site.topOf.get(system) ?? system,
      ),
    );
    this.bySystem = computed(() =>
      countAlarms(this.#read("priority"), definitions, (system) => system),
    );
    this.unacknowledged = computed(() => {
      const counts = [0, 0, 0, 0];
      for (const body of this.#read("priority")) {
        if (isUnacknowledged(body.letter))
          counts[Math.min(4, Math.max(1, body.priority)) - 1]! += 1;
      }
      return counts;
    });
    this.waiting = computed(() => worstWaiting(this.#read("priority")));
  }

  /** Takes a message in. `steady_ms` is when it came to the screen. */
  apply(message: Pick<AlarmsChanged, "full" | "alarms">, steady_ms: number): void {
    const known = message.alarms.filter((body) => this.#site.body.alarms[body.alarm] !== undefined);
    if (message.full) this.#replace(known, steady_ms);
    else this.#merge(known, steady_ms);
    this.version.value++;
  }

  /** Sorted, worst or newest first. Subscribes the caller. */
  list(order: SortOrder): readonly AlarmBody[] {
    return this.#read(order);
  }

  get size(): number {
    return this.#shown.size;
  }

  /** The present body, or undefined when the alarm is at rest. Subscribes the caller. */
  get(alarm: number): AlarmBody | undefined {
    void this.version.value;
    return this.#shown.get(alarm)?.body;
  }

  /** The body that an act now has to quote. */
  seen(alarm: number, steady_ms: number): AlarmBody | undefined {
    const shown = this.#shown.get(alarm);
    return shown === undefined ? undefined : bodySeen(shown, steady_ms);
  }

  /** The worst few unacknowledged ones. Subscribes the caller. */
  worstUnacknowledged(limit: number): AlarmBody[] {
    const worst: AlarmBody[] = [];
    for (const body of this.#read("priority")) {
      if (worst.length === limit) break;
      if (isUnacknowledged(body.letter)) worst.push(body);
    }
    return worst;
  }

  #read(order: SortOrder): readonly AlarmBody[] {
    void this.version.value;
    return this.#orders[order];
  }

  #replace(bodies: readonly AlarmBody[], steady_ms: number): void {
    const before = new Map(this.#shown);
    this.#shown.clear();
    for (const body of bodies) {
      if (body.letter === "A") continue;
      const was = before.get(body.alarm)?.body;
      const same = was?.occurrence === body.occurrence && was.revision === body.revision;
      if (!same) this.changes++;
      this.#shown.set(body.alarm, {
        body,
        before: same ? null : (was ?? null),
        shown_ms: steady_ms,
      });
    }
    const present = [...this.#shown.values()].map((shown) => shown.body);
    this.#orders = { priority: present.toSorted(byPriority), time: present.toSorted(COMPARE.time) };
  }

  #merge(bodies: readonly AlarmBody[], steady_ms: number): void {
    const changed = new Map<number, AlarmBody | null>();
    for (const body of bodies) {
      this.changes++;
      const was = this.#shown.get(body.alarm)?.body ?? null;
      if (body.letter === "A") this.#shown.delete(body.alarm);
      else this.#shown.set(body.alarm, { body, before: was, shown_ms: steady_ms });
      changed.set(body.alarm, body.letter === "A" ? null : body);
    }
    this.#orders = {
      priority: mergeChanged(this.#orders.priority, changed, COMPARE.priority),
      time: mergeChanged(this.#orders.time, changed, COMPARE.time),
    };
  }
}
