/** Acting on alarms: what is quoted, what is under way, what became of it, and why something was refused. */

import { signal } from "@preact/signals";
import { applies, VERBS, type Verb } from "../lib/alarm_acts";
import { inLocalTime } from "../lib/format";
import { whatChanged } from "../lib/what_changed";
import type { AlarmBody, AlarmCommandRequest, CommandResult } from "../schema";
import { COMMAND_ITEMS_MAX, postAcknowledge, postAlarmCommand, RequestError } from "./api";
import { serverNow_ms, steady_ms } from "./clock";
import type { Desk } from "./desk";

export interface AlarmRefusal {
  readonly verb: Verb;
  /** What the person had before them. */
  readonly seen: AlarmBody;
  /** The server's words, or why it could not be asked. */
  readonly text: string;
}

/** What is asked beside the verb and the alarms. */
export type Particulars = Pick<AlarmCommandRequest, "reason" | "duration_ms" | "one_shot">;

const NOTHING_MORE: Particulars = { reason: "", duration_ms: 0, one_shot: false };

/** Alarms with an act under way. */
export const underWay = signal<ReadonlyMap<number, Verb>>(new Map());
/** Why the last act on an alarm was refused. */
export const refusals = signal<ReadonlyMap<number, AlarmRefusal>>(new Map());
/** What became of the last request, for the status line; empty at first. */
export const outcome = signal("");

/** Alarms as they were on the screen when the key went down, those for which the act means something. */
export function seenNow(desk: Desk, verb: Verb, alarms: readonly number[]): AlarmBody[] {
  const now_ms = steady_ms();
  return alarms
    .map((alarm) => desk.alarms.seen(alarm, now_ms))
    .filter((body): body is AlarmBody => body !== undefined && applies(verb, body));
}

const NOTHING_WORDS: Partial<Record<Verb, string>> = {
  acknowledge: "Nothing here waits to be acknowledged.",
  silence: "Nothing here sounds.",
  reset:
    "Nothing here can be reset: a latch opens once the alarm is acknowledged and its process normal.",
};

const TOO_SOON = "This changed just as you acted, so nothing was sent. Look, then act again.";

/** Why an act has nothing to act on: what it is for came a moment ago, too late to be meant, or is not there. */
function whyNothing(desk: Desk, verb: Verb, alarms: readonly number[]): string {
  const nowMeant = alarms.some((alarm) => {
    const body = desk.alarms.get(alarm);
    return body !== undefined && applies(verb, body);
  });
  return nowMeant ? TOO_SOON : (NOTHING_WORDS[verb] ?? "This means nothing for the alarms chosen.");
}

/** One act on alarms as they are seen at this moment. */
export async function actNow(desk: Desk, verb: Verb, alarms: readonly number[]): Promise<boolean> {
  const seen = seenNow(desk, verb, alarms);
  if (seen.length > 0) return act(verb, seen);
  outcome.value = whyNothing(desk, verb, alarms);
  return false;
}

/**
 * One act on alarms as they were seen. True when every one of them was done; what was refused stands in
 * `refusals`. Each request carries at most as many as the server takes; a refused one does not end the rest.
 */
export async function act(
  verb: Verb,
  seen: readonly AlarmBody[],
  particulars: Particulars = NOTHING_MORE,
): Promise<boolean> {
  underWay.value = new Map([
    ...underWay.value,
    ...seen.map(({ alarm }) => [alarm, verb] as [number, Verb]),
  ]);
  let refused = 0;
  for (let at = 0; at < seen.length; at += COMMAND_ITEMS_MAX) {
    const part = seen.slice(at, at + COMMAND_ITEMS_MAX);
    refused += record(verb, part, await ask(verb, part, particulars));
  }
  const still = new Map(underWay.value);
  for (const { alarm } of seen) still.delete(alarm);
  underWay.value = still;
  const done = seen.length - refused;
  outcome.value = `${done} ${VERBS[verb].done}${refused === 0 ? "" : `, ${refused} refused`}.`;
  return refused === 0;
}

/** Silences what sounds, most urgent first. */
export function silenceAll(desk: Desk): Promise<boolean> {
  return actNow(
    desk,
    "silence",
    desk.alarms.list("priority").map((body) => body.alarm),
  );
}

async function ask(
  verb: Verb,
  seen: readonly AlarmBody[],
  particulars: Particulars,
): Promise<readonly CommandResult[]> {
  const items = seen.map(({ alarm, occurrence, revision }) => ({ alarm, occurrence, revision }));
  try {
    const answer =
      verb === "acknowledge"
        ? await postAcknowledge(items)
        : await postAlarmCommand({ verb, items, ...particulars });
    return answer.results;
  } catch (error) {
    const detail = error instanceof RequestError ? error.message : String(error);
    return items.map(({ alarm }) => ({
      id: String(alarm),
      done: false,
      reason: "not sent",
      detail,
    }));
  }
}

/** Keeps what was refused beside its alarm; returns how many. */
function record(verb: Verb, seen: readonly AlarmBody[], results: readonly CommandResult[]): number {
  const next = new Map(refusals.value);
  let refused = 0;
  seen.forEach((body, at) => {
    const result = results[at];
    next.delete(body.alarm);
    if (result?.done) return;
    refused++;
    const text = result === undefined ? "the server gave no answer" : resultWords(result);
    next.set(body.alarm, { verb, seen: body, text });
  });
  refusals.value = next;
  return refused;
}

/** "reason: detail", or the one of the two there is; times of day are local, as everywhere on the console. */
export function resultWords(result: CommandResult): string {
  const reason = result.reason.replaceAll("_", " ");
  const detail = inLocalTime(result.detail, serverNow_ms());
  return [reason, detail].filter((part) => part !== "").join(": ");
}

/** "Not acknowledged: changed since: ... Since you looked: it is critical, was high." */
export function refusalWords(refusal: AlarmRefusal, now: AlarmBody | undefined): string {
  const changes = whatChanged(refusal.seen, now);
  const since = changes.length === 0 ? "" : ` Since you looked: ${changes.join("; ")}.`;
  return `Not ${VERBS[refusal.verb].done}: ${refusal.text}.${since}`.replaceAll("..", ".");
}

export function forgetRefusal(alarm: number): void {
  const next = new Map(refusals.value);
  next.delete(alarm);
  refusals.value = next;
}
