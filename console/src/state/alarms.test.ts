import { expect, test } from "vitest";
import { exampleBody, exampleSite } from "../lib/example_site";
import { REACTION_MS } from "../lib/seen";
import { indexSite } from "../lib/site_index";
import { AlarmStore } from "./alarms";

const makeStore = (): AlarmStore => new AlarmStore(indexSite(exampleSite()));

test("the first list replaces all, later ones change what they name", () => {
  const store = makeStore();
  store.apply(
    { full: true, alarms: [exampleBody({ alarm: 0 }), exampleBody({ alarm: 1, priority: 3 })] },
    0,
  );
  expect(store.list("priority").map((body) => body.alarm)).toEqual([0, 1]);
  store.apply({ full: false, alarms: [exampleBody({ alarm: 2, priority: 1 })] }, 0);
  expect(store.list("priority").map((body) => body.alarm)).toEqual([2, 0, 1]);
  store.apply({ full: false, alarms: [exampleBody({ alarm: 0, letter: "A" })] }, 0);
  expect(store.list("time").map((body) => body.alarm)).toEqual([1, 2]);
  store.apply({ full: true, alarms: [exampleBody({ alarm: 1, priority: 3 })] }, 0);
  expect(store.size).toBe(1);
});

test("counts, the worst and what waits follow every change", () => {
  const store = makeStore();
  store.apply(
    {
      full: true,
      alarms: [
        exampleBody({ alarm: 0, letter: "C", priority: 2 }),
        exampleBody({ alarm: 1, letter: "D", priority: 3, raised_ms: 50 }),
      ],
    },
    0,
  );
  expect(store.unacknowledged.value).toEqual([0, 0, 1, 0]);
  expect(store.waiting.value).toEqual({ priority: 3, since_ms: 50 });
  expect(store.byTop.value.get("works")!.standing).toEqual([0, 1, 0, 0]);
  expect(store.worstUnacknowledged(5).map((body) => body.alarm)).toEqual([1]);
  store.apply({ full: false, alarms: [exampleBody({ alarm: 1, letter: "A" })] }, 0);
  expect(store.waiting.value).toBeNull();
});

test("an act right after a change quotes the revision that had been on the screen", () => {
  const store = makeStore();
  store.apply({ full: true, alarms: [exampleBody({ occurrence: 1, revision: 1 })] }, 0);
  store.apply({ full: false, alarms: [exampleBody({ occurrence: 2, revision: 5 })] }, 10_000);
  expect(store.seen(0, 10_000 + REACTION_MS - 1)?.occurrence).toBe(1);
  expect(store.seen(0, 10_000 + REACTION_MS)?.occurrence).toBe(2);
  expect(store.seen(3, 10_000)).toBeUndefined();
});

test("a list sent again on connection is no change, and does not count as one", () => {
  const store = makeStore();
  store.apply({ full: true, alarms: [exampleBody()] }, 0);
  const before = store.changes;
  store.apply({ full: true, alarms: [exampleBody()] }, 5);
  expect(store.changes).toBe(before);
  store.apply({ full: true, alarms: [exampleBody({ revision: 2 })] }, 9);
  expect(store.changes).toBe(before + 1);
});

test("an alarm this site does not have is left out", () => {
  const store = makeStore();
  store.apply({ full: true, alarms: [exampleBody({ alarm: 99 })] }, 0);
  expect(store.size).toBe(0);
});

test("what is out of sight is on no list, waits for nobody, and is counted", () => {
  const store = makeStore();
  store.apply(
    {
      full: true,
      alarms: [
        exampleBody({ alarm: 0 }),
        exampleBody({ alarm: 1, letter: "E", priority: 1 }),
        exampleBody({ alarm: 2, letter: "F" }),
      ],
    },
    0,
  );
  expect(store.list("priority").map((body) => body.alarm)).toEqual([0]);
  expect(store.size).toBe(1);
  expect(store.hidden.value).toEqual([1, 1, 0]);
  expect(store.unacknowledged.value).toEqual([0, 1, 0, 0]);
  expect(store.waiting.value?.priority).toBe(2);
  expect([...store.all()]).toHaveLength(3);
  store.apply({ full: false, alarms: [exampleBody({ alarm: 1, priority: 1 })] }, 1);
  store.apply({ full: false, alarms: [exampleBody({ alarm: 0, letter: "G" })] }, 2);
  expect(store.list("time").map((body) => body.alarm)).toEqual([1]);
  expect(store.hidden.value).toEqual([0, 1, 1]);
  expect([...store.outOfSight()].map((body) => body.alarm)).toEqual([2, 0]);
});

test("new annunciations are told once, by priority; the first list tells of none", () => {
  const store = makeStore();
  store.apply({ full: true, alarms: [exampleBody({ alarm: 0 })] }, 0);
  expect(store.takeFresh()).toEqual([0, 0, 0, 0]);
  store.apply(
    {
      full: false,
      alarms: [
        exampleBody({ alarm: 1, priority: 3 }),
        exampleBody({ alarm: 2, priority: 1 }),
        exampleBody({ alarm: 0, letter: "C", revision: 2 }),
      ],
    },
    1,
  );
  expect(store.takeFresh()).toEqual([1, 0, 1, 0]);
  expect(store.takeFresh()).toEqual([0, 0, 0, 0]);
  const again = exampleBody({ alarm: 0, occurrence: 2 });
  store.apply({ full: true, alarms: [again, exampleBody({ alarm: 2, priority: 1 })] }, 2);
  expect(store.takeFresh()).toEqual([0, 1, 0, 0]);
});

test("a silenced alarm does not sound, and waits all the same", () => {
  const store = makeStore();
  store.apply({ full: true, alarms: [exampleBody({ alarm: 0, silenced: true })] }, 0);
  expect(store.waiting.value).toBeNull();
  expect(store.unacknowledged.value).toEqual([0, 1, 0, 0]);
});

test("10,000 standing alarms are counted and ordered through many changes", () => {
  const alarms = Array.from({ length: 10_000 }, (_, at) => ({
    ...exampleSite().alarms[0]!,
    name: `A${at}`,
  }));
  const store = new AlarmStore(indexSite(exampleSite({ alarms })));
  const all = alarms.map((_, alarm) => exampleBody({ alarm, raised_ms: alarm }));
  store.apply({ full: true, alarms: all }, 0);
  for (let alarm = 0; alarm < 200; alarm++) {
    const body = exampleBody({ alarm, letter: alarm % 2 ? "C" : "A", raised_ms: alarm });
    store.apply({ full: false, alarms: [body] }, alarm);
  }
  expect(store.size).toBe(9_900);
  expect(store.byTop.value.get("works")!.unacknowledged).toEqual([0, 9_800, 0, 0]);
  expect(store.list("priority").at(-1)!.alarm).toBe(1);
});
