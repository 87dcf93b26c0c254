/** The last sample of every tag, in typed arrays, with one signal per system to redraw by. */

import { type Signal, signal } from "@preact/signals";
import type { ValueFrame } from "../lib/frame";
import { BAD_WAITING_FOR_INITIAL_DATA } from "../lib/quality";

/** Screens are redrawn at most this often, however often samples come. */
const REDRAW_MS = 200;

export type Watcher = (time_ms: number, value: number, quality: number) => void;

export class ValueStore {
  readonly values: Float64Array;
  readonly times_ms: Float64Array;
  readonly quality: Uint32Array;
  readonly #systemOfTag: Uint32Array;
  readonly #ticks: Signal<number>[];
  readonly #dirty: Uint8Array;
  readonly #watchers = new Map<number, Set<Watcher>>();
  readonly #watched: Uint8Array;
  readonly #defer: (flush: () => void) => void;
  #pending = false;
  /** Frames or samples that named a tag this site does not have. */
  refused = 0;

  constructor(
    systemOfTag: Uint32Array,
    systems: number,
    defer: (flush: () => void) => void = (flush) => setTimeout(flush, REDRAW_MS),
  ) {
    const tags = systemOfTag.length;
    this.values = new Float64Array(tags).fill(Number.NaN);
    this.times_ms = new Float64Array(tags).fill(Number.NaN);
    this.quality = new Uint32Array(tags).fill(BAD_WAITING_FOR_INITIAL_DATA);
    this.#systemOfTag = systemOfTag;
    this.#ticks = Array.from({ length: systems }, () => signal(0));
    this.#dirty = new Uint8Array(systems);
    this.#watched = new Uint8Array(tags);
    this.#defer = defer;
  }

  /** Takes a frame in; screens hear of it within REDRAW_MS. */
  apply(frame: ValueFrame): void {
    for (let k = 0; k < frame.tags.length; k++) {
      const tag = frame.tags[k]!;
      if (tag >= this.values.length) {
        this.refused++;
        continue;
      }
      this.values[tag] = frame.values[k]!;
      // A tag that never had a sample carries an instant before 1970.
      this.times_ms[tag] = frame.times_ms[k]! > 0 ? frame.times_ms[k]! : Number.NaN;
      this.quality[tag] = frame.quality[k]!;
      this.#dirty[this.#systemOfTag[tag]!] = 1;
      if (this.#watched[tag] === 1) this.#tell(tag);
    }
    if (this.#pending) return;
    this.#pending = true;
    this.#defer(() => this.#flush());
  }

  /** Read inside a component: it is drawn again when tags of this system changed. */
  listen(tag: number): void {
    void this.#ticks[this.#systemOfTag[tag]!]!.value;
  }

  /** Every sample of one tag as it comes. Returns what ends it. */
  watch(tag: number, watcher: Watcher): () => void {
    const watchers = this.#watchers.get(tag) ?? new Set();
    watchers.add(watcher);
    this.#watchers.set(tag, watchers);
    this.#watched[tag] = 1;
    return () => {
      watchers.delete(watcher);
      if (watchers.size > 0) return;
      this.#watchers.delete(tag);
      this.#watched[tag] = 0;
    };
  }

  #tell(tag: number): void {
    for (const watcher of this.#watchers.get(tag) ?? []) {
      watcher(this.times_ms[tag]!, this.values[tag]!, this.quality[tag]!);
    }
  }

  #flush(): void {
    this.#pending = false;
    for (let system = 0; system < this.#dirty.length; system++) {
      if (this.#dirty[system] === 0) continue;
      this.#dirty[system] = 0;
      this.#ticks[system]!.value++;
    }
  }
}
