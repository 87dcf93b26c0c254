/** The stream from the server: connects, hears, connects again. Knows no page and draws nothing. */

import { decodeFrame, type ValueFrame } from "../lib/frame";
import { backoff_ms } from "../lib/liveness";
import type { StreamMessage, Subscribe } from "../schema";

export interface StreamListener {
  message(message: StreamMessage): void;
  frame(frame: ValueFrame): void;
  /** The socket opened or closed; `closed` says how often in a row it could not be opened. */
  open(open: boolean, attempts: number): void;
}

/** Only what the stream needs of a WebSocket, so that a test can hand in its own. */
export interface Socket {
  binaryType: string;
  onopen: (() => void) | null;
  onclose: (() => void) | null;
  onmessage: ((event: { data: unknown }) => void) | null;
  send(text: string): void;
  close(): void;
}

export interface StreamTools {
  connect(): Socket;
  later(run: () => void, delay_ms: number): () => void;
  random(): number;
}

export class Stream {
  readonly #listener: StreamListener;
  readonly #tools: StreamTools;
  #socket: Socket | null = null;
  #open = false;
  #ended = false;
  #attempts = 0;
  #cancelRetry: (() => void) | null = null;
  #systems: readonly string[] = [];
  /** Messages that could not be read. */
  refused = 0;

  constructor(listener: StreamListener, tools: StreamTools) {
    this.#listener = listener;
    this.#tools = tools;
  }

  start(): void {
    this.#ended = false;
    this.#connect();
  }

  /** Systems whose every sample is wanted; said again on every connection. */
  subscribe(systems: readonly string[]): void {
    if (systems.join("\n") === this.#systems.join("\n")) return;
    this.#systems = [...systems];
    if (this.#open) this.#say();
  }

  /** Drops a socket that has gone silent and connects anew at once. */
  restart(): void {
    this.#cancelRetry?.();
    this.#drop();
    this.#connect();
  }

  end(): void {
    this.#ended = true;
    this.#cancelRetry?.();
    this.#drop();
  }

  #say(): void {
    const message: Subscribe = { type: "subscribe", systems: [...this.#systems] };
    this.#socket?.send(JSON.stringify(message));
  }

  #connect(): void {
    const socket = this.#tools.connect();
    this.#socket = socket;
    socket.binaryType = "arraybuffer";
    socket.onopen = () => {
      this.#open = true;
      this.#attempts = 0;
      this.#say();
      this.#listener.open(true, 0);
    };
    socket.onmessage = ({ data }) => this.#hear(data);
    socket.onclose = () => {
      if (this.#socket !== socket) return;
      this.#drop();
      this.#listener.open(false, ++this.#attempts);
      if (this.#ended) return;
      const delay_ms = backoff_ms(this.#attempts - 1, this.#tools.random());
      this.#cancelRetry = this.#tools.later(() => this.#connect(), delay_ms);
    };
  }

  #drop(): void {
    const socket = this.#socket;
    this.#socket = null;
    this.#open = false;
    if (socket === null) return;
    socket.onopen = socket.onclose = socket.onmessage = null;
    socket.close();
  }

  #hear(data: unknown): void {
    try {
      if (typeof data === "string") this.#listener.message(JSON.parse(data) as StreamMessage);
      else this.#listener.frame(decodeFrame(data as ArrayBuffer));
    } catch (error) {
      // One unreadable message must not end the stream; that it happened is shown in the page's log.
      this.refused++;
      console.error("message not understood", error);
    }
  }
}
