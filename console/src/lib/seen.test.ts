import { expect, test } from "vitest";
import { exampleBody } from "./example_site";
import { bodySeen, REACTION_MS } from "./seen";

const before = exampleBody({ revision: 1 });
const body = exampleBody({ revision: 2 });

test("what changed a moment ago was not what the person acted on", () => {
  const shown = { body, before, shown_ms: 1_000 };
  expect(bodySeen(shown, 1_000 + REACTION_MS - 1)).toBe(before);
  expect(bodySeen(shown, 1_000 + REACTION_MS)).toBe(body);
});

test("what was never on the screen in another form is quoted as it is", () => {
  expect(bodySeen({ body, before: null, shown_ms: 1_000 }, 1_001)).toBe(body);
});
