/** A server of a test's own, on a site of its own, beside the one that all tests share. */

import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";

const ROOT = resolve(import.meta.dirname, "../..");
const PYTHON = process.env.WAKEFUL_PYTHON ?? join(ROOT, ".venv/bin/python");
const START_MS_MAX = 300_000;
const STOP_MS_MAX = 30_000;

export interface OwnServer {
  readonly address: string;
  /** A one-time link for a person of this role. */
  link(name: string, role: string): string;
  stop(): Promise<void>;
}

/** Starts `wakeful up` on a site with these files; resolves once it says where it listens. */
export async function startServer(files: Record<string, string>): Promise<OwnServer> {
  const folder = mkdtempSync(join(tmpdir(), "wakeful-browser-"));
  const [site, data] = [join(folder, "site"), join(folder, "data")];
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(site, name)), { recursive: true });
    writeFileSync(join(site, name), text);
  }
  const up = ["-u", "-m", "wakeful.cli.main", "up", site, "--data", data, "--port", "0"];
  const child = spawn(PYTHON, up, { cwd: ROOT, stdio: ["ignore", "pipe", "pipe"] });
  const stop = async (): Promise<void> => {
    await ended(child);
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    const address = await addressOf(child);
    const link = (name: string, role: string): string => {
      const ask = ["-m", "wakeful.cli.main", "link", data, "--name", name, "--role", role];
      const said = execFileSync(PYTHON, ask, { cwd: ROOT, encoding: "utf8" });
      return /\S+\/sign-in\?key=\S+/.exec(said)![0];
    };
    return { address, link, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function addressOf(child: ChildProcess): Promise<string> {
  return new Promise((settle, fail) => {
    let said = "";
    const timer = setTimeout(
      () => fail(new Error(`the server is not ready:\n${said}`)),
      START_MS_MAX,
    );
    const hear = (chunk: Buffer): void => {
      said += chunk;
      const link = /(http:\S+)\/sign-in\?key=/.exec(said);
      if (link === null) return;
      clearTimeout(timer);
      settle(link[1]!);
    };
    child.stdout!.on("data", hear);
    child.stderr!.on("data", hear);
    child.once("exit", (code) => {
      clearTimeout(timer);
      fail(new Error(`the server ended with ${code}:\n${said}`));
    });
  });
}

/** Asks it to stop, as Ctrl-C would; kills what does not. */
function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return Promise.resolve();
  return new Promise((settle) => {
    const timer = setTimeout(() => child.kill("SIGKILL"), STOP_MS_MAX);
    child.once("exit", () => {
      clearTimeout(timer);
      settle();
    });
    child.kill("SIGTERM");
  });
}
