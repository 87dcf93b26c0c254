import { expect, test } from "vitest";
import { type AskSheet, SheetFacts } from "./sheet_facts";

function facts(answer: AskSheet): { facts: SheetFacts; asked: number[] } {
  const asked: number[] = [];
  const ask: AskSheet = (alarm) => {
    asked.push(alarm);
    return answer(alarm);
  };
  return { facts: new SheetFacts(ask), asked };
}

const PUMPS = { group: "pumps", group_alarms: [1, 2, 3], escalation: "critical at or above 95 °C" };

test("one sheet tells the group of every alarm in it, and is asked for once", async () => {
  const { facts: known, asked } = facts(async () => PUMPS);
  void known.needGroup(1);
  void known.needGroup(1);
  await known.needGroup(2);
  expect(asked).toEqual([1]);
  expect(known.groups.value.get(3)).toBe("pumps");
  expect(known.groups.value.get(4)).toBeUndefined();
});

test("an escalation is told by its own sheet alone", async () => {
  const { facts: known, asked } = facts(async () => PUMPS);
  await known.needGroup(1);
  expect(known.escalations.value.get(1)).toBe("critical at or above 95 °C");
  await known.needEscalation(1);
  await known.needEscalation(2);
  expect(asked).toEqual([1, 2]);
});

test("a sheet that could not be read is asked for again when it is needed again", async () => {
  let broken = true;
  const { facts: known, asked } = facts(async () => {
    if (broken) throw new Error("no connection");
    return PUMPS;
  });
  await known.needGroup(1);
  expect(known.groups.value.size).toBe(0);
  broken = false;
  await known.needGroup(1);
  expect(known.groups.value.get(1)).toBe("pumps");
  expect(asked).toEqual([1, 1]);
});
