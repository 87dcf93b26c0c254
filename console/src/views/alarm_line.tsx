/** One alarm as a short line, with the button of its next act and, when an act was refused, why. */

import { PrioritySymbol } from "../draw/priority_symbol";
import { nextAct, VERBS } from "../lib/alarm_acts";
import { FIRST_OUT_WORDS, letterBeneath, shownPriority } from "../lib/alarm_state";
import { timeToRespond } from "../lib/countdown";
import { formatInstant } from "../lib/format";
import { isHidden, STATE_WORDS } from "../lib/priority";
import { formatRoute } from "../lib/route";
import type { AlarmBody } from "../schema";
import { actNow, forgetRefusal, refusals, refusalWords, underWay } from "../state/alarm_commands";
import { now_ms } from "../state/clock";
import { useDesk } from "../state/desk";
import { mayAct } from "../state/permission";
import { useFirstOut } from "./use_sheet_facts";

/** The symbol as urgent as the alarm is shown. */
export function AlarmSymbol({ body }: { body: AlarmBody }) {
  return (
    <PrioritySymbol priority={shownPriority(body)} letter={body.letter} trusted={body.trusted} />
  );
}

/** The same where alarms out of sight are shown, too: what lies beneath, and quiet. */
export function StateSymbol({ body }: { body: AlarmBody }) {
  if (!isHidden(body.letter)) return <AlarmSymbol body={body} />;
  return (
    <span class="unseen">
      <PrioritySymbol
        priority={shownPriority(body)}
        letter={letterBeneath(body)}
        trusted={body.trusted}
      />
    </span>
  );
}

/** Acknowledge, or reset a latch; where neither is asked for, who acknowledged, or why it is out of sight. */
export function ActButton({ body }: { body: AlarmBody }) {
  const desk = useDesk();
  if (isHidden(body.letter)) return <span class="acknowledged">{STATE_WORDS[body.letter]}</span>;
  const verb = nextAct(body);
  const busy = underWay.value.has(body.alarm);
  if (verb === null && !busy) return <span class="acknowledged">{body.acknowledged_by ?? ""}</span>;
  return (
    <button
      type="button"
      class="small acknowledge"
      disabled={busy || verb === null || !mayAct()}
      onClick={(event) => {
        event.stopPropagation();
        if (verb !== null) void actNow(desk, verb, [body.alarm]);
      }}
    >
      {busy || verb === null ? "Sending\u2026" : VERBS[verb].label}
    </button>
  );
}

export function RefusalNote({ alarm }: { alarm: number }) {
  const { alarms } = useDesk();
  const refusal = refusals.value.get(alarm);
  if (refusal === undefined) return null;
  const words = refusalWords(refusal, alarms.get(alarm));
  return (
    <span class="refusal" role="status" title={words}>
      <span class="refusal-text">{words}</span>
      <button
        type="button"
        class="dismiss"
        aria-label="Dismiss"
        onClick={(event) => {
          event.stopPropagation();
          forgetRefusal(alarm);
        }}
      >
        {"\u00d7"}
      </button>
    </span>
  );
}

export function FirstOutMark({ body }: { body: AlarmBody }) {
  const words = FIRST_OUT_WORDS[useFirstOut(body)];
  if (words === undefined) return null;
  return (
    <span class="first-out" title={words.long} role="img" aria-label={words.long}>
      {words.short}
    </span>
  );
}

/** Keeps its place in a row when no time runs. `short`: where there is little room. */
export function TimeLeft({ body, short = false }: { body: AlarmBody; short?: boolean }) {
  const { urgency, text } = timeToRespond(body, now_ms.value);
  if (urgency === "none") return <span />;
  return (
    <span
      class={`time-left ${urgency}${short ? " short" : ""}`}
      title="Time left for the operator's action to help"
    >
      {short ? text.replace("overdue", "late") : text}
    </span>
  );
}

export function AlarmLine({ body }: { body: AlarmBody }) {
  const definition = useDesk().site.body.alarms[body.alarm]!;
  return (
    <div class={`alarm-line letter-${body.letter}`}>
      <StateSymbol body={body} />
      <time>{formatInstant(body.raised_ms, now_ms.value)}</time>
      <span class="alarm-line-what">
        <FirstOutMark body={body} />
        <a href={formatRoute({ page: "alarm", name: definition.name })} title={definition.response}>
          {definition.message || definition.name}
        </a>
      </span>
      <ActButton body={body} />
      <RefusalNote alarm={body.alarm} />
    </div>
  );
}
