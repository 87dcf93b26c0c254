/** Operating, drilling and acknowledging on the real server and its simulated plant. */

import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import type { EquipmentBody, SiteBody, SourceBody } from "../src/schema";
import { launch, open, picture, readSite, SOUND_ALLOWED } from "./open";

const address = inject("address");
let browser: Browser;
let context: BrowserContext;
let page: Page;
let site: SiteBody;
let pump: EquipmentBody;
let source: SourceBody;

beforeAll(async () => {
  browser = await launch(SOUND_ALLOWED);
  context = await browser.newContext({
    storageState: inject("signedIn"),
    viewport: { width: 1920, height: 1080 },
  });
  ({ page } = await open(context, address));
  site = await readSite(page);
  // The last such pump: the drill below trips one that runs, the first it finds.
  pump = site.equipment.findLast(
    (one) => one.kind === "pump" && one.controls.some((control) => control.needs_manual),
  )!;
  source = site.sources.find(
    (one) => one.simulated && one.faults.some((fault) => fault.name === "pump_trip"),
  )!;
  await go(`#/system/${pump.system}`);
});
afterAll(() => browser.close());

async function go(hash: string): Promise<void> {
  await page.evaluate((to) => {
    location.hash = to;
  }, hash);
  await page.waitForSelector("#page > *");
}

const card = () => page.locator(`details.equipment:has(b:text-is("${pump.name}"))`);

async function press(control: string, label: string): Promise<void> {
  if ((await card().getAttribute("open")) === null) await card().locator("summary").click();
  const row = card().locator(`.control:has(.control-name:text-is("${control}"))`);
  await row.locator(`button:text-is("${label}")`).click();
  const dialog = page.locator("dialog.confirm[open]");
  expect(await dialog.textContent()).toContain(pump.name);
  expect(await dialog.textContent()).toContain(label);
  await dialog.locator("text=Send").last().click();
}

test("a command is confirmed by a person, sent, and stays unconfirmed until the feedback agrees", async () => {
  const [run, mode] = ["run", "mode"].map(
    (name) => pump.controls.find((control) => control.name === name)!,
  );
  await press("mode", "MANUAL");
  await page.waitForSelector('.operation.confirmed:has-text("MANUAL")', { timeout: 20_000 });
  const running =
    (await card().locator(`[aria-label="${pump.name} run"] [aria-pressed=true]`).textContent()) ??
    "";
  const other = run!.labels.find((label) => label !== running)!;
  await press("run", other);
  await page.waitForSelector(`.operation:has-text("${other}")`);
  await page.waitForSelector(`.operation.confirmed:has-text("${other}")`, { timeout: 30_000 });
  await press("run", running);
  await page.waitForSelector(`.operation.confirmed:has-text("${running}")`, { timeout: 30_000 });
  await press("mode", "AUTO");
  await page.waitForSelector('.operation.confirmed:has-text("AUTO")', { timeout: 20_000 });
  expect(mode!.labels).toContain("AUTO");
});

test("cancelling sends nothing", async () => {
  let sent = 0;
  page.on("request", (request) => {
    if (request.url().endsWith("/api/operate")) sent++;
  });
  await card().locator('button:text-is("MANUAL")').click();
  await page.click("dialog.confirm >> text=Cancel");
  await expect.poll(() => page.locator("dialog[open]").count()).toBe(0);
  expect(sent).toBe(0);
});

test("in AUTO the console locks the control, and the server refuses it whoever asks", async () => {
  const row = card().locator('.control:has(.control-name:text-is("run"))');
  await expect.poll(() => row.locator("button").first().isDisabled()).toBe(true);
  const answer = await page.evaluate(async (equipment) => {
    const body = JSON.stringify({ equipment, control: "run", value: 1, reason: "" });
    const headers = { "content-type": "application/json" };
    return (await fetch("/api/operate", { method: "POST", headers, body })).json();
  }, pump.name);
  expect(answer.results[0]).toMatchObject({ done: false, reason: "in_auto" });
  await go("#/journal");
  await page.click("text=Refused");
  await expect.poll(() => page.textContent(".journal-page .virtual-list")).toContain(pump.name);
  expect(await page.textContent(".journal-row.kind-refused")).toContain("in auto");
});

test("a drill fault, marked as a simulation, raises an alarm", async () => {
  await go(`#/system/${pump.system}`);
  const victim = await runningPump();
  await page.click('.tabs button:has-text("Drill faults")');
  expect(await page.textContent(".drill")).toContain("SIMULATION");
  const panel = page.locator(`.drill-source:has(b:text-is("${source.id}"))`);
  await panel.locator("select").first().selectOption("pump_trip");
  await panel.locator("select").nth(1).selectOption(victim);
  await panel.locator("text=Start fault").click();
  await panel.locator(".drill-active").waitFor();
  await picture(page, "drill");
  await page.waitForSelector(".alarm-line.letter-B", { timeout: 45_000 });
});

test("an acknowledgement of another occurrence is refused, and the row says why", async () => {
  await page.route("**/api/acknowledge", async (route) => {
    const body = route.request().postDataJSON() as { items: { occurrence: number }[] };
    const items = body.items.map((item) => ({ ...item, occurrence: item.occurrence + 1 }));
    await route.continue({ postData: JSON.stringify({ items }) });
  });
  await go(`#/alarms?system=${pump.system}`);
  await page.locator(".alarm-row button.acknowledge").first().click();
  await page.waitForSelector(".alarm-row .refusal:has-text('Not acknowledged')");
  expect(await page.textContent(".act-outcome")).toContain("1 refused");
  expect(await page.locator(".alarm-row.letter-B").count()).toBeGreaterThan(0);
  await page.unroute("**/api/acknowledge");
});

test("an acknowledgement of what is on the screen is done", async () => {
  await picture(page, "alarms");
  const row = page.locator(".alarm-row.letter-B").first();
  const name = await row.locator(".alarm-what b").textContent();
  await row.locator("button.acknowledge").click();
  await expect.poll(() => page.textContent(".act-outcome")).toContain("1 acknowledged");
  await page.mouse.move(5, 5);
  await page.waitForSelector(`.alarm-row.letter-C:has-text("${name}")`);
  expect(await page.locator(".alarm-row .refusal").count()).toBe(0);
});

test("the drill is ended from the same panel", async () => {
  await go(`#/system/${pump.system}`);
  await page.click('.tabs button:has-text("Drill faults")');
  await page.locator(".drill-active button").first().click();
  await expect.poll(() => page.locator(".drill-active").count()).toBe(0);
});

/** A pump that runs now: only that one can trip. */
async function runningPump(): Promise<string> {
  for (const one of site.equipment) {
    if (one.kind !== "pump" || one.system !== pump.system) continue;
    const line = page.locator(`details.equipment:has(b:text-is("${one.name}")) .equipment-states`);
    if ((await line.textContent())?.includes("start")) return one.name;
  }
  throw new Error("no pump runs");
}
