/** One alarm as a short line with its acknowledge button and, when it was refused, why. */

import { PrioritySymbol } from "../draw/priority_symbol";
import { formatInstant } from "../lib/format";
import { isUnacknowledged } from "../lib/priority";
import { formatRoute } from "../lib/route";
import type { AlarmBody } from "../schema";
import { acknowledge, acknowledging, forgetRefusal, refusals } from "../state/acknowledgements";
import { now_ms } from "../state/clock";
import { useDesk } from "../state/desk";
import { mayAct } from "../state/permission";

export function AcknowledgeButton({ body }: { body: AlarmBody }) {
  const desk = useDesk();
  if (!isUnacknowledged(body.letter))
    return <span class="acknowledged">{body.acknowledged_by ?? ""}</span>;
  const busy = acknowledging.value.has(body.alarm);
  return (
    <button
      type="button"
      class="small acknowledge"
      disabled={busy || !mayAct()}
      onClick={(event) => {
        event.stopPropagation();
        void acknowledge(desk, [body.alarm]);
      }}
    >
      {busy ? "Sending\u2026" : "Acknowledge"}
    </button>
  );
}

export function RefusalNote({ alarm }: { alarm: number }) {
  const refusal = refusals.value.get(alarm);
  if (refusal === undefined) return null;
  return (
    <span class="refusal" role="status">
      Not acknowledged: {refusal.text}
      <button
        type="button"
        class="dismiss"
        aria-label="Dismiss"
        onClick={() => forgetRefusal(alarm)}
      >
        {"\u00d7"}
      </button>
    </span>
  );
}

export function AlarmLine({ body }: { body: AlarmBody }) {
  const definition = useDesk().site.body.alarms[body.alarm]!;
  return (
    <div class={`alarm-line letter-${body.letter}`}>
      <PrioritySymbol priority={body.priority} letter={body.letter} trusted={body.trusted} />
      <time>{formatInstant(body.raised_ms, now_ms.value)}</time>
      <a href={formatRoute({ page: "tag", name: definition.tag })} title={definition.response}>
        {definition.message || definition.name}
      </a>
      <AcknowledgeButton body={body} />
      <RefusalNote alarm={body.alarm} />
    </div>
  );
}
