/** The worst few unacknowledged alarms, on every page. */

import { PrioritySymbol } from "../draw/priority_symbol";
import { count, formatInstant } from "../lib/format";
import { formatRoute } from "../lib/route";
import { now_ms } from "../state/clock";
import { useDesk } from "../state/desk";

const STRIP_MAX = 4;

export function AlarmStrip() {
  const { site, alarms } = useDesk();
  const worst = alarms.worstUnacknowledged(STRIP_MAX);
  const total = alarms.unacknowledged.value.reduce((sum, n) => sum + n, 0);
  if (total === 0) {
    return <div class="alarm-strip quiet">No unacknowledged alarms</div>;
  }
  const rest = total - worst.length;
  return (
    <div class="alarm-strip">
      {worst.map((body) => {
        const definition = site.body.alarms[body.alarm]!;
        return (
          <a
            key={body.alarm}
            class="strip-alarm"
            href={formatRoute({ page: "tag", name: definition.tag })}
            title={`${definition.message} (${definition.name})`}
          >
            <PrioritySymbol priority={body.priority} letter={body.letter} trusted={body.trusted} />
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
    </div>
  );
}
