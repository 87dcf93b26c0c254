/** Every page draws live data of the real server, without a complaint of the browser. */

import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, beforeEach, expect, inject, test } from "vitest";
import type { SiteBody } from "../src/schema";
import { launch, open, picture, readSite, SOUND_ALLOWED } from "./open";

const address = inject("address");
let browser: Browser;
let context: BrowserContext;
let page: Page;
let complaints: string[];
let site: SiteBody;

beforeAll(async () => {
  browser = await launch(SOUND_ALLOWED);
  context = await browser.newContext({
    storageState: inject("signedIn"),
    viewport: { width: 1920, height: 1080 },
  });
  ({ page, complaints } = await open(context, address));
  site = await readSite(page);
});
afterAll(() => browser.close());
beforeEach(() => {
  complaints.length = 0;
});

const go = async (hash: string): Promise<void> => {
  await page.evaluate((to) => {
    location.hash = to;
  }, hash);
};

test("the wall has a tile for every top-level system, in order, with figures that live", async () => {
  const tops = site.systems.filter((system) => system.parent === "").map((system) => system.id);
  const tiles = await page.$$eval(".tile", (all) =>
    all.map((tile) => tile.getAttribute("data-system")),
  );
  expect(tiles).toEqual(tops);
  const figures = page.locator(".tile .figure-value b");
  expect(await figures.count()).toBeGreaterThan(tops.length);
  const before = await figures.allTextContents();
  await expect
    .poll(async () => (await figures.allTextContents()).join(), { timeout: 10_000 })
    .not.toBe(before.join());
  await page.waitForSelector(".tile .sparkline, .tile .indicator-pointer");
  await picture(page, "wall");
  expect(complaints).toEqual([]);
});

test("the wall fills the window from a laptop to an upright screen without scrolling sideways", async () => {
  for (const [width, height] of [
    [1366, 768],
    [1080, 1920],
    [3840, 2160],
    [1920, 1080],
  ] as const) {
    await page.setViewportSize({ width, height });
    await expect
      .poll(() => page.evaluate(() => document.documentElement.scrollWidth - innerWidth))
      .toBeLessThanOrEqual(0);
    const bottom = () =>
      page.$$eval(".tile", (all) =>
        Math.max(...all.map((tile) => tile.getBoundingClientRect().bottom)),
      );
    await expect.poll(bottom).toBeLessThanOrEqual(height);
    expect(await bottom()).toBeGreaterThan(height * 0.85);
  }
});

test("a system shows its tags with value, quality and age, and finds them by a word", async () => {
  const system = mostTags();
  await page.click(`.tile[data-system="${system}"]`);
  await page.waitForSelector(".tag-table .tag-row:not(.tag-head)");
  await expect
    .poll(() => page.locator(".tag-row:not(.stale):not(.tag-head)").count())
    .toBeGreaterThan(5);
  await picture(page, "system");
  const wanted = site.tags.find((tag) => tag.system === system)!;
  await page.keyboard.press("/");
  await page.keyboard.type(wanted.name);
  await expect.poll(() => page.locator(".tag-row:not(.tag-head)").count()).toBeLessThan(10);
  expect(await page.textContent(".tag-table .virtual-list")).toContain(wanted.name);
  expect(complaints).toEqual([]);
});

test("a tag's page draws its trend from the history, back to the start", async () => {
  const tag = site.tags.find((one) => one.overview && one.kind === "analogue")!;
  await go(`#/tag/${encodeURIComponent(tag.name)}`);
  await page.waitForSelector(".trend canvas");
  await expect.poll(() => page.textContent(".trend-legend")).toContain(tag.unit);
  const asked = page.waitForRequest((request) => request.url().includes("/api/history"));
  await page.click(".trend-panel >> text=All");
  const query = new URL((await asked).url()).searchParams;
  expect(Number(query.get("from_ms"))).toBeLessThanOrEqual(
    site.history_start_ms ?? Number.POSITIVE_INFINITY,
  );
  await page.click(".trend-panel >> text=10 min");
  await expect.poll(() => inkOf(page)).toBeGreaterThan(50);
  await picture(page, "tag");
  expect(complaints).toEqual([]);
});

test("the journal tells of the sign-in, and a search narrows it", async () => {
  await go("#/journal");
  await page.waitForSelector(".journal-row.kind-session:has-text('signed in')");
  await page.waitForSelector(".journal-row.kind-server");
  await page.fill(".journal-page input[type=search]", site.user);
  await expect.poll(() => page.locator(".journal-row.kind-server").count()).toBe(0);
  await page.waitForSelector(".journal-row.kind-session:has-text('signed in')");
  await picture(page, "journal");
  expect(complaints).toEqual([]);
});

test("the alarm list holds its order while the pointer is in it, and lets go behind it", async () => {
  await go("#/alarms");
  await page.waitForSelector(".alarm-rows");
  await page.mouse.move(600, 400);
  await page.mouse.move(620, 420);
  await expect.poll(() => page.textContent(".act-status")).toContain("Order held");
  await page.mouse.move(600, 10);
  await expect.poll(() => page.textContent(".act-status")).not.toContain("Order held");
  expect(complaints).toEqual([]);
});

test("keys lead from page to page and change the theme", async () => {
  await go("#/journal");
  await page.waitForSelector(".journal-page");
  for (const [key, hash] of [
    ["a", "#/alarms"],
    ["h", "#/shelf"],
    ["g", "#/figures"],
    ["b", "#/worklist"],
    ["w", "#/"],
    ["j", "#/journal"],
    ["w", "#/"],
  ] as const) {
    await page.keyboard.press(key);
    await expect.poll(() => page.evaluate(() => location.hash)).toBe(hash);
  }
  await page.keyboard.press("t");
  expect(await page.evaluate(() => document.documentElement.dataset.theme)).toBe("dark");
  await page.waitForSelector(".tile");
  await picture(page, "wall-dark");
  await page.keyboard.press("t");
  await page.keyboard.press("?");
  await page.waitForSelector("dialog.help[open]");
  await page.keyboard.press("Escape");
  expect(complaints).toEqual([]);
});

test("every control can be reached by the keyboard and has a name", async () => {
  const alarm = `#/alarm/${encodeURIComponent(site.alarms[0]!.name)}`;
  const own = ["shelf", "figures", "worklist", "rationalisation", "sound"].map((one) => `#/${one}`);
  for (const hash of ["#/", `#/system/${mostTags()}`, "#/alarms", alarm, "#/journal", ...own]) {
    await go(hash);
    await page.waitForSelector("#page > *");
    const nameless = await page.$$eval("button, a, input, select", (all) =>
      all
        .filter(
          (one) =>
            !(
              one.textContent?.trim() ||
              one.getAttribute("aria-label") ||
              (one as HTMLInputElement).labels?.length
            ),
        )
        .map((one) => one.outerHTML),
    );
    expect(nameless).toEqual([]);
  }
});

test("a browser that is not signed in is told how to get in", async () => {
  const stranger = await browser.newContext();
  const other = await stranger.newPage();
  await other.goto(address);
  await expect.poll(() => other.textContent("body")).toContain("wakeful link");
  await stranger.close();
});

function mostTags(): string {
  const counts = new Map<string, number>();
  for (const tag of site.tags) counts.set(tag.system, (counts.get(tag.system) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1])[0]![0];
}

/** Pixels of the trend that carry the colour of its line. */
function inkOf(from: Page): Promise<number> {
  return from.evaluate(() => {
    const canvas = document.querySelector<HTMLCanvasElement>(".trend canvas")!;
    const { data } = canvas.getContext("2d")!.getImageData(0, 0, canvas.width, canvas.height);
    const wanted = getComputedStyle(document.documentElement).getPropertyValue("--trend").trim();
    const [r, g, b] = [1, 3, 5].map((at) => Number.parseInt(wanted.slice(at, at + 2), 16));
    let ink = 0;
    for (let at = 0; at < data.length; at += 4) {
      if (data[at] === r && data[at + 1] === g && data[at + 2] === b) ink++;
    }
    return ink;
  });
}
