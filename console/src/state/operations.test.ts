import { afterEach, expect, test, vi } from "vitest";
import { exampleControl, exampleEquipment, exampleSite } from "../lib/example_site";
import { decodeFrame, encodeFrame } from "../lib/frame";
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
