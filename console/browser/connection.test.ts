/** A lost connection and a stalled server are unmistakable within three seconds, and pass. */

import type { Browser, BrowserContext, Page, WebSocketRoute } from "playwright-core";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import type { StreamMessage } from "../src/schema";
import { launch, open, picture, readSite, SOUND_ALLOWED } from "./open";

const address = inject("address");
let browser: Browser;
let context: BrowserContext;
let page: Page;
/** What happens to messages of the server on their way to the page. */
let wire: "whole" | "silent" | "stalled" | "cut" = "whole";
/** The last scan that the page was told of: a stalled server tells of no later one. */
let lastScan_ms = 0;
const sockets = new Set<WebSocketRoute>();

beforeAll(async () => {
  browser = await launch(SOUND_ALLOWED);
  context = await browser.newContext({ storageState: inject("signedIn") });
  await context.routeWebSocket(/\/api\/stream/, (socket) => {
    if (wire === "cut") {
      socket.close();
      return;
    }
    sockets.add(socket);
    const server = socket.connectToServer();
    server.onMessage((message) => {
      if (wire === "silent") return;
      socket.send(heard(message));
    });
  });
  ({ page } = await open(context, address));
});
afterAll(() => browser.close());

function heard(message: string | Buffer): string | Buffer {
  if (typeof message !== "string") return message;
  const read = JSON.parse(message) as StreamMessage;
  if (read.type !== "heartbeat") return message;
  if (wire !== "stalled") lastScan_ms = read.last_scan_ms;
  return JSON.stringify({ ...read, last_scan_ms: lastScan_ms });
}

async function shownWithin(text: string): Promise<void> {
  const began = performance.now();
  await page.waitForSelector(`.connection-bar:has-text("${text}")`, { timeout: 10_000 });
  expect(performance.now() - began).toBeLessThan(3_500);
  expect(await page.getAttribute(".app", "class")).toContain("not-live");
}

async function liveAgain(): Promise<void> {
  wire = "whole";
  await page.waitForSelector('.app[data-liveness="live"]', { timeout: 15_000 });
  expect(await page.locator(".connection-bar").count()).toBe(0);
}

test("a socket that goes silent without closing", async () => {
  wire = "silent";
  await shownWithin("NO CONNECTION");
  await picture(page, "connection-lost");
  await liveAgain();
});

test("a server that answers but scans no more", async () => {
  wire = "stalled";
  await shownWithin("STALLED");
  await liveAgain();
});

test("a socket that is closed and refused; on return everything is there again", async () => {
  const figures = page.locator(".tile .figure-value b");
  wire = "cut";
  for (const socket of sockets) socket.close();
  await shownWithin("NO CONNECTION");
  await liveAgain();
  const before = (await figures.allTextContents()).join();
  await expect
    .poll(async () => (await figures.allTextContents()).join(), { timeout: 10_000 })
    .not.toBe(before);
});

test("nothing can be commanded while the connection is lost", async () => {
  const { alarms } = await readSite(page);
  await page.evaluate((name) => {
    location.hash = `#/alarm/${encodeURIComponent(name)}`;
  }, alarms[0]!.name);
  const shelve = page.locator(".sheet-acts >> text=Shelve");
  await expect.poll(() => shelve.isEnabled()).toBe(true);
  wire = "silent";
  await shownWithin("NO CONNECTION");
  expect(await shelve.isDisabled()).toBe(true);
  await liveAgain();
  await expect.poll(() => shelve.isEnabled()).toBe(true);
});
