import { afterEach, expect, test, vi } from "vitest";
import { exampleControl, exampleEquipment, exampleSite } from "../lib/example_site";
import { decodeFrame, encodeFrame } from "../lib/frame";
import { itemsSeen } from "./acknowledgements";
import { serverNow_ms } from "./clock";
import { openDesk } from "./desk";
import { checkFeedback, operate, operationKey, operations } from "./operations";

const KEY = operationKey("pump 1", "run");

afterEach(() => vi.unstubAllGlobals());

function answer(status: number, body: unknown): void {
  vi.stubGlobal("fetch", async () => new Response(JSON.stringify(body), { status }));
}

function feedback(desk: ReturnType<typeof openDesk>, value: number, time_ms: number): void {
  const tag = desk.site.tagByName.get("P1")!;
  desk.values.apply(
    decodeFrame(
      encodeFrame({ scan_ms: 0, values: [value], times_ms: [time_ms], quality: [0], tags: [tag] }),
    ),
  );
}

test("commanded is not confirmed until a sample after the command agrees", async () => {
  const desk = openDesk(exampleSite());
  answer(200, { results: [{ id: "1", done: true, reason: "", detail: "" }] });
  const before_ms = serverNow_ms() - 1_000;
  feedback(desk, 1, before_ms);
  await operate(desk, exampleEquipment(), exampleControl(), 1, "");
  expect(operations.value.get(KEY)?.stage).toBe("unconfirmed");
  const sent_ms = operations.value.get(KEY)!.sent_ms;
  feedback(desk, 0, sent_ms + 100);
  checkFeedback(desk, sent_ms + 200);
  expect(operations.value.get(KEY)?.stage).toBe("unconfirmed");
  checkFeedback(desk, sent_ms + 31_000);
  expect(operations.value.get(KEY)?.stage).toBe("overdue");
  feedback(desk, 1, sent_ms + 32_000);
  checkFeedback(desk, sent_ms + 32_100);
  expect(operations.value.get(KEY)).toMatchObject({
    stage: "confirmed",
    confirmed_after_ms: 32_100,
  });
});

test("a refusal is shown with its reason", async () => {
  answer(200, {
    results: [{ id: "1", done: false, reason: "in_auto", detail: "pump 1 is in AUTO" }],
  });
  await operate(openDesk(exampleSite()), exampleEquipment(), exampleControl(), 1, "");
  expect(operations.value.get(KEY)).toMatchObject({
    stage: "refused",
    reason: "in auto: pump 1 is in AUTO",
  });
});

test("a server that cannot take commands is quoted", async () => {
  answer(503, { error: "the journal cannot be written" });
  await operate(openDesk(exampleSite()), exampleEquipment(), exampleControl(), 1, "");
  expect(operations.value.get(KEY)).toMatchObject({
    stage: "refused",
    reason: "the journal cannot be written",
  });
});

test("a page of acknowledgements quotes what was seen, skips what needs none, and is limited to 500", () => {
  const alarms = Array.from({ length: 600 }, (_, at) => ({
    ...exampleSite().alarms[0]!,
    name: `A${at}`,
  }));
  const desk = openDesk(exampleSite({ alarms }));
  const body = (alarm: number) => ({
    alarm,
    letter: alarm === 1 ? "C" : "B",
    priority: 2,
    occurrence: 4,
    revision: alarm,
    raised_ms: 0,
    changed_ms: 0,
    value: null,
    trusted: true,
    acknowledged_by: null,
    acknowledged_ms: null,
  });
  desk.alarms.apply({ full: true, alarms: alarms.map((_, alarm) => body(alarm)) }, 0);
  expect(itemsSeen(desk, [0, 1, 2, 9_999], 5_000)).toEqual([
    { alarm: 0, occurrence: 4, revision: 0 },
    { alarm: 2, occurrence: 4, revision: 2 },
  ]);
  expect(
    itemsSeen(
      desk,
      alarms.map((_, alarm) => alarm),
      5_000,
    ),
  ).toHaveLength(500);
});
