/** The step between pressing a button and moving the plant: says exactly what will be sent. */

import { signal } from "@preact/signals";
import { useEffect, useRef, useState } from "preact/hooks";
import { commandWords } from "../lib/confirmation";
import { formatReading } from "../lib/reading";
import { tagOf } from "../lib/site_index";
import type { ControlBody, EquipmentBody } from "../schema";
import { useDesk } from "../state/desk";
import { operate } from "../state/operations";
import { mayAct } from "../state/permission";

interface Question {
  readonly equipment: EquipmentBody;
  readonly control: ControlBody;
  readonly value: number;
  readonly feedback: number;
}

const question = signal<Question | null>(null);

export function askToOperate(asked: Question): void {
  question.value = asked;
}

export function ConfirmDialog() {
  const asked = question.value;
  return asked === null ? null : (
    <Confirm key={`${asked.equipment.name} ${asked.control.name}`} asked={asked} />
  );
}

function Confirm({ asked }: { asked: Question }) {
  const desk = useDesk();
  const dialog = useRef<HTMLDialogElement>(null);
  const [reason, setReason] = useState("");
  const { equipment, control, value, feedback } = asked;
  useEffect(() => dialog.current?.showModal(), []);
  const close = (): void => {
    question.value = null;
  };
  const send = (event: Event): void => {
    event.preventDefault();
    void operate(desk, equipment, control, value, reason.trim());
    close();
  };
  const tag = tagOf(desk.site, control.feedback_tag);
  const present =
    control.kind === "analogue" && tag !== undefined
      ? `${formatReading(tag, feedback)} ${control.unit}`.trim()
      : Number.isNaN(feedback)
        ? "not known"
        : commandWords(control, feedback);
  return (
    <dialog ref={dialog} class="dialog confirm" onClose={close}>
      <form onSubmit={send}>
        <h2>Send this command?</h2>
        <p class="command">
          <span>
            {equipment.name} <small>{equipment.description}</small>
          </span>
          <span class="command-change">
            {control.name}: <span class="soft">{present}</span> {"\u2192"}{" "}
            <b>{commandWords(control, value)}</b>
          </span>
        </p>
        <label>
          Reason, for the journal (optional)
          <input
            value={reason}
            maxLength={200}
            onInput={(event) => setReason(event.currentTarget.value)}
          />
        </label>
        <div class="buttons">
          <button type="button" onClick={close}>
            Cancel
          </button>
          <button type="submit" class="primary" disabled={!mayAct()}>
            Send
          </button>
        </div>
      </form>
    </dialog>
  );
}
