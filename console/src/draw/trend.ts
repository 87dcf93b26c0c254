/** A tag's trend on uPlot: band, mean, limits, normal band, and where the input was bad. */

import uPlot from "uplot";
import { LIMIT_LETTERS } from "../lib/scale";
import {
  badRuns,
  type InstantMark,
  type TrendData,
  type TrendLook,
  verticalExtent,
} from "../lib/trend_data";
import type { TagBody } from "../schema";
import { colour, quietAxis, sizeOf, timeLabels, wordGoesLeft } from "./plot";

export interface TrendEvents {
  zoomed(from_ms: number, to_ms: number): void;
  wheeled(factor: number, about_ms: number): void;
  panned(share: number): void;
  pointed(text: { time_ms: number; at: number } | null): void;
}

export class Trend {
  readonly #plot: uPlot;
  readonly #host: HTMLElement;
  readonly #resize: ResizeObserver;
  #data: TrendData = { columns: [[], [], [], []], quality: [], bucket_ms: 0 };
  #look: TrendLook;

  constructor(host: HTMLElement, look: TrendLook, events: TrendEvents) {
    this.#host = host;
    this.#look = look;
    this.#plot = new uPlot(this.#options(events), this.#data.columns, host);
    this.#resize = new ResizeObserver(() => this.#plot.setSize(sizeOf(host)));
    this.#resize.observe(host);
    host.addEventListener("wheel", (event) => this.#wheel(event, events), { passive: false });
  }

  show(data: TrendData, from_ms: number, to_ms: number): void {
    this.#data = data;
    this.#plot.batch(() => {
      this.#plot.setData(data.columns, false);
      this.#plot.setScale("x", { min: from_ms / 1_000, max: to_ms / 1_000 });
    });
  }

  destroy(): void {
    this.#resize.disconnect();
    this.#plot.destroy();
  }

  #wheel(event: WheelEvent, events: TrendEvents): void {
    event.preventDefault();
    if (event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY)) {
      events.panned(Math.sign(event.deltaX || event.deltaY) * 0.15);
      return;
    }
    const left = event.clientX - this.#plot.over.getBoundingClientRect().left;
    events.wheeled(event.deltaY > 0 ? 1.3 : 1 / 1.3, this.#plot.posToVal(left, "x") * 1_000);
  }

  #options(events: TrendEvents): uPlot.Options {
    const discrete = this.#look.tag.kind === "discrete";
    const stepped = uPlot.paths.stepped!({ align: 1 });
    const axis = quietAxis(this.#host);
    const path = discrete ? { paths: stepped } : {};
    return {
      ...sizeOf(this.#host),
      legend: { show: false },
      cursor: { drag: { x: true, y: false, setScale: false }, points: { size: 7 }, y: false },
      scales: {
        x: { time: true, auto: false },
        y: {
          range: (_, low, high) =>
            verticalExtent(this.#look, low ?? Number.NaN, high ?? Number.NaN),
        },
      },
      axes: [
        { ...axis, values: timeLabels, size: 44, space: 90 },
        { ...axis, size: 72, ...(discrete ? stateAxis(this.#look.tag) : {}) },
      ],
      series: [
        {},
        { stroke: "transparent", points: { show: false }, ...path },
        { stroke: "transparent", points: { show: false }, ...path },
        { stroke: colour("--trend"), width: 1.5, points: { show: false }, ...path },
      ],
      bands: [{ series: [2, 1], fill: `${colour("--trend-band")}b0` }],
      hooks: {
        drawClear: [(plot) => this.#under(plot)],
        draw: [(plot) => this.#over(plot)],
        setSelect: [(plot) => selected(plot, events)],
        setCursor: [(plot) => this.#point(plot, events)],
      },
    };
  }

  #point(plot: uPlot, events: TrendEvents): void {
    const at = plot.cursor.idx;
    const time_s = at === null || at === undefined ? undefined : plot.data[0][at];
    events.pointed(time_s === undefined ? null : { time_ms: time_s * 1_000, at: at! });
  }

  /** Under the lines: the normal band, and grey hatching where the input was bad. */
  #under(plot: uPlot): void {
    const { tag } = this.#look;
    const { ctx, bbox } = plot;
    ctx.save();
    if (tag.kind !== "discrete" && (tag.normal_low_eu !== null || tag.normal_high_eu !== null)) {
      const top = yOf(plot, tag.normal_high_eu ?? tag.range_high_eu);
      const bottom = yOf(plot, tag.normal_low_eu ?? tag.range_low_eu);
      ctx.fillStyle = `${colour("--scale")}80`;
      ctx.fillRect(bbox.left, top, bbox.width, Math.max(0, bottom - top));
    }
    this.#hatchBad(plot);
    ctx.restore();
  }

  #hatchBad(plot: uPlot): void {
    const { ctx, bbox } = plot;
    const bad = colour("--bad");
    for (const run of badRuns(this.#data)) {
      const from = plot.valToPos(run.from_s, "x", true);
      const to = Math.max(from + 2, plot.valToPos(run.to_s, "x", true));
      const [left, right] = [Math.max(bbox.left, from), Math.min(bbox.left + bbox.width, to)];
      if (right <= left) continue;
      ctx.fillStyle = `${bad}${run.severity === "bad" ? "2a" : "14"}`;
      ctx.fillRect(left, bbox.top, right - left, bbox.height);
      ctx.fillStyle = bad;
      const strip = (run.severity === "bad" ? 6 : 3) * devicePixelRatio;
      ctx.fillRect(left, bbox.top + bbox.height - strip, right - left, strip);
    }
  }

  /** Over the lines: alarm limits with their letters. */
  #over(plot: uPlot): void {
    const { ctx, bbox } = plot;
    ctx.save();
    ctx.setLineDash([6 * devicePixelRatio, 4 * devicePixelRatio]);
    ctx.lineWidth = devicePixelRatio;
    ctx.textAlign = "left";
    ctx.textBaseline = "bottom";
    ctx.font = `bold ${11 * devicePixelRatio}px sans-serif`;
    for (const mark of this.#look.limits) {
      const y = yOf(plot, mark.limit_eu);
      if (y < bbox.top - 1 || y > bbox.top + bbox.height + 1) continue;
      ctx.strokeStyle = ctx.fillStyle = colour(mark.own ? "--text" : "--limit");
      ctx.lineWidth = (mark.own ? 2 : 1) * devicePixelRatio;
      ctx.beginPath();
      ctx.moveTo(bbox.left, y);
      ctx.lineTo(bbox.left + bbox.width, y);
      ctx.stroke();
      ctx.fillText(
        LIMIT_LETTERS[mark.kind] ?? "",
        bbox.left + 5 * devicePixelRatio,
        y - 2 * devicePixelRatio,
      );
    }
    ctx.setLineDash([]);
    this.#instants(plot, this.#look.instants ?? []);
    ctx.restore();
  }

  /** Instants that matter: lines from top to bottom, then their words at the top, where no line strikes them. */
  #instants(plot: uPlot, marks: readonly InstantMark[]): void {
    const { ctx, bbox } = plot;
    const [first, last] = [bbox.left - 1, bbox.left + bbox.width + 1];
    const placed = marks
      .map(({ at_ms, word, row }) => ({ word, row, x: plot.valToPos(at_ms / 1_000, "x", true) }))
      .filter(({ x }) => x >= first && x <= last);
    ctx.strokeStyle = ctx.fillStyle = colour("--text");
    ctx.lineWidth = 2 * devicePixelRatio;
    for (const { x } of placed) {
      ctx.beginPath();
      ctx.moveTo(x, bbox.top);
      ctx.lineTo(x, bbox.top + bbox.height);
      ctx.stroke();
    }
    ctx.textBaseline = "top";
    ctx.strokeStyle = colour("--panel");
    ctx.lineWidth = 4 * devicePixelRatio;
    ctx.lineJoin = "round";
    const gap = 6 * devicePixelRatio;
    for (const { word, row, x } of placed) {
      const width = ctx.measureText(word).width + 2 * gap;
      const lines = placed.map((other) => other.x).filter((other) => other !== x);
      const left = wordGoesLeft(x, width, lines, [bbox.left, bbox.left + bbox.width]);
      ctx.textAlign = left ? "right" : "left";
      const y = bbox.top + (row * 15 + 3) * devicePixelRatio;
      ctx.strokeText(word, x + (left ? -gap : gap), y);
      ctx.fillText(word, x + (left ? -gap : gap), y);
    }
  }
}

const yOf = (plot: uPlot, value: number): number => plot.valToPos(value, "y", true);

function stateAxis(tag: TagBody): Partial<uPlot.Axis> {
  return {
    splits: () => tag.states.map((_, at) => at),
    values: (_, splits) => splits.map((at) => tag.states[at] ?? String(at)),
    size: 110,
  };
}

function selected(plot: uPlot, events: TrendEvents): void {
  const { left, width } = plot.select;
  if (width < 6) return;
  const from_ms = plot.posToVal(left, "x") * 1_000;
  const to_ms = plot.posToVal(left + width, "x") * 1_000;
  plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
  events.zoomed(from_ms, to_ms);
}
