/** Faults of a simulated source, for training. Marked so that nobody takes it for the plant's own controls. */

import { useEffect, useState } from "preact/hooks";
import { formatAge } from "../lib/format";
import { type ActiveFault, activeFaults } from "../lib/journal_line";
import type { FaultBody, SourceBody } from "../schema";
import { getJournal } from "../state/api";
import { now_ms } from "../state/clock";
import { disturb, disturbances } from "../state/operations";
import { mayAct } from "../state/permission";

const JOURNAL_LOOKED_AT = 500;

/** Faults that are on, as the journal tells; read again after every order. */
function useActive(source: string): [ActiveFault[], () => void] {
  const [active, setActive] = useState<ActiveFault[]>([]);
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    const end = new AbortController();
    getJournal({ limit: JOURNAL_LOOKED_AT }, end.signal)
      .then(({ entries }) => {
        const faults = activeFaults(entries.map((entry) => entry.record));
        setActive(faults.filter((fault) => fault.source === source));
      })
      .catch(() => undefined);
    return () => end.abort();
  }, [source, turn]);
  return [active, () => setTurn((now) => now + 1)];
}

export function DrillPanel({ source }: { source: SourceBody }) {
  const [active, look] = useActive(source.id);
  const [chosen, choose] = useState<string>(source.faults[0]?.name ?? "");
  const fault = source.faults.find((one) => one.name === chosen);
  const refusal = disturbances.value.get(source.id) ?? "";
  const send = async (
    name: string,
    target: string,
    severity: number,
    on: boolean,
  ): Promise<void> => {
    if (await disturb({ source: source.id, fault: name, target, severity, active: on })) look();
  };
  return (
    <div class="drill-source">
      <p class="soft">
        <b>{source.id}</b> is simulated. These faults strike the simulation only; they are
        journaled.
      </p>
      {active.length > 0 && (
        <ul class="drill-active">
          {active.map((one) => (
            <li key={`${one.fault} ${one.target}`}>
              <b>{one.fault}</b> {one.target}{" "}
              <small>
                severity {one.severity}, {formatAge(now_ms.value - one.since_ms)}
              </small>
              <button
                type="button"
                class="small"
                onClick={() => void send(one.fault, one.target, one.severity, false)}
              >
                End
              </button>
            </li>
          ))}
        </ul>
      )}
      <label>
        Fault
        <select value={chosen} onChange={(event) => choose(event.currentTarget.value)}>
          {source.faults.map((one) => (
            <option key={one.name} value={one.name}>
              {one.name}
            </option>
          ))}
        </select>
      </label>
      {fault && <FaultForm key={fault.name} fault={fault} send={send} />}
      {refusal !== "" && (
        <p class="refusal" role="status">
          {refusal}
        </p>
      )}
    </div>
  );
}

function FaultForm(props: {
  fault: FaultBody;
  send: (name: string, target: string, severity: number, on: boolean) => Promise<void>;
}) {
  const { fault } = props;
  const [target, setTarget] = useState(fault.targets[0] ?? "");
  const [severity, setSeverity] = useState((fault.severity_low + fault.severity_high) / 2);
  const step = (fault.severity_high - fault.severity_low) / 100 || 0.01;
  return (
    <form
      class="fault-form"
      onSubmit={(event) => {
        event.preventDefault();
        void props.send(fault.name, target, severity, true);
      }}
    >
      <p>{fault.description}</p>
      {fault.targets.length > 0 && (
        <label>
          Target
          <select value={target} onChange={(event) => setTarget(event.currentTarget.value)}>
            {fault.targets.map((one) => (
              <option key={one} value={one}>
                {one}
              </option>
            ))}
          </select>
        </label>
      )}
      {fault.severity_high > fault.severity_low && (
        <label>
          Severity <small>{fault.severity_meaning}</small>
          <span class="severity">
            <input
              type="range"
              min={fault.severity_low}
              max={fault.severity_high}
              step={step}
              value={severity}
              onInput={(event) => setSeverity(Number(event.currentTarget.value))}
            />
            <output>{+severity.toPrecision(3)}</output>
          </span>
        </label>
      )}
      <button type="submit" class="drill-start" disabled={!mayAct()}>
        Start fault
      </button>
    </form>
  );
}
