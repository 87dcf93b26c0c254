/** The alarms of a system, worst first, a few of them; the list has the rest. */

import { count } from "../lib/format";
import { isUnacknowledged } from "../lib/priority";
import { worstFirst } from "../lib/rollup";
import { formatRoute } from "../lib/route";
import { actNow } from "../state/alarm_commands";
import { useDesk } from "../state/desk";
import { AlarmLine } from "./alarm_line";

const LINES_MAX = 6;

export function SystemAlarms({ systems, id }: { systems: ReadonlySet<string>; id: string }) {
  const desk = useDesk();
  const { site, alarms } = desk;
  const all = alarms
    .list("priority")
    .filter((body) => systems.has(site.body.alarms[body.alarm]!.system));
  const worst = all.toSorted(worstFirst).slice(0, LINES_MAX);
  const waiting = worst.filter((body) => isUnacknowledged(body.letter)).map((body) => body.alarm);
  let hidden = 0;
  for (const { alarm } of alarms.outOfSight())
    if (systems.has(site.body.alarms[alarm]!.system)) hidden++;
  return (
    <section class="panel">
      <h2>
        Alarms <small>{all.length}</small>
        <span class="spacer" />
        {waiting.length > 1 && (
          <button
            type="button"
            class="small"
            onClick={() => void actNow(desk, "acknowledge", waiting)}
          >
            Acknowledge {waiting.length} shown
          </button>
        )}
        <a class="more" href={formatRoute({ page: "alarms", system: id })}>
          {all.length > worst.length
            ? `${count(all.length - worst.length, "more", "more")} \u203a`
            : "List \u203a"}
        </a>
      </h2>
      {worst.length === 0 ? (
        <p class="soft none">No alarm stands.</p>
      ) : (
        <div class="alarm-lines">
          {worst.map((body) => (
            <AlarmLine key={body.alarm} body={body} />
          ))}
        </div>
      )}
      {hidden > 0 && (
        <a class="hidden-count" href={formatRoute({ page: "shelf", system: id })}>
          {count(hidden, "alarm")} out of sight {"\u203a"}
        </a>
      )}
    </section>
  );
}
