/** A console that cannot be heard says so, to its operator and to the server. */

import type { Browser, Page } from "playwright-core";
import { afterEach, expect, inject, test } from "vitest";
import { launch, open, SOUND_ALLOWED, SOUND_NEEDS_CLICK } from "./open";

let browser: Browser;
afterEach(() => browser.close());

/** Plays every sound and says that it was heard. */
async function confirmHearing(page: Page): Promise<void> {
  await page.goto(`${inject("address")}/#/sound`);
  for (const button of await page.locator(".sounds button").all()) await button.click();
  await page.click("text=I hear all of them");
}

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

test("what a person heard is journaled, and shown at another browser", async () => {
  const { page, told } = await openWith(SOUND_ALLOWED);
  await page.waitForSelector(".sound.on");
  await confirmHearing(page);
  await page.waitForSelector("text=heard all of them on");
  expect(told).toContain("heard");
  const here = page.locator(".consoles tr:has-text('this one')");
  await expect.poll(() => here.textContent()).toMatch(/on \d.* at \d\d:\d\d/);

  // A browser that remembers nothing has it from the server.
  const context = await browser.newContext({ storageState: inject("signedIn") });
  const other = (await open(context, inject("address"), "#/sound")).page;
  await other.waitForSelector("text=Nobody has confirmed the sound of this browser yet.");
  const row = other.locator(".consoles tr:has-text('this one')");
  await expect.poll(() => row.textContent()).toBe(await here.textContent());
  await other.goto(`${inject("address")}/#/journal`);
  await other.waitForSelector(".journal-row:has-text('heard every sound: console')");
});

test("what the server could not journal is not shown as heard", async () => {
  const { page } = await openWith(SOUND_ALLOWED);
  await page.waitForSelector(".sound.on");
  await page.route("**/api/console-state", (route) =>
    route.request().postDataJSON().sound === "heard"
      ? route.fulfill({ status: 503, json: { error: "The journal is not available." } })
      : route.continue(),
  );
  await confirmHearing(page);
  await page.waitForSelector("text=Not confirmed: The journal is not available.");
  expect(await page.locator("text=heard all of them on").count()).toBe(0);
  expect(await page.isEnabled("text=I hear all of them")).toBe(true);
});
