/** Acts that need a reason: shelving, and taking out of service. Bound to what was seen when they were asked for. */

import { signal } from "@preact/signals";
import { useEffect, useRef, useState } from "preact/hooks";
import { VERBS } from "../lib/alarm_acts";
import { endWords, lengthWords } from "../lib/countdown";
import { count } from "../lib/format";
import {
  longestShelf,
  REASON_LENGTH_MAX,
  shelfFault,
  shelfLengths,
  usualLength,
} from "../lib/shelving";
import { whatChanged } from "../lib/what_changed";
import type { AlarmBody } from "../schema";
import { act, outcome, refusals, refusalWords, seenNow } from "../state/alarm_commands";
import { now_ms } from "../state/clock";
import { type Desk, useDesk } from "../state/desk";
import { mayAct } from "../state/permission";
import { AlarmSymbol } from "./alarm_line";

type AskedVerb = "shelve" | "remove_from_service";

interface Question {
  readonly verb: AskedVerb;
  readonly seen: readonly AlarmBody[];
  /** The longest shelf that every one of them allows. */
  readonly shelve_ms_max: number;
}

const question = signal<Question | null>(null);
const questions = signal(0);

/** Asks about alarms as they were seen: those that are at rest, too, come as they last were. */
export function askAbout(desk: Desk, verb: AskedVerb, seen: readonly AlarmBody[]): void {
  if (seen.length === 0) {
    outcome.value = `Nothing here can be ${VERBS[verb].done}.`;
    return;
  }
  questions.value = questions.peek() + 1;
  const alarms = seen.map(({ alarm }) => alarm);
  question.value = { verb, seen, shelve_ms_max: longestShelf(desk.site.body, alarms) };
}

/** Asks about alarms of a list as they are on the screen at this moment. */
export function askAboutChosen(desk: Desk, verb: AskedVerb, alarms: readonly number[]): void {
  askAbout(desk, verb, seenNow(desk, verb, alarms));
}

export function AlarmDialog() {
  const asked = question.value;
  return asked === null ? null : <ActDialog key={questions.value} asked={asked} />;
}

const TITLES: Record<AskedVerb, string> = {
  shelve: "Shelve",
  remove_from_service: "Take out of service",
};

function ActDialog({ asked }: { asked: Question }) {
  const desk = useDesk();
  const dialog = useRef<HTMLDialogElement>(null);
  const { verb, shelve_ms_max } = asked;
  const [seen, setSeen] = useState(asked.seen);
  const [reason, setReason] = useState("");
  const [duration_ms, setDuration] = useState(usualLength(shelve_ms_max));
  const [oneShot, setOneShot] = useState(false);
  const [fault, setFault] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  useEffect(() => dialog.current?.showModal(), []);
  const close = (): void => {
    question.value = null;
  };
  const refused = seen.filter(({ alarm }) => refusals.value.get(alarm)?.verb === verb);
  const send = async (event: Event): Promise<void> => {
    event.preventDefault();
    const wrong =
      verb === "shelve"
        ? shelfFault(reason, duration_ms, shelve_ms_max)
        : shelfFault(reason, 1, Number.POSITIVE_INFINITY);
    setFault(wrong);
    if (wrong !== null || busy) return;
    setBusy(true);
    const shelf = verb === "shelve" ? { duration_ms, one_shot: oneShot } : NO_SHELF;
    // What was refused is quoted anew only by a second press, after its change has been shown.
    const now =
      refused.length === 0 ? seen : refused.map((body) => desk.alarms.get(body.alarm) ?? body);
    const done = await act(verb, now, { reason: reason.trim(), ...shelf });
    setBusy(false);
    if (done) close();
    else setSeen(now);
  };
  return (
    <dialog ref={dialog} class="dialog act" onClose={close}>
      <form onSubmit={(event) => void send(event)}>
        <h2>
          {TITLES[verb]}
          {seen.length > 1 && <small>{count(seen.length, "alarm")}</small>}
        </h2>
        <Concerned seen={refused.length > 0 ? refused : seen} />
        <label>
          Reason, for the journal
          <input
            autofocus
            value={reason}
            maxLength={REASON_LENGTH_MAX}
            onInput={(event) => setReason(event.currentTarget.value)}
          />
        </label>
        {verb === "shelve" ? (
          <ShelfFields
            ms_max={shelve_ms_max}
            duration_ms={duration_ms}
            setDuration={setDuration}
            oneShot={oneShot}
            setOneShot={setOneShot}
          />
        ) : (
          <p class="soft">
            It stays out of service until somebody returns it: there is no end by itself. What would
            have sounded is counted on the shelf page.
          </p>
        )}
        {fault !== null && (
          <p class="refusal" role="alert">
            {fault}
          </p>
        )}
        <div class="buttons">
          <button type="button" onClick={close}>
            {refused.length > 0 ? "Leave it" : "Cancel"}
          </button>
          <button type="submit" class="primary" disabled={busy || !mayAct()}>
            {busy
              ? "Sending\u2026"
              : refused.length > 0
                ? `${TITLES[verb]} as it is now`
                : TITLES[verb]}
          </button>
        </div>
      </form>
    </dialog>
  );
}

const NO_SHELF = { duration_ms: 0, one_shot: false };
const CONCERNED_MAX = 6;

/** The alarms it is about, each with what has changed since it was asked, or why it was refused. */
function Concerned({ seen }: { seen: readonly AlarmBody[] }) {
  const { site, alarms } = useDesk();
  return (
    <ul class="concerned">
      {seen.slice(0, CONCERNED_MAX).map((body) => {
        const definition = site.body.alarms[body.alarm]!;
        const now = alarms.get(body.alarm);
        const refusal = refusals.value.get(body.alarm);
        const changes = body.letter === "A" && now === undefined ? [] : whatChanged(body, now);
        const note =
          refusal !== undefined
            ? refusalWords(refusal, now)
            : changes.length > 0
              ? `Meanwhile: ${changes.join("; ")}.`
              : "";
        return (
          <li key={body.alarm}>
            <AlarmSymbol body={body} />
            <span>
              <b>{definition.message || definition.name}</b>{" "}
              <small>
                {definition.name}, occurrence {body.occurrence}
              </small>
            </span>
            {note !== "" && <span class="refusal">{note}</span>}
          </li>
        );
      })}
      {seen.length > CONCERNED_MAX && (
        <li class="soft">and {count(seen.length - CONCERNED_MAX, "more", "more")}</li>
      )}
    </ul>
  );
}

function ShelfFields(props: {
  ms_max: number;
  duration_ms: number;
  setDuration: (length_ms: number) => void;
  oneShot: boolean;
  setOneShot: (once: boolean) => void;
}) {
  const { duration_ms, oneShot } = props;
  const end = endWords(now_ms.value + duration_ms, now_ms.value);
  return (
    <>
      <fieldset class="lengths">
        <legend>
          For how long <small>(at most {lengthWords(props.ms_max)})</small>
        </legend>
        <div class="choice">
          {shelfLengths(props.ms_max).map((length_ms) => (
            <button
              type="button"
              key={length_ms}
              aria-pressed={length_ms === duration_ms}
              onClick={() => props.setDuration(length_ms)}
            >
              {lengthWords(length_ms)}
            </button>
          ))}
        </div>
      </fieldset>
      <label class="check">
        <input
          type="checkbox"
          checked={oneShot}
          onChange={(event) => props.setOneShot(event.currentTarget.checked)}
        />
        Only for one activation
      </label>
      <p class="shelf-end">
        {oneShot
          ? `Comes back when the alarm has returned to normal, at the latest ${end}.`
          : `Comes back ${end}.`}{" "}
        <span class="soft">If it is active then, it sounds and waits to be acknowledged.</span>
      </p>
    </>
  );
}
