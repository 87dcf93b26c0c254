/** Colours of the two themes. Set as CSS variables at the start; the test checks their contrast. */

export type ThemeName = "grey" | "dark";

export interface Theme {
  readonly page: string;
  readonly panel: string;
  readonly raised: string;
  readonly inset: string;
  readonly line: string;
  readonly line_strong: string;
  readonly text: string;
  readonly text_soft: string;
  readonly text_faint: string;
  /** Analogue indicators: the range, the normal band on it, a limit, the pointer. */
  readonly scale: string;
  readonly normal: string;
  readonly limit: string;
  readonly pointer: string;
  readonly trend: string;
  readonly trend_band: string;
  readonly accent: string;
  readonly accent_text: string;
  readonly stale: string;
  /** Bad or uncertain input: not a priority, so no priority colour. */
  readonly bad: string;
  readonly drill: string;
  /** Verdicts on figures of the alarm system: quieter than any alarm. */
  readonly verdict_acceptable: string;
  readonly verdict_attention: string;
  readonly verdict_plan: string;
  readonly outline: string;
  readonly p1: string;
  readonly p1_text: string;
  readonly p2: string;
  readonly p2_text: string;
  readonly p3: string;
  readonly p3_text: string;
  readonly p4: string;
  readonly p4_text: string;
}

export const THEMES: Record<ThemeName, Theme> = {
  grey: {
    page: "#c9ced1",
    panel: "#dadee0",
    raised: "#e8ebec",
    inset: "#cdd2d5",
    line: "#b4bbc0",
    line_strong: "#6f7a81",
    text: "#15191c",
    text_soft: "#3c454b",
    text_faint: "#4a555c",
    scale: "#bcc4c9",
    normal: "#93a3ad",
    limit: "#4c565d",
    pointer: "#1d2327",
    trend: "#1f3a52",
    trend_band: "#9fb0bd",
    accent: "#1f4e79",
    accent_text: "#ffffff",
    stale: "#566168",
    bad: "#7a2e8a",
    drill: "#00565e",
    verdict_acceptable: "#2f5340",
    verdict_attention: "#6b4e00",
    verdict_plan: "#84311f",
    outline: "#15191c",
    p1: "#c4001d",
    p1_text: "#ffffff",
    p2: "#f08a00",
    p2_text: "#15191c",
    p3: "#f5d400",
    p3_text: "#15191c",
    p4: "#2d62c9",
    p4_text: "#ffffff",
  },
  dark: {
    page: "#171b1e",
    panel: "#22282c",
    raised: "#2d353a",
    inset: "#1b2023",
    line: "#384147",
    line_strong: "#7d8990",
    text: "#e6eaec",
    text_soft: "#b9c2c7",
    text_faint: "#9aa5ab",
    scale: "#38424a",
    normal: "#5c6d78",
    limit: "#a6b1b8",
    pointer: "#eef2f4",
    trend: "#a9cbe6",
    trend_band: "#47606f",
    accent: "#9cc4e8",
    accent_text: "#10202e",
    stale: "#8a959b",
    bad: "#d79be6",
    drill: "#6fd0d8",
    verdict_acceptable: "#9cc3a9",
    verdict_attention: "#dcb968",
    verdict_plan: "#f0a08b",
    outline: "#e6eaec",
    p1: "#e5334b",
    p1_text: "#ffffff",
    p2: "#f59a23",
    p2_text: "#15191c",
    p3: "#ffe14d",
    p3_text: "#15191c",
    p4: "#6d9bf5",
    p4_text: "#0b1220",
  },
};

/** Relative luminance of #rrggbb (WCAG 2.2). */
export function luminance(colour: string): number {
  const part = (at: number): number => {
    const c = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * part(1) + 0.7152 * part(3) + 0.0722 * part(5);
}

/** Contrast ratio, 1 to 21 (WCAG 2.2). */
export function contrast(a: string, b: string): number {
  const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

/** `text_soft` -> `--text-soft`. */
export const cssName = (token: string): string => `--${token.replaceAll("_", "-")}`;
