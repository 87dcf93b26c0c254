/** The site as the console looks things up: by index, by name, by system. Built once per configuration. */

import type {
  AlarmDefinitionBody,
  EquipmentBody,
  SiteBody,
  SourceBody,
  SystemBody,
  TagBody,
} from "../schema";
import { topLevel, withChildren } from "./rollup";

export interface SiteIndex {
  readonly body: SiteBody;
  readonly tagByName: ReadonlyMap<string, number>;
  readonly alarmByName: ReadonlyMap<string, number>;
  /** (N,) position in `body.systems` of each tag's system. */
  readonly systemOfTag: Uint32Array;
  readonly systemByID: ReadonlyMap<string, SystemBody>;
  readonly systemPosition: ReadonlyMap<string, number>;
  /** Tag indices of a system, children not included, in site order. */
  readonly tagsOfSystem: ReadonlyMap<string, readonly number[]>;
  readonly overviewOfSystem: ReadonlyMap<string, readonly number[]>;
  /** Alarm indices by tag index; a tag without alarms is absent. */
  readonly alarmsOfTag: ReadonlyMap<number, readonly number[]>;
  readonly equipmentOfSystem: ReadonlyMap<string, readonly EquipmentBody[]>;
  readonly equipmentOfTag: ReadonlyMap<string, EquipmentBody>;
  /** System id -> id of the top-level system whose tile shows it. */
  readonly topOf: ReadonlyMap<string, string>;
  /** Top-level systems in site order: the tiles of the wall. */
  readonly tops: readonly SystemBody[];
}

function push<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}

export function indexSite(body: SiteBody): SiteIndex {
  const systemPosition = new Map(body.systems.map((system, at) => [system.id, at]));
  const tagByName = new Map<string, number>();
  const systemOfTag = new Uint32Array(body.tags.length);
  const tagsOfSystem = new Map<string, number[]>();
  const overviewOfSystem = new Map<string, number[]>();
  body.tags.forEach((tag, at) => {
    tagByName.set(tag.name, at);
    systemOfTag[at] = systemPosition.get(tag.system) ?? 0;
    push(tagsOfSystem, tag.system, at);
    if (tag.overview) push(overviewOfSystem, tag.system, at);
  });
  const alarmsOfTag = new Map<number, number[]>();
  body.alarms.forEach((alarm, at) => {
    const tag = tagByName.get(alarm.tag);
    if (tag !== undefined) push(alarmsOfTag, tag, at);
  });
  const equipmentOfSystem = new Map<string, EquipmentBody[]>();
  const equipmentOfTag = new Map<string, EquipmentBody>();
  for (const equipment of body.equipment) {
    push(equipmentOfSystem, equipment.system, equipment);
    for (const control of equipment.controls) equipmentOfTag.set(control.feedback_tag, equipment);
    for (const tag of equipment.tags) equipmentOfTag.set(tag, equipment);
  }
  const topOf = topLevel(body.systems);
  return {
    body,
    tagByName,
    alarmByName: new Map(body.alarms.map((alarm, at) => [alarm.name, at])),
    systemOfTag,
    systemByID: new Map(body.systems.map((system) => [system.id, system])),
    systemPosition,
    tagsOfSystem,
    overviewOfSystem,
    alarmsOfTag,
    equipmentOfSystem,
    equipmentOfTag,
    topOf,
    tops: body.systems.filter((system) => topOf.get(system.id) === system.id),
  };
}

export function definitionsOfTag(site: SiteIndex, tag: number): AlarmDefinitionBody[] {
  return (site.alarmsOfTag.get(tag) ?? []).map((alarm) => site.body.alarms[alarm]!);
}

export function tagOf(site: SiteIndex, name: string): TagBody | undefined {
  const at = site.tagByName.get(name);
  return at === undefined ? undefined : site.body.tags[at];
}

/** Tag indices of a system and everything below it, in site order of the systems. */
export function tagsBelow(site: SiteIndex, system: string): number[] {
  const ids = withChildren(site.body.systems, system);
  return site.body.systems
    .filter(({ id }) => ids.has(id))
    .flatMap(({ id }) => [...(site.tagsOfSystem.get(id) ?? [])]);
}

/** Simulated sources whose faults strike this system: by name, or by one of their targets. */
export function drillSources(site: SiteIndex, system: string): SourceBody[] {
  const ids = withChildren(site.body.systems, system);
  const hits = new Set<string>();
  for (const id of ids) {
    for (const tag of site.tagsOfSystem.get(id) ?? []) hits.add(site.body.tags[tag]!.name);
    for (const equipment of site.equipmentOfSystem.get(id) ?? []) hits.add(equipment.name);
  }
  return site.body.sources.filter(
    (source) =>
      source.simulated &&
      source.faults.length > 0 &&
      (ids.has(source.id) ||
        source.faults.some((fault) => fault.targets.some((target) => hits.has(target)))),
  );
}
