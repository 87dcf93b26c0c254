/** A piece of equipment with its controls: what it does now, what can be commanded, what became of it. */

import { useState } from "preact/hooks";
import { EquipmentSymbol } from "../draw/equipment_symbol";
import { commandWords, entryFault } from "../lib/confirmation";
import { formatAge, formatClock } from "../lib/format";
import { formatReading } from "../lib/reading";
import { formatRoute } from "../lib/route";
import type { ControlBody, EquipmentBody } from "../schema";
import { now_ms } from "../state/clock";
import { useDesk } from "../state/desk";
import { dismissOperation, type Operation, operationKey, operations } from "../state/operations";
import { mayAct } from "../state/permission";
import { askToOperate } from "./confirm_dialog";

/** Folded to a line that says its states, or open with its controls. */
export function EquipmentCard(props: { equipment: EquipmentBody; open?: boolean }) {
  const { equipment } = props;
  return (
    <details class="equipment" open={props.open === true}>
      <summary>
        <EquipmentSymbol kind={equipment.kind} />
        <span class="equipment-name">
          <b>{equipment.name}</b>
          <small>{equipment.description || equipment.kind}</small>
        </span>
        <span class="equipment-states">
          {equipment.controls.map((control) => (
            <ControlState key={control.name} equipment={equipment} control={control} />
          ))}
        </span>
      </summary>
      {equipment.controls.map((control) => (
        <Control key={control.name} equipment={equipment} control={control} />
      ))}
    </details>
  );
}

/** What the feedback of a control shows, and a mark while a command to it waits or was refused. */
function ControlState(props: { equipment: EquipmentBody; control: ControlBody }) {
  const { equipment, control } = props;
  const { site, values } = useDesk();
  const at = site.tagByName.get(control.feedback_tag);
  if (at !== undefined) values.listen(at);
  const operation = operations.value.get(operationKey(equipment.name, control.name));
  if (at === undefined) return null;
  const feedback = values.values[at]!;
  const text = feedbackWords(control, feedback, formatReading(site.body.tags[at]!, feedback));
  return (
    <span class={operation ? `operation-mark ${operation.stage}` : ""} title={control.name}>
      {operation && <i aria-hidden="true" />}
      {text}
    </span>
  );
}

/** The mode of the equipment as its feedback shows it: true in AUTO, null where it is not known. */
function useInAuto(equipment: EquipmentBody): boolean | null {
  const { site, values } = useDesk();
  const mode = equipment.controls.find((control) => control.kind === "mode");
  const at = mode === undefined ? undefined : site.tagByName.get(mode.feedback_tag);
  if (mode === undefined || at === undefined) return null;
  values.listen(at);
  const word = mode.labels[Math.round(values.values[at]!)];
  return word === undefined ? null : word.toUpperCase() === "AUTO";
}

function Control(props: { equipment: EquipmentBody; control: ControlBody }) {
  const { equipment, control } = props;
  const { site, values } = useDesk();
  const at = site.tagByName.get(control.feedback_tag);
  if (at !== undefined) values.listen(at);
  const feedback = at === undefined ? Number.NaN : values.values[at]!;
  const inAuto = useInAuto(equipment);
  const locked = control.needs_manual && inAuto === true;
  const operation = operations.value.get(operationKey(equipment.name, control.name));
  const disabled = locked || !mayAct() || operation?.stage === "sending";
  const ask = (value: number): void => askToOperate({ equipment, control, value, feedback });
  return (
    <div class={`control ${control.kind}`}>
      <span class="control-name">{control.name}</span>
      <span class="control-now">
        {at === undefined ? (
          <span class="soft">no feedback</span>
        ) : (
          <a
            href={formatRoute({ page: "tag", name: control.feedback_tag })}
            title={`Feedback: ${control.feedback_tag}`}
          >
            {feedbackWords(control, feedback, formatReading(site.body.tags[at]!, feedback))}
          </a>
        )}
      </span>
      {control.kind === "analogue" ? (
        <AnalogueEntry control={control} disabled={disabled} ask={ask} />
      ) : (
        <span class="choice" role="group" aria-label={`${equipment.name} ${control.name}`}>
          {control.labels.map((label, value) => (
            <button
              type="button"
              key={label}
              disabled={disabled}
              aria-pressed={Math.round(feedback) === value}
              onClick={() => ask(value)}
            >
              {label}
            </button>
          ))}
        </span>
      )}
      {locked && <span class="control-note soft">In AUTO: put it in MANUAL to operate.</span>}
      {operation && <OperationNote operation={operation} />}
    </div>
  );
}

function feedbackWords(control: ControlBody, feedback: number, text: string): string {
  if (control.kind === "analogue") return `${text} ${control.unit}`.trim();
  return Number.isNaN(feedback) ? "\u2013" : (control.labels[Math.round(feedback)] ?? text);
}

function AnalogueEntry(props: {
  control: ControlBody;
  disabled: boolean;
  ask: (value: number) => void;
}) {
  const { control } = props;
  const [text, setText] = useState("");
  const [fault, setFault] = useState<string | null>(null);
  const send = (event: Event): void => {
    event.preventDefault();
    const wrong = entryFault(control, text);
    setFault(wrong);
    if (wrong === null) props.ask(Number(text.trim().replace(",", ".")));
  };
  return (
    <>
      <form class="analogue-entry" onSubmit={send}>
        <input
          inputMode="decimal"
          aria-label={`New value of ${control.name}`}
          placeholder={`${control.low_eu} \u2026 ${control.high_eu}`}
          value={text}
          disabled={props.disabled}
          onInput={(event) => setText(event.currentTarget.value)}
        />
        <small>{control.unit}</small>
        <button type="submit" disabled={props.disabled}>
          Set{"\u2026"}
        </button>
      </form>
      {fault && <span class="control-note refusal">{fault}</span>}
    </>
  );
}

/** What became of the last command: it stays until it is dismissed or the plant has followed. */
function OperationNote({ operation }: { operation: Operation }) {
  const words = commandWords(operation.control, operation.value);
  const key = operationKey(operation.equipment, operation.control.name);
  const waited_ms = now_ms.value - operation.sent_ms;
  const text = {
    sending: `Sending ${words}\u2026`,
    refused: `Refused ${words}: ${operation.reason}`,
    unconfirmed: `Commanded ${words}, not yet confirmed (${formatAge(waited_ms)})`,
    overdue: `Commanded ${words}, NOT CONFIRMED for ${formatAge(waited_ms)}: check the equipment`,
    confirmed: `${words} confirmed after ${formatAge(operation.confirmed_after_ms ?? 0)}`,
    unverifiable: `Commanded ${words}; there is no feedback to confirm it`,
  }[operation.stage];
  return (
    <span class={`operation ${operation.stage}`} role="status">
      <i aria-hidden="true" />
      {text} <small>{formatClock(operation.sent_ms)}</small>
      {operation.stage !== "sending" && (
        <button
          type="button"
          class="dismiss"
          aria-label="Dismiss"
          onClick={() => dismissOperation(key)}
        >
          {"\u00d7"}
        </button>
      )}
    </span>
  );
}
