/** Annunciations of each stretch of a period as bars, what was kept from sounding on top, floods behind. */

import uPlot from "uplot";
import type { AlarmFigures } from "../schema";
import { colour, quietAxis, sizeOf, timeLabels } from "./plot";

/** A position can answer this many in ten minutes (ISA-18.2 16.4.3, EEMUA 191). */
const MANAGEABLE_PER_10_MIN = 10;
const TEN_MINUTES_MS = 600_000;

export interface LoadEvents {
  pointed(bin: number | null): void;
}

type Columns = [number[], number[], number[]];

/** Bar of all that came, and before it the bar of what sounded: the rest stays in sight above. */
function columnsOf({ bins, bin_ms }: AlarmFigures): Columns {
  const middle_ms = bin_ms / 2;
  return [
    bins.map((bin) => (bin.at_ms + middle_ms) / 1_000),
    bins.map((bin) => bin.annunciated + bin.hidden),
    bins.map((bin) => bin.annunciated),
  ];
}

export class LoadPlot {
  readonly #plot: uPlot;
  readonly #resize: ResizeObserver;
  readonly #figures: AlarmFigures;

  constructor(host: HTMLElement, figures: AlarmFigures, events: LoadEvents) {
    this.#figures = figures;
    this.#plot = new uPlot(this.#options(host, events), columnsOf(figures), host);
    this.#resize = new ResizeObserver(() => this.#plot.setSize(sizeOf(host)));
    this.#resize.observe(host);
  }

  destroy(): void {
    this.#resize.disconnect();
    this.#plot.destroy();
  }

  #options(host: HTMLElement, events: LoadEvents): uPlot.Options {
    const axis = quietAxis(host);
    const paths = uPlot.paths.bars!({ size: [0.9, 60] });
    const points = { show: false };
    const { bins, bin_ms, from_ms, to_ms } = this.#figures;
    // The first and the last bin may reach beyond the period: a bar outside the scale would not be drawn.
    const first_ms = Math.min(from_ms, bins[0]?.at_ms ?? from_ms);
    const last_ms = Math.max(to_ms, (bins.at(-1)?.at_ms ?? to_ms) + bin_ms);
    return {
      ...sizeOf(host),
      legend: { show: false },
      cursor: { drag: { x: false, y: false }, points: { show: false }, y: false },
      scales: {
        x: { time: true, range: () => [first_ms / 1_000, last_ms / 1_000] },
        y: { range: (_, __, high) => [0, Math.max(4, (high ?? 0) * 1.1)] },
      },
      axes: [
        { ...axis, values: timeLabels, size: 44, space: 80 },
        { ...axis, size: 46, incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000] },
      ],
      series: [
        {},
        { fill: colour("--trend-band"), stroke: colour("--trend-band"), paths, points },
        { fill: colour("--trend"), stroke: colour("--trend"), paths, points },
      ],
      hooks: {
        drawClear: [(plot) => this.#unwatched(plot), (plot) => this.#floods(plot)],
        draw: [(plot) => this.#limit(plot)],
        setCursor: [(plot) => events.pointed(plot.cursor.idx ?? null)],
      },
    };
  }

  /** Hatched where nothing is known: empty, it would look like calm. */
  #unwatched(plot: uPlot): void {
    const { ctx, bbox } = plot;
    const step = 8 * devicePixelRatio;
    ctx.save();
    ctx.strokeStyle = colour("--line-strong");
    ctx.lineWidth = devicePixelRatio;
    for (const { begin_ms, end_ms } of this.#figures.unwatched) {
      const left = Math.max(bbox.left, plot.valToPos(begin_ms / 1_000, "x", true));
      const right = Math.min(bbox.left + bbox.width, plot.valToPos(end_ms / 1_000, "x", true));
      ctx.save();
      ctx.beginPath();
      ctx.rect(left, bbox.top, Math.max(devicePixelRatio, right - left), bbox.height);
      ctx.clip();
      ctx.beginPath();
      for (let at = left - bbox.height; at < right; at += step) {
        ctx.moveTo(at, bbox.top + bbox.height);
        ctx.lineTo(at + bbox.height, bbox.top);
      }
      ctx.stroke();
      ctx.restore();
    }
    ctx.restore();
  }

  /** Floods behind the bars, with a solid edge at the top: not by shade alone. */
  #floods(plot: uPlot): void {
    const { ctx, bbox } = plot;
    for (const { begin_ms, end_ms } of this.#figures.floods) {
      const from = plot.valToPos(begin_ms / 1_000, "x", true);
      const to = plot.valToPos((end_ms ?? this.#figures.to_ms) / 1_000, "x", true);
      const left = Math.max(bbox.left, from);
      const width = Math.max(3 * devicePixelRatio, Math.min(bbox.left + bbox.width, to) - left);
      ctx.fillStyle = `${colour("--text-soft")}33`;
      ctx.fillRect(left, bbox.top, width, bbox.height);
      ctx.fillStyle = colour("--text-soft");
      ctx.fillRect(left, bbox.top, width, 4 * devicePixelRatio);
    }
  }

  #limit(plot: uPlot): void {
    const { ctx, bbox } = plot;
    const limit = (MANAGEABLE_PER_10_MIN * this.#figures.bin_ms) / TEN_MINUTES_MS;
    const y = plot.valToPos(limit, "y", true);
    if (y < bbox.top || this.#figures.bin_ms > TEN_MINUTES_MS) return;
    ctx.save();
    ctx.strokeStyle = ctx.fillStyle = colour("--limit");
    ctx.setLineDash([6 * devicePixelRatio, 4 * devicePixelRatio]);
    ctx.lineWidth = devicePixelRatio;
    ctx.beginPath();
    ctx.moveTo(bbox.left, y);
    ctx.lineTo(bbox.left + bbox.width, y);
    ctx.stroke();
    ctx.font = `bold ${11 * devicePixelRatio}px sans-serif`;
    ctx.textAlign = "left";
    ctx.textBaseline = "bottom";
    ctx.setLineDash([]);
    ctx.strokeStyle = colour("--panel");
    ctx.lineWidth = 4 * devicePixelRatio;
    ctx.lineJoin = "round";
    const at: [string, number, number] = [
      "10 in 10 min",
      bbox.left + 5 * devicePixelRatio,
      y - 2 * devicePixelRatio,
    ];
    ctx.strokeText(...at);
    ctx.fillText(...at);
    ctx.restore();
  }
}
