/** The operating mode of a system: shown where it is known, changed where a person sets it. */

import { signal } from "@preact/signals";
import { useEffect, useRef, useState } from "preact/hooks";
import { REASON_LENGTH_MAX } from "../lib/shelving";
import { resultWords } from "../state/alarm_commands";
import { postMode, RequestError } from "../state/api";
import { useDesk } from "../state/desk";
import { mayAct } from "../state/permission";

const asked = signal<string | null>(null);

/** The mode of a system as the server last said; empty where it has none. */
export function useMode(system: string): string {
  return useDesk().summaries.value.get(system)?.mode ?? "";
}

/** The mode of a system with the button that changes it; nothing for a system without modes. */
export function ModeState({ system }: { system: string }) {
  const body = useDesk().site.systemByID.get(system);
  const mode = useMode(system);
  if (body === undefined || (body.modes.length === 0 && mode === "")) return null;
  const byTag = body.mode_tag !== "";
  return (
    <span class="mode-state">
      <span class="soft">Mode</span> <b>{mode === "" ? "none set" : mode}</b>
      {byTag ? (
        <small title={`The tag ${body.mode_tag} decides`}>by {body.mode_tag}</small>
      ) : (
        <button
          type="button"
          class="small"
          disabled={!mayAct()}
          onClick={() => (asked.value = system)}
        >
          Change{"\u2026"}
        </button>
      )}
    </span>
  );
}

export function ModeDialog() {
  const system = asked.value;
  return system === null ? null : <Change key={system} system={system} />;
}

function Change({ system }: { system: string }) {
  const { site } = useDesk();
  const dialog = useRef<HTMLDialogElement>(null);
  const present = useMode(system);
  const body = site.systemByID.get(system)!;
  const [mode, setMode] = useState(present);
  const [reason, setReason] = useState("");
  const [refusal, setRefusal] = useState("");
  const [busy, setBusy] = useState(false);
  useEffect(() => dialog.current?.showModal(), []);
  const close = (): void => {
    asked.value = null;
  };
  const send = async (event: Event): Promise<void> => {
    event.preventDefault();
    if (busy) return;
    setBusy(true);
    try {
      const result = (await postMode({ system, mode, reason: reason.trim() })).results[0];
      if (result?.done) close();
      else setRefusal(result ? resultWords(result) : "the server gave no answer");
    } catch (error) {
      setRefusal(error instanceof RequestError ? error.message : String(error));
    }
    setBusy(false);
  };
  return (
    <dialog ref={dialog} class="dialog act" onClose={close}>
      <form onSubmit={(event) => void send(event)}>
        <h2>Mode of {body.name}</h2>
        <div class="choice" role="group" aria-label="Mode">
          {body.modes.map((one) => (
            <button
              type="button"
              key={one}
              aria-pressed={one === mode}
              onClick={() => setMode(one)}
            >
              {one}
            </button>
          ))}
        </div>
        <p class="command-change">
          <span class="soft">{present === "" ? "none set" : present}</span> {"\u2192"}{" "}
          <b>{mode === "" ? "choose" : mode}</b>
        </p>
        <p class="soft">
          A mode switches limits and priorities of the system's alarms, and suppresses by design
          those that mean nothing in it. They are listed on the shelf page.
        </p>
        <label>
          Reason, for the journal
          <input
            value={reason}
            maxLength={REASON_LENGTH_MAX}
            onInput={(event) => setReason(event.currentTarget.value)}
          />
        </label>
        {refusal !== "" && (
          <p class="refusal" role="alert">
            Not changed: {refusal}.
          </p>
        )}
        <div class="buttons">
          <button type="button" onClick={close}>
            Cancel
          </button>
          <button
            type="submit"
            class="primary"
            disabled={busy || mode === present || reason.trim() === "" || !mayAct()}
          >
            Change mode
          </button>
        </div>
      </form>
    </dialog>
  );
}

/** The mode alone, where there is no room to change it. */
export function ModeMark({ system }: { system: string }) {
  const mode = useMode(system);
  return mode === "" ? null : (
    <span class="mode-mark" title="Operating mode">
      {mode}
    </span>
  );
}
