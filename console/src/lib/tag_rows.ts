/** Rows of a system's page: tags that match, under headings when they are grouped. */

import type { TagBody } from "../schema";
import { matchesWords } from "./alarm_filter";
import type { SiteIndex } from "./site_index";

export type Grouping = "none" | "equipment" | "unit" | "system";
export type TagShow = "all" | "abnormal" | "bad";

export type TagRow =
  | { readonly kind: "tag"; readonly tag: number }
  | { readonly kind: "heading"; readonly title: string; readonly tags: number };

export interface TagFacts {
  /** Whether the tag has an alarm that is not at rest. */
  abnormal(tag: number): boolean;
  bad(tag: number): boolean;
}

export function filterTags(
  tags: readonly number[],
  bodies: readonly TagBody[],
  words: string,
  show: TagShow,
  facts: TagFacts,
): number[] {
  const wanted = words.trim();
  return tags.filter((tag) => {
    if (show === "abnormal" && !facts.abnormal(tag)) return false;
    if (show === "bad" && !facts.bad(tag)) return false;
    if (wanted === "") return true;
    const { name, description, unit } = bodies[tag]!;
    return matchesWords(`${name} ${description} ${unit}`.toLowerCase(), wanted);
  });
}

/** Groups in order of their first tag; what belongs to none comes last. */
export function groupRows(site: SiteIndex, tags: readonly number[], grouping: Grouping): TagRow[] {
  if (grouping === "none") return tags.map((tag) => ({ kind: "tag", tag }));
  const groups = new Map<string, number[]>();
  for (const tag of tags) {
    const title = groupTitle(site, site.body.tags[tag]!, grouping);
    const group = groups.get(title);
    if (group === undefined) groups.set(title, [tag]);
    else group.push(tag);
  }
  const ordered = [...groups].sort(([a], [b]) => Number(a === OTHER) - Number(b === OTHER));
  return ordered.flatMap(([title, members]): TagRow[] => [
    { kind: "heading", title, tags: members.length },
    ...members.map((tag): TagRow => ({ kind: "tag", tag })),
  ]);
}

const OTHER = "Other";

function groupTitle(site: SiteIndex, tag: TagBody, grouping: Grouping): string {
  if (grouping === "unit") return tag.unit || (tag.kind === "discrete" ? "States" : OTHER);
  if (grouping === "system") return site.systemByID.get(tag.system)?.name ?? OTHER;
  const equipment = site.equipmentOfTag.get(tag.name);
  if (equipment === undefined) return OTHER;
  return equipment.description ? `${equipment.name}  ${equipment.description}` : equipment.name;
}
