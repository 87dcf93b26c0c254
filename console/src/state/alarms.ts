/** Every alarm that is not at rest, those in sight kept in order, with what the operator had before his eyes. */

import { computed, type ReadonlySignal, signal } from "@preact/signals";
import { annunciates, shownPriority } from "../lib/alarm_state";
import { countHidden } from "../lib/hidden_list";
import { byPriority, COMPARE, mergeChanged, type SortOrder } from "../lib/order";
import { isHidden, isInSight, isUnacknowledged, priorityPlace } from "../lib/priority";
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
  /** Those in sight: letters B, C and D. */
  #orders: Record<SortOrder, AlarmBody[]> = { priority: [], time: [] };
  /** Those out of sight: letters E, F and G. */
  readonly #hidden = new Map<number, AlarmBody>();
  #fresh = [0, 0, 0, 0];

  /** Counts by top-level system, and by system. */
  readonly byTop: ReadonlySignal<Map<string, SystemCounts>>;
  readonly bySystem: ReadonlySignal<Map<string, SystemCounts>>;
  /** Unacknowledged alarms by priority 1 to 4. */
  readonly unacknowledged: ReadonlySignal<readonly number[]>;
  readonly waiting: ReadonlySignal<Waiting | null>;
  /** Alarms out of sight by letter E, F, G. */
  readonly hidden: ReadonlySignal<readonly number[]>;

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
        if (isUnacknowledged(body.letter)) counts[priorityPlace(shownPriority(body))]! += 1;
      }
      return counts;
    });
    this.waiting = computed(() => worstWaiting(this.#read("priority")));
    this.hidden = computed(() => countHidden(this.outOfSight()));
  }

  /** Takes a message in. `steady_ms` is when it came to the screen. */
  apply(message: Pick<AlarmsChanged, "full" | "alarms">, steady_ms: number): void {
    const known = message.alarms.filter((body) => this.#site.body.alarms[body.alarm] !== undefined);
    if (message.full) this.#replace(known, steady_ms);
    else this.#merge(known, steady_ms);
    this.version.value++;
  }

  /** Those in sight, worst or newest first. Subscribes the caller. */
  list(order: SortOrder): readonly AlarmBody[] {
    return this.#read(order);
  }

  /** Those out of sight, in no order. Subscribes the caller. */
  outOfSight(): Iterable<AlarmBody> {
    void this.version.value;
    return this.#hidden.values();
  }

  /** Every alarm that is not at rest, in sight or not. */
  *all(): Iterable<AlarmBody> {
    for (const { body } of this.#shown.values()) yield body;
  }

  /** How many are in sight. */
  get size(): number {
    return this.#orders.time.length;
  }

  /** Annunciations since this was asked last, by priority 1 to 4. */
  takeFresh(): readonly number[] {
    const fresh = this.#fresh;
    this.#fresh = [0, 0, 0, 0];
    return fresh;
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
    this.#hidden.clear();
    for (const body of bodies) {
      if (body.letter === "A") continue;
      const was = before.get(body.alarm)?.body;
      const same = was?.occurrence === body.occurrence && was.revision === body.revision;
      if (!same) this.changes++;
      // On the first connection the repetition tells what waits.
      if (before.size > 0) this.#hear(was ?? null, body);
      if (isHidden(body.letter)) this.#hidden.set(body.alarm, body);
      this.#shown.set(body.alarm, {
        body,
        before: same ? null : (was ?? null),
        shown_ms: steady_ms,
      });
    }
    const present = [...this.all()].filter((body) => isInSight(body.letter));
    this.#orders = { priority: present.toSorted(byPriority), time: present.toSorted(COMPARE.time) };
  }

  #merge(bodies: readonly AlarmBody[], steady_ms: number): void {
    const changed = new Map<number, AlarmBody | null>();
    for (const body of bodies) {
      this.changes++;
      const was = this.#shown.get(body.alarm)?.body ?? null;
      this.#hear(was, body);
      if (body.letter === "A") this.#shown.delete(body.alarm);
      else this.#shown.set(body.alarm, { body, before: was, shown_ms: steady_ms });
      if (isHidden(body.letter)) this.#hidden.set(body.alarm, body);
      else this.#hidden.delete(body.alarm);
      changed.set(body.alarm, isInSight(body.letter) ? body : null);
    }
    this.#orders = {
      priority: mergeChanged(this.#orders.priority, changed, COMPARE.priority),
      time: mergeChanged(this.#orders.time, changed, COMPARE.time),
    };
  }

  #hear(before: AlarmBody | null, now: AlarmBody): void {
    if (annunciates(before, now)) this.#fresh[priorityPlace(shownPriority(now))]! += 1;
  }
}
