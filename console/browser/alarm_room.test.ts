/** The alarm room on a real server: acts on alarms, what they refuse, what is out of sight, a flood from end to end. */

import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { REACTION_MS } from "../src/lib/seen";
import {
  ALARM_SITE,
  alarmName,
  GROUP,
  RAISABLE,
  RATIONALISED,
  SECOND_FAULT,
  SOURCE,
} from "./alarm_site";
import { launch, open, picture, SOUND_ALLOWED } from "./open";
import { type OwnServer, startServer } from "./own_server";

let server: OwnServer;
let browser: Browser;
let page: Page;
let complaints: string[];

async function signIn(name: string, role: string): Promise<BrowserContext> {
  const context = await browser.newContext({ viewport: { width: 1920, height: 1080 } });
  const entrance = await context.newPage();
  await entrance.goto(server.link(name, role));
  await entrance.waitForSelector(".top-bar");
  await entrance.close();
  return context;
}

beforeAll(async () => {
  server = await startServer(ALARM_SITE);
  browser = await launch(SOUND_ALLOWED);
  const context = await signIn("ada", "operator");
  await context.addInitScript(countBursts);
  ({ page, complaints } = await open(context, server.address));
}, 330_000);
afterAll(async () => {
  await browser?.close();
  await server?.stop();
});

const go = async (hash: string, on = page): Promise<void> => {
  await on.evaluate((to) => {
    location.hash = to;
  }, hash);
  await on.waitForSelector("#page > *");
};

async function bias(tag: string, active: boolean): Promise<void> {
  const order = { source: SOURCE, fault: "bias", target: tag, severity: 0.6, active };
  const answer = await page.evaluate(async (body) => {
    const headers = { "content-type": "application/json" };
    const reply = await fetch("/api/disturb", {
      method: "POST",
      headers,
      body: JSON.stringify(body),
    });
    return reply.json();
  }, order);
  expect(answer.results[0]).toMatchObject({ done: true });
}

const row = (tag: string) => page.locator(`.alarm-row:has(b:text-is("${tag} far too high"))`);
const sheetHash = (tag: string): string => `#/alarm/${encodeURIComponent(alarmName(tag))}`;
/** What changed less than this ago is not taken as seen: a person needs the time as well. */
const reactionTime = (on: Page) =>
  on.evaluate((ms) => new Promise((settle) => setTimeout(settle, ms)), REACTION_MS);
const awayFromTheList = () => page.mouse.move(5, 5);

async function letterOf(tag: string, letter: string): Promise<void> {
  await awayFromTheList();
  await page.waitForSelector(`.alarm-row.letter-${letter}:has(b:text-is("${tag} far too high"))`, {
    timeout: 20_000,
  });
}

test("an alarm comes with the time left to respond, and its sheet is one click away", async () => {
  await go("#/alarms");
  await bias(RATIONALISED, true);
  await letterOf(RATIONALISED, "B");
  expect(await row(RATIONALISED).locator(".time-left").textContent()).toMatch(/^0?9:|^10:00/);
  await row(RATIONALISED).locator(".alarm-title a").click();
  await page.waitForSelector(".sheet-action");
  const sheet = await page.textContent(".sheet-page");
  for (const said of [
    "Draw from the boreholes instead.",
    "Hot weather or a warm discharge upstream",
    "The chlorine decays before it reaches the far ends",
    "Chlorine contact time at 24 degrees",
    "10 min",
    "Unacknowledged",
    "8 h",
  ])
    expect(sheet).toContain(said);
  await page.waitForSelector(".sheet-page .trend canvas");
  await page.waitForSelector(".sheet-page .journal-row:has-text('raised')");
  await picture(page, "alarm-sheet");
  await go(sheetHash(GROUP[0]));
  await page.waitForSelector('.sheet-facts div:has-text("Likely cause") .unsaid');
  expect(await page.textContent(".missing")).toContain("the cause");
  expect(complaints).toEqual([]);
});

test("keys choose an alarm, open its sheet and acknowledge it", async () => {
  await go("#/alarms");
  await row(RATIONALISED).waitFor();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await page.waitForSelector(".sheet-page");
  await page.keyboard.press("a");
  await row(RATIONALISED).waitFor();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press(" ");
  await expect.poll(() => page.textContent(".act-outcome")).toBe("1 acknowledged.");
  await letterOf(RATIONALISED, "C");
});

test("shelving needs a reason, says when it ends, and is accounted for on the shelf page", async () => {
  await row(RATIONALISED).locator("input[type=checkbox]").check();
  await page.keyboard.press("s");
  const dialog = page.locator("dialog.act[open]");
  await dialog.locator("button.primary").click();
  expect(await dialog.textContent()).toContain("Say why");
  await dialog.locator("label input").first().fill("thermometer lies in the sun");
  await dialog.locator('button:text-is("30 min")').click();
  expect(await dialog.textContent()).toMatch(/Comes back in 30:00, at \d\d:\d\d:\d\d/);
  await dialog.locator("button.primary").click();
  await expect.poll(() => page.locator("dialog[open]").count()).toBe(0);
  await expect.poll(() => page.textContent(".act-outcome")).toBe("1 shelved.");
  await expect.poll(() => page.textContent(".hidden-total")).toBe("1");
  await page.keyboard.press("h");
  const entry = page.locator(`.shelf-row:has(b:text-is("${RATIONALISED} far too high"))`);
  await entry.waitFor();
  const words = await entry.textContent();
  for (const said of ["ada", "thermometer lies in the sun", "never", "Active now"])
    expect(words).toContain(said);
  expect(words).toMatch(/in (30:00|29:\d\d)/);
  await picture(page, "shelf");
  await reactionTime(page);
  await entry.locator("text=Unshelve").click();
  await expect.poll(() => entry.count()).toBe(0);
  await expect.poll(() => page.textContent(".hidden-total")).toBe("0");
  await go("#/alarms");
  await letterOf(RATIONALISED, "C");
  expect(complaints).toEqual([]);
});

test("an acknowledgement that comes too late is refused, and the row says what changed", async () => {
  const tag = "WW.PU302.KI";
  await bias(tag, true);
  await letterOf(tag, "B");
  let letThrough: () => void = () => undefined;
  const held = new Promise<void>((settle) => {
    letThrough = settle;
  });
  await page.route("**/api/acknowledge", async (route) => {
    await held;
    await route.continue();
  });
  await row(tag).locator("button.acknowledge").click();
  await page.waitForSelector("button.acknowledge:has-text('Sending')");
  await bias(tag, false);
  await letterOf(tag, "D");
  await bias(tag, true);
  await letterOf(tag, "B");
  letThrough();
  const refusal = row(tag).locator(".refusal");
  await refusal.waitFor();
  const words = await refusal.textContent();
  expect(words).toContain("Not acknowledged: new occurrence");
  expect(words).toMatch(/Since you looked: it came back at \d\d:\d\d:\d\d \(occurrence 2\)/);
  expect(await page.textContent(".act-outcome")).toBe("0 acknowledged, 1 refused.");
  await letterOf(tag, "B");
  await picture(page, "refused");
  await page.unroute("**/api/acknowledge");
  await reactionTime(page);
  await row(tag).locator("button.acknowledge").click();
  await letterOf(tag, "C");
  expect(await refusal.count()).toBe(0);
});

test("only engineers and supervisors take alarms out of service", async () => {
  await row(RATIONALISED).locator("input[type=checkbox]").check();
  expect(await page.isDisabled(".acts >> text=Out of service")).toBe(true);
  await page.keyboard.press("Escape");
  const { page: desk } = await open(await signIn("eve", "engineer"), server.address, "#/");
  await go(sheetHash(RATIONALISED), desk);
  await desk.click(".sheet-acts >> text=Out of service");
  const dialog = desk.locator("dialog.act[open]");
  await dialog.locator("label input").fill("thermometer is calibrated");
  await dialog.locator("button.primary").click();
  await desk.waitForSelector(".sheet-overrides:has-text('thermometer is calibrated')");
  await expect.poll(() => page.textContent(".hidden-total")).toBe("1");
  await reactionTime(desk);
  await desk.click(".sheet-acts >> text=Return to service");
  await expect.poll(() => page.textContent(".hidden-total")).toBe("0");
  await desk.close();
  await letterOf(RATIONALISED, "B");
});

test("a mode suppresses by design, and what it hides is listed with its reason", async () => {
  await go("#/system/river");
  await page.click(".mode-state >> text=Change");
  const dialog = page.locator("dialog.act[open]");
  await dialog.locator('button:text-is("shut-down")').click();
  await dialog.locator("label input").fill("filter wash");
  await dialog.locator("button.primary").click();
  await page.waitForSelector(".mode-state:has-text('shut-down')");
  await go("#/shelf");
  await page.waitForSelector(`.shelf-row:has-text("${RATIONALISED}"):has-text("by logic only")`);
  await go("#/system/river");
  await page.click(".mode-state >> text=Change");
  await page.locator('dialog.act[open] button:text-is("running")').click();
  await page.locator("dialog.act[open] label input").fill("filter washed");
  await page.locator("dialog.act[open] button.primary").click();
  await page.waitForSelector(".mode-state:has-text('running')");
  await expect.poll(() => page.textContent(".hidden-total")).toBe("0");
});

test("a flood is said on every page, and changes the list without hiding anything", async () => {
  await go("#/");
  for (const tag of GROUP) {
    // The second one after the first has been seen: that is which came first by the source's clock.
    await bias(tag, true);
    await page.waitForSelector(`.strip-alarm:has-text("${tag}")`);
  }
  const others = RAISABLE.filter(
    ({ tag, system }) => system !== "hill" && !(GROUP as readonly string[]).includes(tag),
  );
  for (const { tag } of others) await bias(tag, true);
  await page.waitForSelector(".strip-flood", { timeout: 30_000 });
  await go("#/alarms");
  await page.waitForSelector(".flood-banner");
  const banner = await page.textContent(".flood-banner");
  expect(banner).toContain("Process desk");
  expect(banner).toMatch(/since \d\d:\d\d:\d\d/);
  expect(banner).toMatch(/1\d in 1 min/);
  const first = page.locator('section:has(h2:has-text("First out"))');
  expect(await first.textContent()).toContain(`${GROUP[0]} far too high`);
  expect(await first.locator(".first-out").first().textContent()).toBe("1st");
  expect(await countsOfTiles()).toBe(await total());
  expect(complaints).toEqual([]);
});

test("a second fault in a system that was calm has a lane of its own", async () => {
  const lane = page.locator(".lane");
  expect(await lane.textContent()).toContain("None so far");
  await bias(SECOND_FAULT, true);
  await lane.locator(`text=${SECOND_FAULT} far too high`).waitFor({ timeout: 20_000 });
  expect(await lane.textContent()).toContain("Hill booster");
  await picture(page, "flood");
  const tile = page.locator('.flood-tile:has(h2:text-is("Hill booster"))');
  expect(await tile.textContent()).toContain(SECOND_FAULT);
});

test("the full list is one key away, with every alarm that the tiles count", async () => {
  const all = await total();
  await page.keyboard.press("f");
  await page.waitForSelector(".alarm-rows");
  expect(await page.locator(".alarm-rows .alarm-row").count()).toBe(all);
  await page.keyboard.press("v");
  await page.waitForSelector(".alarm-heading:has-text('Borehole field')");
  await page.keyboard.press("v");
  await page.keyboard.press("f");
  await page.waitForSelector(".flood-banner");
});

test("silence stops the sound and acknowledges nothing; what comes next sounds again", async () => {
  const waiting = await page.textContent(".waiting");
  expect(await page.isEnabled(".strip-silence")).toBe(true);
  await page.keyboard.press("n");
  await expect.poll(() => page.isDisabled(".strip-silence")).toBe(true);
  expect(await page.textContent(".act-outcome")).toMatch(/^\d+ silenced\.$/);
  expect(await page.textContent(".waiting")).toBe(waiting);
  const before = await bursts();
  await bias("WW.PU502.KI", true);
  await expect.poll(bursts, { timeout: 5_000 }).toBeGreaterThan(before);
  expect(await page.isEnabled(".strip-silence")).toBe(true);
});

test("the sound check is confirmed by a person, after every sound was played", async () => {
  await go("#/sound");
  const confirm = page.locator("text=I hear all of them");
  expect(await confirm.isDisabled()).toBe(true);
  const before = await bursts();
  for (const button of await page.locator(".sounds button").all()) await button.click();
  expect(await bursts()).toBeGreaterThanOrEqual(before + 8);
  await confirm.click();
  await page.waitForSelector("text=ada heard all of them");
});

test("the journal tells of the flood, and finds a word", async () => {
  await go("#/journal");
  await page.click('.choice >> text="Floods, modes"');
  await page.waitForSelector(".journal-row.kind-flood:has-text('alarm flood began')");
  await expect.poll(() => page.locator(".journal-row.kind-alarm").count()).toBe(0);
  await page.waitForSelector(".journal-row.kind-mode:has-text('River works')");
  await page.click('.choice >> text="All"');
  await page.fill(".journal-page input[type=search]", "thermometer lies");
  await page.waitForSelector(".journal-row:has-text('thermometer lies in the sun')");
  await expect
    .poll(() =>
      page.locator(".journal-row:not(.journal-head):not(:has-text('thermometer'))").count(),
    )
    .toBe(0);
  await page.locator(".journal-row.kind-alarm .journal-subject a").first().click();
  await page.waitForSelector(".sheet-page");
});

test("figures, worklist and advice are worked out from what has happened", async () => {
  await go("#/figures");
  const line = (title: string) => page.locator(`.figure-table tr:has(b:text-is("${title}"))`);
  await line("Annunciations").waitFor({ timeout: 30_000 });
  const shown = async (): Promise<number> =>
    Number.parseFloat((await line("Annunciations").locator(".figure-number").textContent())!);
  await expect.poll(shown, { timeout: 90_000, interval: 1_000 }).toBeGreaterThan(14);
  await page.waitForSelector(".load-plot canvas");
  expect(await line("Most in 10 minutes").textContent()).toMatch(/Needs (attention|a plan)/);
  expect(await page.textContent(".load-panel")).toContain("1 flood");
  await picture(page, "figures");
  await page.keyboard.press("b");
  await page.waitForSelector(".worklist-page");
  await page.waitForSelector(".work-row:not(.work-head)", { timeout: 30_000 });
  await go("#/rationalisation");
  await page.waitForSelector(`.finding-row:has-text("${GROUP[0]}"):has-text("the cause")`);
  await go(`#/advice/${encodeURIComponent(alarmName(RATIONALISED))}`);
  await page.waitForSelector(".advice-body >> text=Why this page never changes a setting");
  expect(complaints).toEqual([]);
}, 150_000);

test("when the flood is over the list comes back by itself, and everything is still on it", async () => {
  await go("#/alarms");
  await awayFromTheList();
  await page.waitForSelector(".strip-flood", { state: "detached", timeout: 120_000 });
  await page.waitForSelector(".alarm-rows");
  expect(await page.locator(".flood-banner").count()).toBe(0);
  expect(await page.locator(".alarm-rows .alarm-row").count()).toBe(await total());
  expect(await total()).toBeGreaterThanOrEqual(RAISABLE.length - 1);
}, 150_000);

/** Counts bursts that are handed to the audio clock; runs in the page, before its own script. */
function countBursts(): void {
  const counted = globalThis as unknown as { bursts: number };
  counted.bursts = 0;
  const { start } = AudioBufferSourceNode.prototype;
  AudioBufferSourceNode.prototype.start = function (...when) {
    counted.bursts++;
    return start.apply(this, when);
  };
}

const bursts = (): Promise<number> =>
  page.evaluate(() => (globalThis as unknown as { bursts: number }).bursts);

async function total(): Promise<number> {
  return Number.parseInt((await page.textContent(".act-status"))!, 10);
}

async function countsOfTiles(): Promise<number> {
  const counts = await page.locator(".flood-tile .priority-counts b").allTextContents();
  return counts.reduce((sum, n) => sum + Number(n), 0);
}
