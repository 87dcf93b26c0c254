/** Starts the console: loads the site, opens the stream, and brings what it says to the desk. */

import { effect, signal } from "@preact/signals";
import type { StreamMessage } from "../schema";
import { getHealth, getSite, RequestError, signedOut } from "./api";
import { learnServerTime, serverNow_ms, steady_ms } from "./clock";
import { attempts, hearHeartbeat, hearSocket, startJudging } from "./connection";
import { desk, openDesk } from "./desk";
import { checkFeedback } from "./operations";
import { pumpSound } from "./sound";
import { type Socket, Stream } from "./stream";

/** Why the site could not be loaded; empty while it can. */
export const loadError = signal("");
/** Systems whose every sample is wanted by the page shown. */
export const wanted = signal<readonly string[]>([]);

let reloading = false;

async function loadSite(): Promise<boolean> {
  try {
    const body = await getSite();
    learnServerTime(body.server_time_ms);
    if (desk.peek() !== null && desk.peek()!.site.body.version !== body.version) location.reload();
    desk.value = openDesk(body);
    loadError.value = "";
    return true;
  } catch (error) {
    loadError.value = error instanceof RequestError ? error.message : String(error);
    return false;
  }
}

function hear(message: StreamMessage, stream: Stream): void {
  const open = desk.peek();
  if (message.type === "configuration") {
    const known = open?.site.body.configuration_sha256;
    if (known !== message.configuration_sha256) void changeSite(stream);
    return;
  }
  if (message.type === "heartbeat") {
    hearHeartbeat(message);
    if (open !== null) checkFeedback(open, serverNow_ms());
  } else if (reloading || open === null) {
    // What is said between two configurations has the indices of the other one.
    return;
  } else if (message.type === "alarms") {
    learnServerTime(message.server_time_ms);
    open.alarms.apply(message, steady_ms());
  } else if (message.type === "summaries") {
    const next = new Map(open.summaries.peek());
    for (const summary of message.summaries) next.set(summary.system, summary);
    open.summaries.value = next;
  } else if (message.type === "positions") {
    open.floods.apply(message.positions, open.alarms.all());
  }
  pumpSound();
}

async function changeSite(stream: Stream): Promise<void> {
  if (reloading) return;
  reloading = true;
  const loaded = await loadSite();
  reloading = false;
  if (loaded) stream.restart();
}

function openSocket(): Socket {
  const scheme = location.protocol === "https:" ? "wss:" : "ws:";
  return new WebSocket(`${scheme}//${location.host}/api/stream`) as unknown as Socket;
}

function openStream(): Stream {
  const stream: Stream = new Stream(
    {
      message: (message) => hear(message, stream),
      frame: (frame) => {
        if (!reloading) desk.peek()?.values.apply(frame);
      },
      open: (open, failures) => {
        hearSocket(open, failures);
        // A socket that is refused may mean that the session has ended: a request is told so with 401.
        if (!open) void getHealth().catch(() => undefined);
      },
    },
    {
      connect: openSocket,
      later: (run, delay_ms) => {
        const timer = setTimeout(run, delay_ms);
        return () => clearTimeout(timer);
      },
      random: Math.random,
    },
  );
  return stream;
}

const RETRY_MS = 2_000;

/** Returns once the site is there and the stream is open, or the server wants a sign-in. */
export async function startSession(): Promise<void> {
  while (!(await loadSite())) {
    if (signedOut.value) return;
    attempts.value++;
    await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
  }
  const stream = openStream();
  startJudging(() => stream.restart());
  stream.start();
  effect(() => stream.subscribe(wanted.value));
  effect(() => {
    if (signedOut.value) stream.end();
  });
}
