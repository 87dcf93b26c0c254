/** A horizontal analogue indicator: the range, the normal band on it, alarm limits, and a pointer. */

import { beyondRange, type LimitMark, normalBand, rangeFraction } from "../lib/scale";
import type { TagBody } from "../schema";

const percent = (fraction: number): string => `${(100 * fraction).toFixed(2)}%`;

export function Indicator(props: {
  tag: TagBody;
  limits: readonly LimitMark[];
  value: number;
  /** Priority of the worst active alarm of the tag, null when there is none. */
  priority: number | null;
  stale: boolean;
}) {
  const { tag, value, priority } = props;
  const band = normalBand(tag);
  const at = rangeFraction(value, tag.range_low_eu, tag.range_high_eu);
  const beyond = beyondRange(value, tag.range_low_eu, tag.range_high_eu);
  return (
    <span class={`indicator${props.stale ? " stale" : ""}`} aria-hidden="true">
      <span class="indicator-scale" />
      {band && (
        <span
          class="indicator-normal"
          style={{ left: percent(band[0]), width: percent(Math.max(0.008, band[1] - band[0])) }}
        />
      )}
      {props.limits.map((mark) => (
        <span
          key={mark.kind}
          class={`indicator-limit ${mark.kind.replace("_", "-")}`}
          style={{ left: percent(mark.fraction) }}
        />
      ))}
      {Number.isNaN(at) ? null : (
        <span
          class={`indicator-pointer${beyond === 0 ? "" : beyond > 0 ? " beyond-high" : " beyond-low"}${priority === null ? "" : ` p${priority}`}`}
          style={{ left: percent(at) }}
        />
      )}
    </span>
  );
}
