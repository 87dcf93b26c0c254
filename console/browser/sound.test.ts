/** A console that cannot be heard says so, to its operator and to the server. */

import type { Browser, Page } from "playwright-core";
import { afterEach, expect, inject, test } from "vitest";
import { launch, open, SOUND_ALLOWED, SOUND_NEEDS_CLICK } from "./open";

let browser: Browser;
afterEach(() => browser.close());

async function openWith(flag: string): Promise<{ page: Page; told: string[] }> {
  browser = await launch(flag);
  const context = await browser.newContext({ storageState: inject("signedIn") });
  const told: string[] = [];
  context.on("request", (request) => {
    if (request.url().endsWith("/api/console-state")) told.push(request.postDataJSON().sound);
  });
  const { page } = await open(context, inject("address"));
  return { page, told };
}

test("blocked audio is a bar until it is enabled, and the server is told both", async () => {
  const { page, told } = await openWith(SOUND_NEEDS_CLICK);
  await page.waitForSelector("text=THIS CONSOLE IS SILENT");
  await expect.poll(() => told).toEqual(["blocked"]);
  await page.click(".silent-bar");
  await page.waitForSelector(".sound.on");
  expect(await page.locator(".silent-bar").count()).toBe(0);
  await expect.poll(() => told).toEqual(["blocked", "on"]);
});

test("allowed audio is on from the start; a mute shows its end and can be ended", async () => {
  const { page, told } = await openWith(SOUND_ALLOWED);
  await page.waitForSelector(".sound.on");
  await page.keyboard.press("m");
  await expect.poll(() => page.textContent(".sound.muted")).toMatch(/Muted 0[12]:\d\d/);
  await expect.poll(() => told.at(-1)).toBe("muted");
  await page.keyboard.press("m");
  await page.waitForSelector(".sound.on");
  await expect.poll(() => told.at(-1)).toBe("on");
});
