import { expect, test } from "vitest";
import { exampleSite, exampleTag } from "./example_site";
import { definitionsOfTag, drillSources, indexSite, tagOf, tagsBelow } from "./site_index";

const site = indexSite(exampleSite());

test("tags, alarms and equipment are found from either side", () => {
  expect(tagOf(site, "FT1")?.description).toBe("Inlet flow");
  expect(tagOf(site, "nothing")).toBeUndefined();
  expect(definitionsOfTag(site, 0).map((alarm) => alarm.name)).toEqual([
    "LT1.high",
    "LT1.input_bad",
  ]);
  expect(tagsBelow(site, "works")).toEqual([0, 1, 2]);
  expect(site.equipmentOfTag.get("P1")?.name).toBe("pump 1");
  expect(site.overviewOfSystem.get("host")).toBeUndefined();
  expect(site.tops.map((system) => system.id)).toEqual(["works", "host"]);
});

test("drill faults belong to the system their targets lie in; a real source has none", () => {
  expect(drillSources(site, "works").map((source) => source.id)).toEqual(["hydraulics"]);
  expect(drillSources(site, "host")).toEqual([]);
});

test("100,000 tags are indexed, each under its name", () => {
  const tags = Array.from({ length: 100_000 }, (_, at) => exampleTag({ name: `T${at}` }));
  expect(indexSite(exampleSite({ tags })).tagByName.get("T99999")).toBe(99_999);
});
