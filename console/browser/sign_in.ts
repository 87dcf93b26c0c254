/** Signs in once for all the tests: the link works only once. */

import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { launch } from "./open";

declare module "vitest" {
  export interface ProvidedContext {
    address: string;
    /** File with the cookies of a signed-in operator. */
    signedIn: string;
  }
}

function required(name: string): string {
  const value = process.env[name];
  if (value) return value;
  throw new Error(
    `${name} is not set: start a server and give WAKEFUL_URL (its address) and WAKEFUL_SIGN_IN (a one-time operator link)`,
  );
}

export default async function signIn(project: TestProject): Promise<void> {
  const address = required("WAKEFUL_URL").replace(/\/$/, "");
  const file = join(mkdtempSync(join(tmpdir(), "wakeful-browser-")), "signed-in.json");
  const browser = await launch();
  try {
    const context = await browser.newContext();
    const page = await context.newPage();
    const answer = await page.goto(required("WAKEFUL_SIGN_IN"));
    if (!answer?.ok())
      throw new Error(`signing in failed: ${answer?.status()} ${await answer?.text()}`);
    await page.waitForSelector(".top-bar");
    await context.storageState({ path: file });
  } finally {
    await browser.close();
  }
  project.provide("address", address);
  project.provide("signedIn", file);
}
