/** The tags of a system: filter, search, group; rows drawn only where they are in view. */

import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { isInSight } from "../lib/priority";
import { severity } from "../lib/quality";
import { filterTags, type Grouping, groupRows, type TagShow } from "../lib/tag_rows";
import { now_ms } from "../state/clock";
import { useDesk } from "../state/desk";
import { isTyping } from "./keys";
import { TAG_ROW_PX, TagRow } from "./tag_row";
import { VirtualList } from "./virtual_list";

const SHOW: readonly { readonly show: TagShow; readonly label: string }[] = [
  { show: "all", label: "All" },
  { show: "abnormal", label: "In alarm" },
  { show: "bad", label: "Bad input" },
];

const GROUPINGS: readonly { readonly grouping: Grouping; readonly label: string }[] = [
  { grouping: "none", label: "No groups" },
  { grouping: "equipment", label: "By equipment" },
  { grouping: "unit", label: "By unit" },
  { grouping: "system", label: "By part" },
];

/** Tags that match now. Membership by state is looked at once a second, not at every sample. */
function useMatching(tags: readonly number[], words: string, show: TagShow): number[] {
  const { site, values, alarms } = useDesk();
  const turn = show === "all" ? 0 : Math.floor(now_ms.value / 1_000);
  return useMemo(
    () =>
      filterTags(tags, site.body.tags, words, show, {
        abnormal: (tag) =>
          (site.alarmsOfTag.get(tag) ?? []).some((alarm) =>
            isInSight(alarms.get(alarm)?.letter ?? "A"),
          ),
        bad: (tag) => severity(values.quality[tag]!) === "bad",
      }),
    [site, tags, words, show, turn],
  );
}

/** "/" puts the cursor into the search. */
export function useSearchKey() {
  const search = useRef<HTMLInputElement>(null);
  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      if (event.key !== "/" || isTyping(event)) return;
      event.preventDefault();
      search.current?.focus();
    };
    addEventListener("keydown", press);
    return () => removeEventListener("keydown", press);
  }, []);
  return search;
}

export function TagTable(props: { tags: readonly number[]; grouped: Grouping }) {
  const { site } = useDesk();
  const [words, setWords] = useState("");
  const [show, setShow] = useState<TagShow>("all");
  const [grouping, setGrouping] = useState<Grouping>(props.grouped);
  const search = useSearchKey();
  const tags = useMemo(() => [...props.tags], [props.tags.length, site]);
  const matching = useMatching(tags, words, show);
  const rows = useMemo(() => groupRows(site, matching, grouping), [site, matching, grouping]);
  return (
    <section class="tag-table panel">
      <div class="tools">
        <input
          ref={search}
          type="search"
          placeholder="Search tags  /"
          aria-label="Search tags"
          value={words}
          onInput={(event) => setWords(event.currentTarget.value)}
        />
        <div class="choice" role="group" aria-label="Which tags">
          {SHOW.map((one) => (
            <button
              type="button"
              key={one.show}
              aria-pressed={show === one.show}
              onClick={() => setShow(one.show)}
            >
              {one.label}
            </button>
          ))}
        </div>
        <select
          aria-label="Grouping"
          value={grouping}
          onChange={(event) => setGrouping(event.currentTarget.value as Grouping)}
        >
          {GROUPINGS.map((one) => (
            <option key={one.grouping} value={one.grouping}>
              {one.label}
            </option>
          ))}
        </select>
        <span class="soft tools-count">
          {matching.length === props.tags.length
            ? props.tags.length
            : `${matching.length} of ${props.tags.length}`}{" "}
          tags
        </span>
      </div>
      <div class="tag-row tag-head" aria-hidden="true">
        <span />
        <span>Tag</span>
        <span>Range and normal band</span>
        <span class="right">Value</span>
        <span />
        <span class="right">Age</span>
        <span>10 min</span>
      </div>
      {rows.length === 0 && <p class="nothing">No tag matches.</p>}
      <VirtualList rows={rows.length} row_px={TAG_ROW_PX} label="Tags">
        {(at) => {
          const row = rows[at]!;
          if (row.kind === "tag") return <TagRow key={row.tag} tag={row.tag} />;
          return (
            <div key={`heading ${row.title}`} class="tag-heading">
              {row.title} <small>{row.tags}</small>
            </div>
          );
        }}
      </VirtualList>
    </section>
  );
}
