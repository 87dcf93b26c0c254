import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { exampleBody, exampleOverride, exampleSite } from "../lib/example_site";
import { inLocalTime } from "../lib/format";
import type { CommandResult } from "../schema";
import {
  act,
  actNow,
  forgetRefusal,
  outcome,
  refusals,
  refusalWords,
  seenNow,
  silenceAll,
  underWay,
} from "./alarm_commands";
import { type Desk, openDesk } from "./desk";

const done: CommandResult = { id: "1", done: true, reason: "", detail: "" };
const WHEN = inLocalTime("12:04:11 UTC", Date.now());
const refused: CommandResult = {
  id: "1",
  done: false,
  reason: "changed_since",
  detail: "it grew more urgent at 12:04:11 UTC",
};

interface Asked {
  readonly path: string;
  readonly body: { items: { alarm: number; occurrence: number; revision: number }[] };
}
let asked: Asked[];
let desk: Desk;

/** The server's answers, one list for each request. */
function answers(...lists: CommandResult[][]): void {
  asked = [];
  vi.stubGlobal(
    "fetch",
    vi.fn(async (path: string, init: RequestInit) => {
      asked.push({ path, body: JSON.parse(String(init.body)) });
      return new Response(JSON.stringify({ results: lists.shift() }));
    }),
  );
}

beforeEach(() => {
  desk = openDesk(exampleSite());
  refusals.value = new Map();
  outcome.value = "";
  vi.spyOn(performance, "now").mockReturnValue(1e6);
  desk.alarms.apply(
    {
      full: true,
      alarms: [
        exampleBody({ alarm: 0, occurrence: 4, revision: 2 }),
        exampleBody({ alarm: 1, letter: "C", priority: 3 }),
        exampleBody({ alarm: 2, priority: 1, occurrence: 9, revision: 1 }),
        exampleBody({ alarm: 3, letter: "E", overrides: [exampleOverride()] }),
      ],
    },
    0,
  );
});
afterEach(() => vi.restoreAllMocks());

test("an act quotes each alarm as it was seen, and leaves out those it means nothing for", async () => {
  answers([done, done]);
  expect(await actNow(desk, "acknowledge", [0, 1, 2, 3, 99])).toBe(true);
  expect(asked).toEqual([
    {
      path: "/api/acknowledge",
      body: {
        items: [
          { alarm: 0, occurrence: 4, revision: 2 },
          { alarm: 2, occurrence: 9, revision: 1 },
        ],
      },
    },
  ]);
  expect(outcome.value).toBe("2 acknowledged.");
  expect(underWay.value.size).toBe(0);
});

test("what changed a moment ago has not been seen: the act quotes what stood before", () => {
  desk.alarms.apply(
    { full: false, alarms: [exampleBody({ alarm: 0, occurrence: 5, revision: 1 })] },
    1e6 - 100,
  );
  expect(seenNow(desk, "acknowledge", [0])).toMatchObject([{ occurrence: 4, revision: 2 }]);
});

test("a refusal stands beside its alarm with what changed; the others are done", async () => {
  answers([done, refused]);
  expect(await actNow(desk, "acknowledge", [0, 2])).toBe(false);
  expect(outcome.value).toBe("1 acknowledged, 1 refused.");
  expect([...refusals.value.keys()]).toEqual([2]);
  const refusal = refusals.value.get(2)!;
  const now = exampleBody({ alarm: 2, priority: 1, occurrence: 10, revision: 1, raised_ms: 0 });
  expect(refusalWords(refusal, now)).toMatch(
    new RegExp(
      `^Not acknowledged: changed since: it grew more urgent at ${WHEN}\\. Since you looked: it came back at .* \\(occurrence 10\\)\\.$`,
    ),
  );
  expect(refusalWords(refusal, refusal.seen)).toBe(
    `Not acknowledged: changed since: it grew more urgent at ${WHEN}.`,
  );
  forgetRefusal(2);
  expect(refusals.value.size).toBe(0);
});

test("a second press that is done takes the refusal away", async () => {
  answers([refused], [done]);
  await actNow(desk, "acknowledge", [0]);
  expect(refusals.value.size).toBe(1);
  await actNow(desk, "acknowledge", [0]);
  expect(refusals.value.size).toBe(0);
});

test("shelving sends reason, length and whether it is for once", async () => {
  answers([done]);
  const seen = seenNow(desk, "shelve", [0, 3]);
  expect(seen.map((body) => body.alarm)).toEqual([0]);
  await act("shelve", seen, { reason: "chatters", duration_ms: 60_000, one_shot: true });
  expect(asked[0]).toMatchObject({
    path: "/api/alarm-command",
    body: { verb: "shelve", reason: "chatters", duration_ms: 60_000, one_shot: true },
  });
});

test("a server that cannot be reached refuses nothing in silence", async () => {
  vi.stubGlobal("fetch", vi.fn().mockRejectedValue(new TypeError("no route")));
  expect(await actNow(desk, "acknowledge", [0, 2])).toBe(false);
  expect(refusals.value.get(0)!.text).toBe("not sent: the server cannot be reached");
  expect(outcome.value).toBe("0 acknowledged, 2 refused.");
});

test("an act on nothing says so and asks nobody", async () => {
  answers();
  expect(await actNow(desk, "acknowledge", [1])).toBe(false);
  expect(outcome.value).toBe("Nothing here waits to be acknowledged.");
  expect(asked).toEqual([]);
});

test("a press on what came a moment ago is not sent, and says so", async () => {
  answers();
  const overrides = [exampleOverride({ kind: "shelved" })];
  const body = exampleBody({ alarm: 0, occurrence: 4, revision: 3, letter: "E", overrides });
  desk.alarms.apply({ full: false, alarms: [body] }, 1e6 - 100);
  expect(await actNow(desk, "unshelve", [0])).toBe(false);
  expect(outcome.value).toMatch(/changed just as you acted, so nothing was sent/);
  expect(asked).toEqual([]);
});

test("silence means everything that sounds, the most urgent first", async () => {
  answers([done, done]);
  await silenceAll(desk);
  expect(asked[0]!.body.items.map((item) => item.alarm)).toEqual([2, 0]);
});

test("more alarms than one request may carry go in several, none left out", async () => {
  const alarms = Array.from({ length: 1_200 }, (_, at) => ({
    ...exampleSite().alarms[0]!,
    name: `A${at}`,
  }));
  desk = openDesk(exampleSite({ alarms }));
  desk.alarms.apply(
    { full: true, alarms: alarms.map((_, alarm) => exampleBody({ alarm, revision: alarm })) },
    0,
  );
  answers(
    Array.from({ length: 500 }, () => done),
    Array.from({ length: 500 }, () => refused),
    Array.from({ length: 200 }, () => done),
  );
  await actNow(
    desk,
    "acknowledge",
    alarms.map((_, alarm) => alarm),
  );
  expect(asked.map(({ body }) => body.items.length)).toEqual([500, 500, 200]);
  expect(new Set(asked.flatMap(({ body }) => body.items.map((item) => item.alarm))).size).toBe(
    1_200,
  );
  expect(outcome.value).toBe("700 acknowledged, 500 refused.");
  expect(refusals.value.size).toBe(500);
});
