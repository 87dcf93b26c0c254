/**
 * A page on the alarm list during bursts, for `bench/alarm_room_burst_page.py`: when every alarm is counted and
 * the first rows are painted. Not a test. Arguments: address, cookie, number of alarms of a burst.
 *
 * Says "ready" once the list is live, watches until its input ends, then prints one line of JSON.
 */

import { once } from "node:events";
import { launch, open, SOUND_ALLOWED } from "./open";

/** Instants in ms since 1970 by the page's clock. */
export interface SeenBurst {
  /** The first frame after one that counts any alarm. */
  first_ms: number;
  /** The first frame after one that counts all and has rows of unacknowledged alarms. */
  shown_ms: number;
  /** Rows of alarms in the document then. */
  rows: number;
}

export interface SeenPage {
  bursts: SeenBurst[];
  /** Begin [ms since 1970] and length [ms] of every task above 50 ms. */
  long_tasks: [number, number][];
}

/** Runs in the page. Looks once a frame; a frame that finds a state counts it as painted in the next. */
function watch(alarms: number): void {
  const seen: SeenPage = { bursts: [], long_tasks: [] };
  Object.assign(window, { seen });
  new PerformanceObserver((list) => {
    for (const { startTime, duration } of list.getEntries())
      seen.long_tasks.push([performance.timeOrigin + startTime, duration]);
  }).observe({ type: "longtask" });
  const now_ms = (): number => performance.timeOrigin + performance.now();
  let burst: SeenBurst | null = null;
  let counted = Number.NaN;
  const look = (): void => {
    // What the last frame found has been painted by now.
    if (burst !== null && counted > 0 && burst.first_ms === 0) burst.first_ms = now_ms();
    if (burst !== null && burst.rows > 0 && burst.shown_ms === 0) {
      burst.shown_ms = now_ms();
      seen.bursts.push(burst);
    }
    counted = Number.parseInt(document.querySelector(".act-status > span")?.textContent ?? "", 10);
    if (counted === 0) burst = { first_ms: 0, shown_ms: 0, rows: 0 };
    else if (counted === alarms && burst !== null && burst.rows === 0)
      burst.rows = document.querySelectorAll(
        ".virtual-list .alarm-row.letter-B, .flood-line.letter-B",
      ).length;
    requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}

async function main(): Promise<void> {
  const [address, cookie, alarms] = process.argv.slice(2) as [string, string, string];
  const [name = "", value = ""] = cookie.split("=", 2);
  const browser = await launch(SOUND_ALLOWED);
  try {
    const context = await browser.newContext({ viewport: { width: 1920, height: 1080 } });
    await context.addCookies([{ name, value, url: address }]);
    const { page, complaints } = await open(context, address, "#/alarms");
    await page.waitForSelector(".act-status");
    await page.evaluate(watch, Number(alarms));
    console.log("ready");
    await once(process.stdin.resume(), "end");
    const seen = await page.evaluate(() => (window as unknown as { seen: SeenPage }).seen);
    console.log(JSON.stringify({ ...seen, complaints }));
  } finally {
    await browser.close();
  }
}

await main();
