import { expect, test } from "vitest";
import { exampleSite } from "./example_site";
import { indexSite } from "./site_index";
import { filterTags, groupRows } from "./tag_rows";

const site = indexSite(exampleSite());
const FACTS = { abnormal: (tag: number) => tag === 1, bad: (tag: number) => tag === 2 };
const ALL = [0, 1, 2, 3];

test("tags are found by any words of name, description and unit", () => {
  const bodies = site.body.tags;
  expect(filterTags(ALL, bodies, "", "all", FACTS)).toEqual(ALL);
  expect(filterTags(ALL, bodies, "FLOW inlet", "all", FACTS)).toEqual([1]);
  expect(filterTags(ALL, bodies, "%", "all", FACTS)).toEqual([3]);
  expect(filterTags(ALL, bodies, "", "abnormal", FACTS)).toEqual([1]);
  expect(filterTags(ALL, bodies, "flow", "bad", FACTS)).toEqual([]);
});

test("groups stand in order of their first tag, the rest last", () => {
  const titles = (rows: ReturnType<typeof groupRows>) =>
    rows.map((row) => (row.kind === "tag" ? row.tag : row.title));
  expect(titles(groupRows(site, ALL, "none"))).toEqual(ALL);
  expect(titles(groupRows(site, ALL, "equipment"))).toEqual([
    "pump 1  Inlet pump",
    1,
    2,
    "Other",
    0,
    3,
  ]);
  expect(titles(groupRows(site, ALL, "unit"))).toEqual(["m", 0, "m³/h", 1, "States", 2, "%", 3]);
  expect(titles(groupRows(site, ALL, "system"))).toEqual(["Works", 0, "Zone", 1, 2, "Host", 3]);
});
