import { expect, test } from "vitest";
import { formatRoute, parseRoute, type Route } from "./route";

const ROUTES: Route[] = [
  { page: "wall" },
  { page: "system", id: "water works/zone 1" },
  { page: "tag", name: "50%/LT #1?x=1" },
  { page: "alarms", system: null },
  { page: "alarms", system: "a&b" },
  { page: "journal", system: null },
  { page: "journal", system: "a&b", about: { of: "alarm", name: "LT #1=x" } },
  { page: "journal", system: null, about: { of: "tag", name: "LT1" } },
  { page: "shelf", system: null },
  { page: "shelf", system: "a&b" },
  { page: "alarm", name: "50%/LT #1.high" },
  { page: "advice", name: "LT1.high" },
  { page: "figures" },
  { page: "worklist" },
  { page: "rationalisation" },
  { page: "sound" },
];

test.each(ROUTES)("$page comes back from its address", (route) => {
  expect(parseRoute(formatRoute(route))).toEqual(route);
});

test.each(["", "#", "#/", "#/system", "#/nowhere", "#/tag/"])("%s leads to the wall", (hash) => {
  expect(parseRoute(hash)).toEqual({ page: "wall" });
});

test("an address that is not well encoded is taken as it stands", () => {
  expect(parseRoute("#/tag/50%")).toEqual({ page: "tag", name: "50%" });
});
