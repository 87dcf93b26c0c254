/** HTTP calls to the server. Each ends in time; a refusal comes back as the server's own words. */

import { signal } from "@preact/signals";
import type {
  AcknowledgeItem,
  Advice,
  AlarmCommandRequest,
  AlarmSheetBody,
  CommandResults,
  DisturbRequest,
  FiguresBody,
  HealthBody,
  HistoryBody,
  JournalBody,
  OperateRequest,
  RationalisationBody,
  SetModeRequest,
  SiteBody,
  WorklistBody,
} from "../schema";

/** True once the server said that this browser is not signed in. */
export const signedOut = signal(false);

const TIMEOUT_MS = 10_000;
/** Figures of a month and advice are worked out from the journal and the history while one waits. */
const TIMEOUT_LONG_MS = 120_000;

/** The server refused or did not answer; `message` says why in words for the operator. */
export class RequestError extends Error {
  readonly status: number;
  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

async function request(
  path: string,
  init: RequestInit = {},
  timeout_ms = TIMEOUT_MS,
): Promise<Response> {
  const limit = AbortSignal.timeout(timeout_ms);
  const signal = init.signal ? AbortSignal.any([init.signal, limit]) : limit;
  let response: Response;
  try {
    response = await fetch(path, { ...init, signal });
  } catch (error) {
    if (init.signal?.aborted) throw error;
    const late = error instanceof DOMException && error.name === "TimeoutError";
    throw new RequestError(
      0,
      late
        ? `the server did not answer in ${timeout_ms / 1_000} s`
        : "the server cannot be reached",
    );
  }
  if (response.status === 401) signedOut.value = true;
  if (!response.ok) throw new RequestError(response.status, await refusal(response));
  return response;
}

async function refusal(response: Response): Promise<string> {
  try {
    const body: unknown = await response.json();
    if (typeof body === "object" && body !== null && "error" in body) return String(body.error);
  } catch {
    // No JSON: the status has to do.
  }
  return `the server answered ${response.status}`;
}

async function getJSON<T>(path: string, signal?: AbortSignal, timeout_ms = TIMEOUT_MS): Promise<T> {
  return (await request(path, signal ? { signal } : {}, timeout_ms)).json() as Promise<T>;
}

async function post(path: string, body: unknown): Promise<Response> {
  return request(path, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
}

export const getHealth = (): Promise<HealthBody> => getJSON("/api/health");
export const getSite = (): Promise<SiteBody> => getJSON("/api/site");

export function getHistory(
  tag: string,
  from_ms: number,
  to_ms: number,
  buckets: number,
  signal?: AbortSignal,
): Promise<HistoryBody> {
  const query = new URLSearchParams({
    tag,
    from_ms: String(Math.floor(from_ms)),
    to_ms: String(Math.ceil(to_ms)),
    buckets: String(buckets),
  });
  return getJSON(`/api/history?${query}`, signal);
}

export interface JournalQuery {
  readonly before_sequence?: number;
  readonly limit?: number;
  readonly alarm?: string;
  readonly tag?: string;
  readonly system?: string;
  readonly from_ms?: number;
  readonly to_ms?: number;
  readonly text?: string;
  /** Types of record, with commas between. */
  readonly kinds?: string;
  readonly priority?: number;
}

export function getJournal(query: JournalQuery, signal?: AbortSignal): Promise<JournalBody> {
  const entries = Object.entries(query).map(([key, value]) => [key, String(value)]);
  return getJSON(`/api/journal?${new URLSearchParams(entries)}`, signal);
}

/** A stretch of time, ms since 1970 UTC. */
export interface Period {
  readonly from_ms: number;
  readonly to_ms: number;
}

const query = (fields: Record<string, string | number>): URLSearchParams =>
  new URLSearchParams(
    Object.entries(fields).map(([key, value]) => [
      key,
      typeof value === "number" ? String(Math.round(value)) : value,
    ]),
  );

/** Alarms are named by their place in the site. */
export const getAlarmSheet = (alarm: number, signal?: AbortSignal): Promise<AlarmSheetBody> =>
  getJSON(`/api/alarm-sheet?${query({ alarm })}`, signal);
export const getFigures = (period: Period, signal?: AbortSignal): Promise<FiguresBody> =>
  getJSON(`/api/alarm-figures?${query({ ...period })}`, signal, TIMEOUT_LONG_MS);
export const getWorklist = (period: Period, signal?: AbortSignal): Promise<WorklistBody> =>
  getJSON(`/api/alarm-worklist?${query({ ...period })}`, signal, TIMEOUT_LONG_MS);
export const getAdvice = (alarm: number, period: Period, signal?: AbortSignal): Promise<Advice> =>
  getJSON(`/api/alarm-advice?${query({ alarm, ...period })}`, signal, TIMEOUT_LONG_MS);
export const getRationalisation = (signal?: AbortSignal): Promise<RationalisationBody> =>
  getJSON("/api/rationalisation", signal, TIMEOUT_LONG_MS);

async function postCommand(path: string, body: unknown): Promise<CommandResults> {
  return (await post(path, body)).json() as Promise<CommandResults>;
}

/** At most 500 in one request; each is judged alone. */
export const COMMAND_ITEMS_MAX = 500;

export const postAcknowledge = (items: readonly AcknowledgeItem[]): Promise<CommandResults> =>
  postCommand("/api/acknowledge", { items });
export const postAlarmCommand = (order: AlarmCommandRequest): Promise<CommandResults> =>
  postCommand("/api/alarm-command", order);
export const postMode = (order: SetModeRequest): Promise<CommandResults> =>
  postCommand("/api/mode", order);
export const postOperate = (order: OperateRequest): Promise<CommandResults> =>
  postCommand("/api/operate", order);
export const postDisturb = (order: DisturbRequest): Promise<CommandResults> =>
  postCommand("/api/disturb", order);

export async function postConsoleState(sound: string): Promise<void> {
  await post("/api/console-state", { sound });
}

export async function postSignOut(): Promise<void> {
  await post("/api/sign-out", {});
  signedOut.value = true;
}
