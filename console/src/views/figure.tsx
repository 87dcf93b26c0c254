/** A live figure on a tile: name, indicator against its normal band, value. */

import { Indicator } from "../draw/indicator";
import { QualityMark } from "../draw/quality_mark";
import { Sparkline } from "../draw/sparkline";
import type { Density } from "../lib/tiling";
import { AlarmSymbol } from "./alarm_line";
import { useTag } from "./use_tag";

export function Figure({ tag, density }: { tag: number; density: Density }) {
  const { body, now, limits, worst, active } = useTag(tag);
  return (
    <div class={`figure${now.stale ? " stale" : ""}`} title={`${body.name}: ${body.description}`}>
      <span class="figure-name">{body.description || body.name}</span>
      {body.kind === "discrete" ? (
        <span class="figure-gap" />
      ) : (
        <Indicator
          tag={body}
          limits={limits}
          value={now.value}
          priority={active}
          stale={now.stale}
        />
      )}
      {density === "spacious" && (body.kind === "discrete" ? <span /> : <Sparkline tag={tag} />)}
      <span class="figure-value">
        {worst && <AlarmSymbol body={worst} />}
        {now.quality !== "G" && <QualityMark code={now.code} />}
        <b>{now.text}</b>
        <small>{body.unit}</small>
      </span>
    </div>
  );
}
