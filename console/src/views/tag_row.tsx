/** One tag of a system: alarm, name, indicator, value, quality, age, the last ten minutes. */

import { Indicator } from "../draw/indicator";
import { QualityMark } from "../draw/quality_mark";
import { Sparkline } from "../draw/sparkline";
import { formatAge } from "../lib/format";
import { formatRoute } from "../lib/route";
import { AlarmSymbol } from "./alarm_line";
import { useTag } from "./use_tag";

export const TAG_ROW_PX = 38;

export function TagRow({ tag }: { tag: number }) {
  const { body, now, limits, worst, active } = useTag(tag);
  return (
    <a
      class={`tag-row${now.stale ? " stale" : ""}`}
      href={formatRoute({ page: "tag", name: body.name })}
    >
      <span class="tag-alarm">{worst && <AlarmSymbol body={worst} />}</span>
      <span class="tag-name">
        <b>{body.description || body.name}</b>
        <small>{body.name}</small>
      </span>
      {body.kind === "discrete" ? (
        <States states={body.states} value={now.value} />
      ) : (
        <Indicator
          tag={body}
          limits={limits}
          value={now.value}
          priority={active}
          stale={now.stale}
        />
      )}
      <span class="tag-value">
        <b>{now.text}</b> <small>{body.unit}</small>
      </span>
      <QualityMark code={now.code} />
      <span class="tag-age right">
        {Number.isNaN(now.age_ms) ? "never" : formatAge(now.age_ms)}
      </span>
      {body.kind === "discrete" ? <span /> : <Sparkline tag={tag} />}
    </a>
  );
}

/** A discrete tag's states as steps, the present one marked; many states would be noise. */
function States({ states, value }: { states: readonly string[]; value: number }) {
  if (states.length === 0 || states.length > 5) return <span />;
  return (
    <span class="states" aria-hidden="true">
      {states.map((state, at) => (
        <i key={state} class={Math.round(value) === at ? "now" : ""}>
          {state}
        </i>
      ))}
    </span>
  );
}
