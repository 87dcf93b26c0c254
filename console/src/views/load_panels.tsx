/** Pictures of an alarm system's load: over time, by priority, by alarm, and how soon it was acknowledged. */

import { useEffect, useRef, useState } from "preact/hooks";
import { LoadPlot } from "../draw/load_plot";
import { PrioritySymbol } from "../draw/priority_symbol";
import { lengthWords } from "../lib/countdown";
import { prioritySplit, SPLIT_TARGET } from "../lib/figures";
import { count, formatAge, formatInstant } from "../lib/format";
import { PRIORITIES, priorityLook } from "../lib/priority";
import { formatRoute } from "../lib/route";
import type { AlarmFigures } from "../schema";
import { useDesk } from "../state/desk";
import { theme } from "../state/preferences";
import { usePositionName } from "./figures";

export function LoadPanel({ figures }: { figures: AlarmFigures }) {
  const host = useRef<HTMLDivElement>(null);
  const [bin, setBin] = useState<number | null>(null);
  const name = theme.value;
  useEffect(() => {
    const plot = new LoadPlot(host.current!, figures, { pointed: setBin });
    return () => plot.destroy();
  }, [figures, name]);
  const one = bin === null ? undefined : figures.bins[bin];
  return (
    <section class="panel load-panel">
      <h2>
        Annunciations
        <small>
          {one === undefined
            ? `in each ${lengthWords(figures.bin_ms)}; ${count(figures.floods.length, "flood")} marked`
            : `${formatInstant(one.at_ms, figures.to_ms)}: ${one.annunciated} annunciated, ${one.hidden} kept from sounding`}
        </small>
        <span class="spacer" />
        <small class="key sounded">annunciated</small>
        <small class="key kept">kept from sounding</small>
        <small class="key flooded">flood</small>
        {figures.unwatched.length > 0 && <small class="key unwatched">not watched</small>}
      </h2>
      <div class="load-plot" ref={host} />
    </section>
  );
}

const percent = (share: number): string => `${(100 * share).toFixed(1)}\u202f%`;

/** Shares of the priorities against what is recommended. */
export function SplitPanel({ figures }: { figures: AlarmFigures }) {
  const split = prioritySplit(figures.by_priority);
  return (
    <section class="panel">
      <h2>
        By priority <small>line: target, about 80, 15, 5 and less than 1 %</small>
      </h2>
      {split === null ? (
        <p class="none">Nothing was annunciated.</p>
      ) : (
        <div class="bars">
          {PRIORITIES.map((priority) => (
            <div key={priority} class="bar-row">
              <span class="bar-name">
                <PrioritySymbol priority={priority} letter="C" />
                {priorityLook(priority).name}
              </span>
              <Bar share={split[priority - 1]!} target={SPLIT_TARGET[priority - 1]} />
              <b class="right">{percent(split[priority - 1]!)}</b>
              <small class="right">{figures.by_priority[priority - 1]}</small>
            </div>
          ))}
        </div>
      )}
    </section>
  );
}

export function Bar({ share, target }: { share: number; target?: number | undefined }) {
  return (
    <span class="bar-track" aria-hidden="true">
      <i style={{ width: `${Math.min(100, 100 * share)}%` }} />
      {target !== undefined && <u style={{ left: `${100 * target}%` }} />}
    </span>
  );
}

export function TopPanel({ figures }: { figures: AlarmFigures }) {
  const { site } = useDesk();
  const most = figures.top[0]?.share ?? 1;
  return (
    <section class="panel">
      <h2>
        The ten most frequent{" "}
        <small>
          together {percent(figures.top_10_share)} of {figures.annunciated}
        </small>
        <span class="spacer" />
        <a class="more" href="#/worklist">
          Worklist {"\u203a"}
        </a>
      </h2>
      {figures.top.length === 0 && <p class="none">Nothing was annunciated.</p>}
      <div class="bars top">
        {figures.top.slice(0, 10).map((one) => {
          const at = site.alarmByName.get(one.alarm);
          const words = at === undefined ? "" : site.body.alarms[at]!.message;
          return (
            <div key={one.alarm} class="bar-row">
              <a
                class="bar-name"
                href={formatRoute({ page: "alarm", name: one.alarm })}
                title={one.alarm}
              >
                {words || one.alarm}
              </a>
              <Bar share={most > 0 ? one.share / most : 0} />
              <b class="right">{one.count}</b>
              <small class="right">{percent(one.share)}</small>
            </div>
          );
        })}
      </div>
    </section>
  );
}

/** Half within, nine in ten within: of the site and of every position. */
export function AcknowledgeTimes({ all }: { all: readonly AlarmFigures[] }) {
  const nameOf = usePositionName();
  const longest_s = Math.max(1, ...all.map((figures) => figures.acknowledge_p90_s ?? 0));
  const shown = all.length === 2 ? all.slice(0, 1) : all;
  return (
    <section class="panel">
      <h2>
        Time to acknowledge <small>full: half within, faint: nine in ten</small>
      </h2>
      <div class="bars">
        {shown.map((figures) => (
          <div key={figures.position} class="bar-row acknowledge-row">
            <span class="acknowledge-who">
              <b>{nameOf(figures.position)}</b>{" "}
              <small>
                {figures.acknowledged} acknowledged, {figures.unacknowledged} not
              </small>
            </span>
            <span class="bar-track" aria-hidden="true">
              <s style={{ width: `${(100 * (figures.acknowledge_p90_s ?? 0)) / longest_s}%` }} />
              <i style={{ width: `${(100 * (figures.acknowledge_median_s ?? 0)) / longest_s}%` }} />
            </span>
            <b class="right">{seconds(figures.acknowledge_median_s)}</b>
            <span class="right">{seconds(figures.acknowledge_p90_s)}</span>
          </div>
        ))}
      </div>
    </section>
  );
}

const seconds = (time_s: number | null): string =>
  time_s === null ? "\u2013" : formatAge(time_s * 1_000);
