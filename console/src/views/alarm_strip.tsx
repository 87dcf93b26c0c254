/** On every page: the worst few unacknowledged alarms, what to silence, and in a flood that there is one. */

import { floodFacts } from "../lib/flood";
import { count, formatInstant } from "../lib/format";
import { formatRoute } from "../lib/route";
import { silenceAll } from "../state/alarm_commands";
import { now_ms } from "../state/clock";
import { useDesk } from "../state/desk";
import { mayAct } from "../state/permission";
import { AlarmSymbol, FirstOutMark } from "./alarm_line";

const STRIP_MAX = 4;
/** The flood's own place takes that of one alarm: the strip keeps its height. */
const STRIP_MAX_IN_FLOOD = 3;

export function AlarmStrip() {
  const { site, alarms, floods } = useDesk();
  const flood = floods.any.value;
  const worst = alarms.worstUnacknowledged(flood ? STRIP_MAX_IN_FLOOD : STRIP_MAX);
  const total = alarms.unacknowledged.value.reduce((sum, n) => sum + n, 0);
  if (total === 0 && !flood) {
    return <div class="alarm-strip quiet">No unacknowledged alarms</div>;
  }
  const rest = total - worst.length;
  return (
    <div class="alarm-strip">
      {flood && <FloodPlace />}
      {worst.map((body) => {
        const definition = site.body.alarms[body.alarm]!;
        return (
          <a
            key={body.alarm}
            class="strip-alarm"
            href={formatRoute({ page: "alarm", name: definition.name })}
            title={`${definition.message} (${definition.name})`}
          >
            <AlarmSymbol body={body} />
            <FirstOutMark body={body} />
            <time>{formatInstant(body.raised_ms, now_ms.value)}</time>
            <span class="strip-text">
              <b>{site.systemByID.get(definition.system)?.name ?? definition.system}</b>{" "}
              {definition.message || definition.name}
            </span>
          </a>
        );
      })}
      <a class="strip-rest" href={formatRoute({ page: "alarms", system: null })}>
        {rest > 0 ? `${count(rest, "more", "more")}` : "List"} {"\u203a"}
      </a>
      <SilenceButton />
    </div>
  );
}

/** Stops the sound of every alarm at every console; the alarms go on waiting. */
function SilenceButton() {
  const desk = useDesk();
  const sounding = desk.alarms.waiting.value !== null;
  return (
    <button
      type="button"
      class="small strip-silence"
      disabled={!sounding || !mayAct()}
      title="Stops the sound at every console. Alarms go on waiting to be acknowledged; a new one sounds."
      onClick={() => void silenceAll(desk)}
    >
      Silence <kbd>n</kbd>
    </button>
  );
}

function FloodPlace() {
  const floods = useDesk().floods.now.value;
  const only = floods.length === 1 ? floods[0]! : null;
  const facts =
    only === null ? [`at ${count(floods.length, "position")}`] : floodFacts(only, now_ms.value);
  return (
    <a
      class="strip-flood"
      href={formatRoute({ page: "alarms", system: null })}
      title={floods.map(({ position }) => position.name).join(", ")}
    >
      <b>FLOOD</b>
      <span>{facts.slice(0, 2).join(", ")}</span>
    </a>
  );
}
