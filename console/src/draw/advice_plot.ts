/** The advisor's candidates: annunciations saved against delay added; the recommended one is named. */

import uPlot from "uplot";
import type { AdvicePoint } from "../lib/advice";
import { colour, quietAxis, sizeOf } from "./plot";

const KINDS = ["candidate", "misses", "today", "recommended"] as const;
const RADIUS: Record<AdvicePoint["kind"], number> = {
  candidate: 4,
  misses: 4,
  today: 7,
  recommended: 8,
};
const COLOURS: Record<AdvicePoint["kind"], string> = {
  candidate: "--trend",
  misses: "--bad",
  today: "--text",
  recommended: "--accent",
};

export interface AdviceEvents {
  /** Index of the candidate under the pointer. */
  pointed(candidate: number | null): void;
}

export class AdvicePlot {
  readonly #plot: uPlot;
  readonly #resize: ResizeObserver;
  readonly #points: readonly AdvicePoint[];

  constructor(host: HTMLElement, points: readonly AdvicePoint[], events: AdviceEvents) {
    this.#points = points.toSorted((a, b) => a.delay_s - b.delay_s || a.saved - b.saved);
    const data: uPlot.AlignedData = [
      this.#points.map((point) => point.delay_s),
      this.#points.map((point) => point.saved),
    ];
    this.#plot = new uPlot(this.#options(host, events), data, host);
    this.#resize = new ResizeObserver(() => this.#plot.setSize(sizeOf(host)));
    this.#resize.observe(host);
  }

  destroy(): void {
    this.#resize.disconnect();
    this.#plot.destroy();
  }

  #options(host: HTMLElement, events: AdviceEvents): uPlot.Options {
    const axis = { ...quietAxis(host), labelFont: `12px ${getComputedStyle(host).fontFamily}` };
    const widest_s = Math.max(1, ...this.#points.map((point) => point.delay_s));
    const most = Math.max(1, ...this.#points.map((point) => point.saved));
    return {
      ...sizeOf(host),
      legend: { show: false },
      cursor: { drag: { x: false, y: false }, points: { show: false }, x: false, y: false },
      scales: {
        x: { time: false, range: () => [-0.04 * widest_s, 1.08 * widest_s] },
        y: { range: () => [-0.06 * most, 1.12 * most] },
      },
      axes: [
        { ...axis, label: "Delay added on average, s", size: 40, labelSize: 22 },
        { ...axis, label: "Annunciations saved", size: 54, labelSize: 22 },
      ],
      series: [{}, { paths: () => null, points: { show: false } }],
      hooks: {
        draw: [(plot) => this.#draw(plot)],
        setCursor: [(plot) => events.pointed(this.#nearest(plot))],
      },
    };
  }

  /** Plain ones first, so that the marked ones lie on top. */
  #draw(plot: uPlot): void {
    const { ctx } = plot;
    ctx.save();
    for (const kind of KINDS) {
      ctx.fillStyle = ctx.strokeStyle = colour(COLOURS[kind]);
      for (const point of this.#points.filter((one) => one.kind === kind)) {
        const x = plot.valToPos(point.delay_s, "x", true);
        const y = plot.valToPos(point.saved, "y", true);
        mark(ctx, kind, x, y, RADIUS[kind] * devicePixelRatio);
      }
    }
    ctx.restore();
  }

  #nearest(plot: uPlot): number | null {
    const { left, top } = plot.cursor;
    if (left === undefined || top === undefined || left < 0) return null;
    let nearest: { at: number; distance: number } | null = null;
    for (const point of this.#points) {
      const distance = Math.hypot(
        plot.valToPos(point.delay_s, "x") - left,
        plot.valToPos(point.saved, "y") - top,
      );
      if (distance < 24 && (nearest === null || distance < nearest.distance))
        nearest = { at: point.at, distance };
    }
    return nearest?.at ?? null;
  }
}

/** A shape of its own for each kind: dot, cross, open square, diamond with its name. */
function mark(
  ctx: CanvasRenderingContext2D,
  kind: AdvicePoint["kind"],
  x: number,
  y: number,
  r: number,
): void {
  ctx.lineWidth = 2 * devicePixelRatio;
  ctx.beginPath();
  if (kind === "candidate") ctx.arc(x, y, r, 0, 2 * Math.PI);
  else if (kind === "misses") {
    ctx.moveTo(x - r, y - r);
    ctx.lineTo(x + r, y + r);
    ctx.moveTo(x + r, y - r);
    ctx.lineTo(x - r, y + r);
  } else if (kind === "today") ctx.rect(x - r, y - r, 2 * r, 2 * r);
  else {
    ctx.moveTo(x, y - r * 1.2);
    ctx.lineTo(x + r * 1.2, y);
    ctx.lineTo(x, y + r * 1.2);
    ctx.lineTo(x - r * 1.2, y);
    ctx.closePath();
  }
  if (kind === "candidate" || kind === "recommended") ctx.fill();
  else ctx.stroke();
  if (kind !== "today" && kind !== "recommended") return;
  ctx.font = `bold ${12 * devicePixelRatio}px sans-serif`;
  ctx.textAlign = "left";
  ctx.textBaseline = "bottom";
  ctx.strokeStyle = colour("--panel");
  ctx.lineWidth = 4 * devicePixelRatio;
  ctx.lineJoin = "round";
  ctx.strokeText(kind === "today" ? "today" : "recommended", x + 1.4 * r, y - 0.6 * r);
  ctx.fillText(kind === "today" ? "today" : "recommended", x + 1.4 * r, y - 0.6 * r);
}
