/** Ten minutes of the tags in view: asked of the historian once, carried on with live samples. */

import { type Signal, signal } from "@preact/signals";
import { severity } from "../lib/quality";
import type { SiteIndex } from "../lib/site_index";
import { getHistory } from "./api";
import { serverNow_ms } from "./clock";
import type { ValueStore } from "./values";

export const SPARKLINE_SPAN_MS = 600_000;
const BUCKETS = 60;
const BUCKET_MS = SPARKLINE_SPAN_MS / BUCKETS;
/** Kept for tags out of view, oldest thrown away first. */
const KEPT_MAX = 300;
const ASKED_AT_ONCE_MAX = 3;

export interface Sparkline {
  /** Bucket starts, ms since 1970 UTC, increasing. */
  readonly times_ms: number[];
  /** Last usable value in the bucket, NaN where the input was bad. */
  readonly values: number[];
}

interface Kept {
  readonly line: Sparkline;
  readonly version: Signal<number>;
  viewers: number;
  end: (() => void) | null;
}

export class SparklineStore {
  readonly #site: SiteIndex;
  readonly #values: ValueStore;
  readonly #kept = new Map<number, Kept>();
  readonly #queue: number[] = [];
  #asked = 0;

  constructor(site: SiteIndex, values: ValueStore) {
    this.#site = site;
    this.#values = values;
  }

  /** Line of a tag and the signal that tells of its changes. Pair with `release`. */
  acquire(tag: number): { line: Sparkline; version: Signal<number> } {
    let kept = this.#kept.get(tag);
    if (kept === undefined) {
      kept = { line: { times_ms: [], values: [] }, version: signal(0), viewers: 0, end: null };
      this.#kept.set(tag, kept);
      this.#queue.push(tag);
    }
    kept.viewers++;
    kept.end ??= this.#carryOn(tag, kept);
    this.#ask();
    return kept;
  }

  /** Lines out of view go on being fed, until there are too many of them. */
  release(tag: number): void {
    const kept = this.#kept.get(tag);
    if (kept === undefined) return;
    kept.viewers--;
    for (const [other, old] of this.#kept) {
      if (this.#kept.size <= KEPT_MAX) break;
      if (old.viewers > 0) continue;
      old.end?.();
      this.#kept.delete(other);
    }
  }

  #carryOn(tag: number, kept: Kept): () => void {
    return this.#values.watch(tag, (time_ms, value, quality) => {
      append(kept.line, time_ms, severity(quality) === "bad" ? Number.NaN : value);
      kept.version.value++;
    });
  }

  #ask(): void {
    while (this.#asked < ASKED_AT_ONCE_MAX && this.#queue.length > 0) {
      const tag = this.#queue.shift()!;
      const kept = this.#kept.get(tag);
      if (kept === undefined) continue;
      if (kept.viewers === 0) {
        // Scrolled past before its turn came: ask when it is looked at again.
        kept.end?.();
        this.#kept.delete(tag);
        continue;
      }
      this.#asked++;
      void this.#load(tag, kept).finally(() => {
        this.#asked--;
        this.#ask();
      });
    }
  }

  async #load(tag: number, kept: Kept): Promise<void> {
    const now_ms = serverNow_ms();
    try {
      const name = this.#site.body.tags[tag]!.name;
      const past = await getHistory(name, now_ms - SPARKLINE_SPAN_MS, now_ms, BUCKETS);
      const first_ms = kept.line.times_ms[0] ?? Number.POSITIVE_INFINITY;
      const older = past.times_ms.flatMap((time_ms, at) =>
        time_ms < first_ms && past.counts[at] !== 0
          ? [[time_ms, past.mean[at] ?? Number.NaN] as const]
          : [],
      );
      kept.line.times_ms.unshift(...older.map(([time_ms]) => time_ms));
      kept.line.values.unshift(...older.map(([, value]) => value));
      kept.version.value++;
    } catch {
      // Without history the line begins with the live samples.
    }
  }
}

/** Adds a sample: one point a bucket, nothing older than the span. */
export function append(line: Sparkline, time_ms: number, value: number): void {
  const bucket_ms = Math.floor(time_ms / BUCKET_MS) * BUCKET_MS;
  const last_ms = line.times_ms.at(-1);
  if (last_ms !== undefined && bucket_ms <= last_ms) line.values[line.values.length - 1] = value;
  else {
    line.times_ms.push(bucket_ms);
    line.values.push(value);
  }
  while (line.times_ms.length > 0 && line.times_ms[0]! < time_ms - SPARKLINE_SPAN_MS - BUCKET_MS) {
    line.times_ms.shift();
    line.values.shift();
  }
}
