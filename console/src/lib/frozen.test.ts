import { expect, test } from "vitest";
import type { AlarmBody } from "../schema";
import { exampleBody } from "./example_site";
import { holdRows } from "./frozen";

test("held rows keep their places, show their present state, and count what is new", () => {
  const known = new Map([0, 1, 2].map((alarm) => [alarm, exampleBody({ alarm })]));
  const live: AlarmBody[] = [
    exampleBody({ alarm: 9 }),
    exampleBody({ alarm: 2, letter: "C", revision: 2 }),
    exampleBody({ alarm: 0 }),
  ];
  const { rows, fresh } = holdRows(
    [0, 1, 2],
    live,
    (alarm) => live.find((body) => body.alarm === alarm),
    known,
  );
  expect(rows.map((body) => [body.alarm, body.letter])).toEqual([
    [0, "B"],
    [1, "A"],
    [2, "C"],
  ]);
  expect(fresh).toBe(1);
});
