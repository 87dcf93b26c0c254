/** Takes pictures of the console while working on it: [SIGN_IN=link] node dev/picture.mjs URL FOLDER NAME=HASH[@WxH][!theme] */
import { chromium } from "playwright-core";

const [url, folder, ...wishes] = process.argv.slice(2);
const browser = await chromium.launch({
  executablePath: "/usr/bin/chromium",
  args: "--no-sandbox --disable-gpu --disable-quic --disable-background-networking --no-first-run --disable-component-update --disable-sync --autoplay-policy=no-user-gesture-required".split(
    " ",
  ),
});
const context = await browser.newContext();
if (process.env.SIGN_IN) await (await context.newPage()).goto(process.env.SIGN_IN);
for (const wish of wishes) {
  const [, name, hash, width = "1920", height = "1080", theme = "grey"] =
    /^(\w+)=([^@!]*)(?:@(\d+)x(\d+))?(?:!(\w+))?$/.exec(wish);
  const page = await context.newPage();
  await page.setViewportSize({ width: Number(width), height: Number(height) });
  page.on("console", (message) => message.type() === "error" && console.log(name, message.text()));
  page.on("pageerror", (error) => console.log(name, error.message));
  await page.addInitScript((chosen) => localStorage.setItem("wakeful.theme", chosen), theme);
  await page.goto(`${url}/#/${hash}`);
  await page.waitForSelector("main");
  await page.waitForTimeout(Number(process.env.WAIT_MS ?? 2500));
  await page.screenshot({ path: `${folder}/${name}.png` });
  await page.close();
}
await browser.close();
