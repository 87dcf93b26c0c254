import { effect } from "@preact/signals";
import { expect, test } from "vitest";
import { decodeFrame, encodeFrame } from "../lib/frame";
import { ValueStore } from "./values";

function frame(samples: [tag: number, value: number][], time_ms = 1) {
  return decodeFrame(
    encodeFrame({
      scan_ms: time_ms,
      values: samples.map(([, value]) => value),
      times_ms: samples.map(() => time_ms),
      quality: samples.map(() => 0),
      tags: samples.map(([tag]) => tag),
    }),
  );
}

function makeStore() {
  const flushes: (() => void)[] = [];
  const store = new ValueStore(Uint32Array.of(0, 0, 1), 2, (flush) => flushes.push(flush));
  return { store, flush: () => flushes.splice(0).map((run) => run()), flushes };
}

test("before the first sample there is no number and the quality says so", () => {
  const { store } = makeStore();
  expect(store.values[0]).toBeNaN();
  expect(store.quality[0]! >>> 30).toBe(2);
});

test("many frames are one redraw, and only of the systems they touched", () => {
  const { store, flush, flushes } = makeStore();
  const drawn = [0, 0];
  effect(() => {
    store.listen(0);
    drawn[0]!++;
  });
  effect(() => {
    store.listen(2);
    drawn[1]!++;
  });
  for (let n = 0; n < 50; n++) store.apply(frame([[0, n]]));
  expect(flushes).toHaveLength(1);
  flush();
  expect(store.values[0]).toBe(49);
  expect(drawn).toEqual([2, 1]);
  store.apply(frame([[2, 1]]));
  flush();
  expect(drawn).toEqual([2, 2]);
});

test("a sample of a tag this site does not have is counted, the others are taken", () => {
  const { store } = makeStore();
  store.apply(
    frame([
      [7, 1],
      [1, 5],
    ]),
  );
  expect(store.refused).toBe(1);
  expect(store.values[1]).toBe(5);
});

test("a watcher hears every sample of its tag until it ends", () => {
  const { store } = makeStore();
  const heard: number[] = [];
  const end = store.watch(1, (_, value) => heard.push(value));
  store.apply(
    frame([
      [0, 1],
      [1, 2],
    ]),
  );
  store.apply(frame([[1, 3]]));
  end();
  store.apply(frame([[1, 4]]));
  expect(heard).toEqual([2, 3]);
});

test("an instant before 1970 means that there was never a sample", () => {
  const { store } = makeStore();
  store.apply(frame([[0, Number.NaN]], -9.2e15));
  expect(store.times_ms[0]).toBeNaN();
});
