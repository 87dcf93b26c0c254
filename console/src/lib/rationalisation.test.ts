import { expect, test } from "vitest";
import type { RationalisationBody } from "../schema";
import { exampleAlarm, exampleSite } from "./example_site";
import { withLocalStamps } from "./format";
import { findingsOf, PARTS, summaryWords } from "./rationalisation";

const { alarms } = exampleSite();
const body: RationalisationBody = {
  alarms: 4,
  complete: 2,
  unrationalised: [
    { alarm: 1, missing: ["cause"], event_only: false },
    { alarm: 99, missing: ["response"], event_only: true },
  ],
  priority_differs: [{ alarm: "LT1.high", field: "priority", running: "high", master: "low" }],
  master_revision: "",
  drift: [{ alarm: "LT1.high", field: "on_delay_ms", running: "0", master: "" }],
};

test("every finding is one line about one alarm", () => {
  expect(findingsOf(body, alarms)).toEqual([
    { kind: "missing", alarm: "FT1.low", words: "", missing: ["cause"] },
    {
      kind: "missing",
      alarm: "99",
      words: "runs as an event only, nobody is called",
      missing: ["response"],
    },
    {
      kind: "priority",
      alarm: "LT1.high",
      words: "runs as high, the matrix gives low",
      missing: [],
    },
    {
      kind: "drift",
      alarm: "LT1.high",
      words: "on delay ms: runs with 0, master has nothing",
      missing: [],
    },
  ]);
});

test("the parts are those that the server asks for", () => {
  expect(PARTS.map(({ part }) => part).sort()).toEqual([
    "alarm_class",
    "basis",
    "cause",
    "consequence",
    "consequence_severity",
    "response",
    "response_time_ms",
  ]);
});

test("the site's alarms are counted, not those that the server keeps about itself", () => {
  expect(summaryWords(body, alarms)).toBe(
    "2 of 4 alarms are rationalised. The site has no master.",
  );
  const own = exampleAlarm({ system: "wakeful" });
  const both = { ...body, alarms: 6, complete: 3 };
  expect(summaryWords(both, [...alarms, own, own])).toMatch(/^1 of 4 alarms/);
  const unsaid = { alarm: 4, missing: ["cause"], event_only: false };
  const lacking = { ...both, complete: 2, unrationalised: [...body.unrationalised, unsaid] };
  expect(summaryWords(lacking, [...alarms, own, own])).toMatch(/^1 of 4 alarms/);
});

test("the master is told with its local time and one full stop", () => {
  const stamp = "2026-11-23T04:20:09Z";
  const words = summaryWords(
    { ...body, master_revision: `1, approved ${stamp} by Eva: first.` },
    alarms,
  );
  const local = withLocalStamps(stamp);
  expect(words).toContain(`Master at revision 1, approved ${local} by Eva: first.`);
  expect(words).not.toContain("..");
});
