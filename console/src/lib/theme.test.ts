import { describe, expect, test } from "vitest";
import { contrast, cssName, THEMES } from "./theme";

test("contrast is the one of WCAG 2.2", () => {
  expect(contrast("#000000", "#ffffff")).toBeCloseTo(21);
  expect(contrast("#777777", "#ffffff")).toBeCloseTo(4.48, 2);
  expect(cssName("text_soft")).toBe("--text-soft");
});

describe.each(Object.entries(THEMES))("theme %s", (_, theme) => {
  const grounds = [theme.page, theme.panel, theme.raised, theme.inset];

  test("text reads on every ground: 7 for the main text, 4.5 for the rest", () => {
    for (const ground of grounds) {
      expect(contrast(theme.text, ground)).toBeGreaterThanOrEqual(7);
      const verdicts = [theme.verdict_acceptable, theme.verdict_attention, theme.verdict_plan];
      for (const text of [theme.text_soft, theme.text_faint, theme.bad, ...verdicts]) {
        expect(contrast(text, ground)).toBeGreaterThanOrEqual(4.5);
      }
    }
    expect(contrast(theme.stale, theme.panel)).toBeGreaterThanOrEqual(4.5);
    expect(contrast(theme.drill, theme.panel)).toBeGreaterThanOrEqual(4.5);
    expect(contrast(theme.accent_text, theme.accent)).toBeGreaterThanOrEqual(4.5);
    expect(contrast(theme.panel, theme.text_soft)).toBeGreaterThanOrEqual(4.5);
  });

  test("the digit reads on its symbol, and the symbol stands out by its outline", () => {
    const symbols = [
      [theme.p1, theme.p1_text],
      [theme.p2, theme.p2_text],
      [theme.p3, theme.p3_text],
      [theme.p4, theme.p4_text],
    ] as const;
    for (const [fill, digit] of symbols) {
      expect(contrast(digit, fill)).toBeGreaterThanOrEqual(4);
      const outlined = contrast(theme.outline, fill) >= 2;
      expect(outlined || contrast(fill, theme.panel) >= 3).toBe(true);
    }
    for (const ground of grounds) expect(contrast(theme.outline, ground)).toBeGreaterThanOrEqual(7);
  });

  test("pointer, limits and trend stand out from what they are drawn on", () => {
    for (const ground of [theme.scale, theme.normal]) {
      expect(contrast(theme.pointer, ground)).toBeGreaterThanOrEqual(3);
    }
    expect(contrast(theme.limit, theme.scale)).toBeGreaterThanOrEqual(3);
    expect(contrast(theme.trend, theme.panel)).toBeGreaterThanOrEqual(4.5);
    expect(contrast(theme.line_strong, theme.panel)).toBeGreaterThanOrEqual(3);
  });

  test("calm: what is not abnormal has hardly any colour", () => {
    const quiet = [theme.page, theme.panel, theme.scale, theme.normal, theme.text, theme.pointer];
    for (const colour of quiet) expect(saturation(colour)).toBeLessThan(0.2);
    for (const colour of [theme.p1, theme.p2, theme.p3, theme.p4]) {
      expect(saturation(colour)).toBeGreaterThan(0.5);
    }
  });

  test("the four priorities differ in lightness too, for eyes that see no hue", () => {
    const fills = [theme.p1, theme.p2, theme.p3];
    for (let at = 1; at < fills.length; at++) {
      expect(contrast(fills[at]!, fills[at - 1]!)).toBeGreaterThanOrEqual(1.5);
    }
  });
});

/** Chroma as a share: 0 for grey. */
function saturation(colour: string): number {
  const parts = [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));
  return (Math.max(...parts) - Math.min(...parts)) / 255;
}
