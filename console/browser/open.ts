/** Opens pages of the console in Debian's Chromium, and watches them for errors. */

import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";
import type { SiteBody } from "../src/schema";

const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--disable-background-networking",
  "--no-first-run",
  "--disable-component-update",
  "--disable-sync",
];

export const SOUND_ALLOWED = "--autoplay-policy=no-user-gesture-required";
export const SOUND_NEEDS_CLICK = "--autoplay-policy=document-user-activation-required";

export function launch(...flags: string[]): Promise<Browser> {
  const executablePath = process.env.WAKEFUL_CHROMIUM ?? "/usr/bin/chromium";
  return chromium.launch({ executablePath, args: [...FLAGS, ...flags] });
}

export interface Opened {
  readonly page: Page;
  /** What the page complained of: uncaught errors, broken rules of the content policy, failed requests. */
  readonly complaints: string[];
}

/** A page at a hash of the console, drawn and live. */
export async function open(context: BrowserContext, address: string, hash = "#/"): Promise<Opened> {
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("console", (message) => {
    if (message.type() === "error") complaints.push(message.text());
  });
  await page.goto(`${address}/${hash}`);
  await page.waitForSelector('.app[data-liveness="live"]');
  return { page, complaints };
}

export async function readSite(page: Page): Promise<SiteBody> {
  return page.evaluate(async () => (await fetch("/api/site")).json());
}

/** Keeps a picture for the documentation when WAKEFUL_PICTURES names a folder. */
export async function picture(page: Page, name: string): Promise<void> {
  const folder = process.env.WAKEFUL_PICTURES;
  if (folder) await page.screenshot({ path: `${folder}/${name}.png` });
}
