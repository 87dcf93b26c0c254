import { expect, test } from "vitest";
import { exampleBody, exampleSite } from "../lib/example_site";
import { indexSite } from "../lib/site_index";
import type { PositionState } from "../schema";
import { FloodStore } from "./floods";

const SINCE_MS = 5_000_000;
const flood = (part: Partial<PositionState> = {}): PositionState => ({
  position: "desk",
  flood: true,
  since_ms: SINCE_MS,
  count: 11,
  total: 11,
  ...part,
});
const of = (store: FloodStore): string[] => [
  ...(store.beginnings.value.get("desk")?.involved ?? []),
];
/** Lets every promise that can go on go on. */
async function settled(): Promise<void> {
  for (let turn = 0; turn < 10; turn++) await Promise.resolve();
}

test("a flood begins and ends with the server's word", () => {
  const store = new FloodStore(indexSite(exampleSite()), async () => new Set());
  expect(store.any.value).toBe(false);
  store.apply([flood()], []);
  expect(store.now.value.map(({ count }) => count)).toEqual([11]);
  store.apply([flood({ count: 14, total: 30 })], []);
  expect(store.now.value[0]).toMatchObject({ count: 14, total: 30, since_ms: SINCE_MS });
  store.apply([flood({ flood: false, since_ms: null, count: 4, total: 0 })], []);
  expect(store.any.value).toBe(false);
  expect(store.beginnings.value.size).toBe(0);
});

test("which systems were calm is settled when it begins, and asked of the journal once", async () => {
  const asked: [number, number][] = [];
  const store = new FloodStore(indexSite(exampleSite()), async (from_ms, to_ms) => {
    asked.push([from_ms, to_ms]);
    return new Set(["FT1.low", "not of this site"]);
  });
  store.apply([flood()], [exampleBody({ alarm: 0, raised_ms: SINCE_MS - 1 })]);
  expect(of(store)).toEqual(["works"]);
  await settled();
  expect(of(store)).toEqual(["works", "zone"]);
  store.apply([flood({ count: 20 })], [exampleBody({ alarm: 2, raised_ms: SINCE_MS - 1 })]);
  await settled();
  expect(of(store)).toEqual(["works", "zone"]);
  expect(asked).toEqual([[SINCE_MS - 600_000, SINCE_MS]]);
});

test("without the journal what the list shows has to do", async () => {
  const store = new FloodStore(indexSite(exampleSite()), () => Promise.reject(new Error("gone")));
  store.apply([flood()], [exampleBody({ alarm: 0, raised_ms: SINCE_MS - 1 })]);
  await settled();
  expect(of(store)).toEqual(["works"]);
});

test("an answer about a flood that is over changes nothing", async () => {
  const store = new FloodStore(indexSite(exampleSite()), async () => new Set(["FT1.low"]));
  store.apply([flood()], []);
  store.apply([flood({ flood: false, since_ms: null })], []);
  await settled();
  expect(store.beginnings.value.size).toBe(0);
});

test("a new flood after the old one is looked at anew", async () => {
  const store = new FloodStore(indexSite(exampleSite()), async () => new Set());
  store.apply([flood()], [exampleBody({ alarm: 0, raised_ms: SINCE_MS - 1 })]);
  store.apply([flood({ flood: false, since_ms: null })], []);
  const later_ms = SINCE_MS + 3_600_000;
  store.apply(
    [flood({ since_ms: later_ms })],
    [exampleBody({ alarm: 2, raised_ms: later_ms - 1 })],
  );
  expect(of(store)).toEqual(["host"]);
});
