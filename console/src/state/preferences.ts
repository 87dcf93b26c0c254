/** What this browser remembers: the theme. A browser that remembers nothing gets the defaults. */

import { effect, signal } from "@preact/signals";
import { cssName, THEMES, type ThemeName } from "../lib/theme";

const KEY = "wakeful.theme";

function remembered(): ThemeName {
  try {
    return localStorage.getItem(KEY) === "dark" ? "dark" : "grey";
  } catch {
    return "grey";
  }
}

export const theme = signal<ThemeName>("grey");

export function switchTheme(): void {
  theme.value = theme.value === "grey" ? "dark" : "grey";
}

/** Writes the theme's colours to the document whenever it changes. */
export function startTheme(): () => void {
  theme.value = remembered();
  return effect(() => {
    const name = theme.value;
    const root = document.documentElement;
    for (const [token, colour] of Object.entries(THEMES[name])) {
      root.style.setProperty(cssName(token), colour);
    }
    root.style.colorScheme = name === "dark" ? "dark" : "light";
    root.dataset.theme = name;
    try {
      localStorage.setItem(KEY, name);
    } catch {
      // Private browsing: the theme lasts as long as the page.
    }
  });
}
