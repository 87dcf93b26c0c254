/** Everything that belongs to one loaded site. A new configuration makes a new desk. */

import { type Signal, signal } from "@preact/signals";
import { indexSite, type SiteIndex } from "../lib/site_index";
import type { SiteBody, SystemSummary } from "../schema";
import { AlarmStore } from "./alarms";
import { FloodStore } from "./floods";
import { SheetFacts } from "./sheet_facts";
import { SparklineStore } from "./sparklines";
import { ValueStore } from "./values";

export interface Desk {
  readonly site: SiteIndex;
  readonly values: ValueStore;
  readonly alarms: AlarmStore;
  readonly floods: FloodStore;
  readonly sparklines: SparklineStore;
  readonly sheets: SheetFacts;
  /** Summary by system id, as the server last sent it. */
  readonly summaries: Signal<ReadonlyMap<string, SystemSummary>>;
}

export function openDesk(body: SiteBody): Desk {
  const site = indexSite(body);
  const values = new ValueStore(site.systemOfTag, body.systems.length);
  return {
    site,
    values,
    alarms: new AlarmStore(site),
    floods: new FloodStore(site),
    sparklines: new SparklineStore(site, values),
    sheets: new SheetFacts(),
    summaries: signal(new Map()),
  };
}

/** Null until the site has been loaded. */
export const desk = signal<Desk | null>(null);

/** For views that are drawn only once the site is there. */
export function useDesk(): Desk {
  const open = desk.value;
  if (open === null) throw new Error("no site has been loaded");
  return open;
}
