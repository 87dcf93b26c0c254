import { expect, test, vi } from "vitest";
import { encodeFrame } from "../lib/frame";
import { type Socket, Stream } from "./stream";

class HeldSocket implements Socket {
  binaryType = "";
  onopen: (() => void) | null = null;
  onclose: (() => void) | null = null;
  onmessage: ((event: { data: unknown }) => void) | null = null;
  sent: string[] = [];
  closed = false;
  send(text: string): void {
    this.sent.push(text);
  }
  close(): void {
    this.closed = true;
  }
}

function makeStream() {
  const sockets: HeldSocket[] = [];
  const delays: number[] = [];
  const waiting: (() => void)[] = [];
  const heard: string[] = [];
  const stream = new Stream(
    {
      message: (message) => heard.push(message.type),
      frame: (frame) => heard.push(`frame of ${frame.tags.length}`),
      open: (open, attempts) => heard.push(open ? "open" : `closed ${attempts}`),
    },
    {
      connect: () => {
        sockets.push(new HeldSocket());
        return sockets.at(-1)!;
      },
      later: (run, delay_ms) => {
        delays.push(delay_ms);
        waiting.push(run);
        return () => waiting.splice(waiting.indexOf(run), 1);
      },
      random: () => 0.5,
    },
  );
  return { stream, sockets, delays, heard, wake: () => waiting.shift()?.() };
}

test("subscriptions are said on every connection, and again only when they change", () => {
  const { stream, sockets, wake } = makeStream();
  stream.subscribe(["a"]);
  stream.start();
  sockets[0]!.onopen!();
  stream.subscribe(["a"]);
  stream.subscribe(["a", "b"]);
  expect(sockets[0]!.sent.map((text) => JSON.parse(text).systems)).toEqual([["a"], ["a", "b"]]);
  sockets[0]!.onclose!();
  wake();
  sockets[1]!.onopen!();
  expect(JSON.parse(sockets[1]!.sent[0]!)).toEqual({ type: "subscribe", systems: ["a", "b"] });
});

test("attempts come slower and slower, and start over after a connection", () => {
  const { stream, sockets, delays, wake } = makeStream();
  stream.start();
  for (let n = 0; n < 4; n++) {
    sockets.at(-1)!.onclose!();
    wake();
  }
  expect(delays).toEqual([250, 500, 1_000, 2_000]);
  sockets.at(-1)!.onopen!();
  sockets.at(-1)!.onclose!();
  expect(delays.at(-1)).toBe(250);
});

test("text and binary are heard; what cannot be read is counted and ends nothing", () => {
  const complaints = vi.spyOn(console, "error").mockImplementation(() => undefined);
  const { stream, sockets, heard } = makeStream();
  stream.start();
  const socket = sockets[0]!;
  socket.onopen!();
  socket.onmessage!({ data: '{"type":"heartbeat"}' });
  socket.onmessage!({ data: "{" });
  socket.onmessage!({ data: new ArrayBuffer(3) });
  const one = { scan_ms: 0, values: [1], times_ms: [1], quality: [0], tags: [0] };
  socket.onmessage!({ data: encodeFrame(one) });
  expect(heard).toEqual(["open", "heartbeat", "frame of 1"]);
  expect(stream.refused).toBe(2);
  expect(complaints).toHaveBeenCalledTimes(2);
  complaints.mockRestore();
});

test("a restart leaves the old socket without a voice", () => {
  const { stream, sockets, heard } = makeStream();
  stream.start();
  stream.restart();
  expect(sockets).toHaveLength(2);
  expect(sockets[0]!.closed).toBe(true);
  expect(sockets[0]!.onmessage).toBeNull();
  expect(heard).toEqual([]);
});

test("after the end nothing is tried again", () => {
  const { stream, sockets, delays } = makeStream();
  stream.start();
  stream.end();
  expect(sockets).toHaveLength(1);
  expect(delays).toEqual([]);
});
