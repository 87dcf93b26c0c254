/** What this browser remembers: the theme, and who confirmed its sound. One that remembers nothing gets the defaults. */

import { effect, signal } from "@preact/signals";
import { type Hearing, keepHearing, readHearing } from "../lib/hearing";
import { cssName, THEMES, type ThemeName } from "../lib/theme";

const KEY = "wakeful.theme";
const HEARING_KEY = "wakeful.hearing";

function remembered(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

function remember(key: string, text: string): void {
  try {
    localStorage.setItem(key, text);
  } catch {
    // Private browsing: it lasts as long as the page.
  }
}

export const theme = signal<ThemeName>("grey");
/** Who last said at this browser that every sound can be heard, and when. */
export const hearing = signal<Hearing | null>(null);

export function rememberHearing(heard: Hearing): void {
  hearing.value = heard;
  remember(HEARING_KEY, keepHearing(heard));
}

export function switchTheme(): void {
  theme.value = theme.value === "grey" ? "dark" : "grey";
}

/** Writes the theme's colours to the document whenever it changes. */
export function startTheme(): () => void {
  theme.value = remembered(KEY) === "dark" ? "dark" : "grey";
  hearing.value = readHearing(remembered(HEARING_KEY));
  return effect(() => {
    const name = theme.value;
    const root = document.documentElement;
    for (const [token, colour] of Object.entries(THEMES[name])) {
      root.style.setProperty(cssName(token), colour);
    }
    root.style.colorScheme = name === "dark" ? "dark" : "light";
    root.dataset.theme = name;
    remember(KEY, name);
  });
}
