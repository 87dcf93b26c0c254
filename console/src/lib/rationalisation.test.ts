import { expect, test } from "vitest";
import { exampleSite } from "./example_site";
import { findingsOf } from "./rationalisation";

const { alarms } = exampleSite();

test("every finding is one line about one alarm", () => {
  const found = findingsOf(
    {
      alarms: 4,
      complete: 2,
      unrationalised: [
        { alarm: 1, missing: ["cause"], event_only: false },
        { alarm: 99, missing: ["response"], event_only: true },
      ],
      priority_differs: [{ alarm: "LT1.high", field: "priority", running: "high", master: "low" }],
      master_revision: "abc",
      drift: [{ alarm: "LT1.high", field: "on_delay_ms", running: "0", master: "" }],
    },
    alarms,
  );
  expect(found).toEqual([
    { kind: "missing", alarm: "FT1.low", words: "the cause" },
    {
      kind: "missing",
      alarm: "99",
      words: "what the operator is to do; runs as an event only, nobody is called",
    },
    { kind: "priority", alarm: "LT1.high", words: "runs as high, the matrix gives low" },
    {
      kind: "drift",
      alarm: "LT1.high",
      words: "on delay ms: runs with 0, master has nothing",
    },
  ]);
});
