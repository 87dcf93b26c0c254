/** Ten minutes of one tag as a small line over its normal band, drawn on a canvas. */

import { useSignalEffect } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { TagBody } from "../schema";
import { serverNow_ms } from "../state/clock";
import { useDesk } from "../state/desk";
import { theme } from "../state/preferences";
import { type Sparkline as Line, SPARKLINE_SPAN_MS } from "../state/sparklines";

export function Sparkline({ tag }: { tag: number }) {
  const { site, sparklines } = useDesk();
  const canvas = useRef<HTMLCanvasElement>(null);
  const { line, version } = useAcquired(sparklines, tag);
  const body = site.body.tags[tag]!;
  useSignalEffect(() => {
    void version.value;
    void theme.value;
    if (canvas.current) draw(canvas.current, line, body);
  });
  return <canvas class="sparkline" ref={canvas} aria-hidden="true" />;
}

function useAcquired(store: ReturnType<typeof useDesk>["sparklines"], tag: number) {
  const held = useRef<{ tag: number; got: ReturnType<typeof store.acquire> } | null>(null);
  if (held.current?.tag !== tag) {
    if (held.current !== null) store.release(held.current.tag);
    held.current = { tag, got: store.acquire(tag) };
  }
  useEffect(
    () => () => {
      if (held.current !== null) store.release(held.current.tag);
      held.current = null;
    },
    [store],
  );
  return held.current.got;
}

/** Low and high ends of the drawing: the data and, where it is near, the normal band. */
function extent(line: Line, tag: TagBody): [number, number] {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const value of line.values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  const floor = Math.abs(tag.range_high_eu - tag.range_low_eu) * 0.04;
  if (high - low < floor) {
    const middle = (high + low) / 2;
    return [middle - floor / 2, middle + floor / 2];
  }
  return [low, high];
}

function draw(canvas: HTMLCanvasElement, line: Line, tag: TagBody): void {
  const ratio = devicePixelRatio;
  const width = Math.round(canvas.clientWidth * ratio);
  const height = Math.round(canvas.clientHeight * ratio);
  if (canvas.width !== width) canvas.width = width;
  if (canvas.height !== height) canvas.height = height;
  const context = canvas.getContext("2d");
  if (context === null || width === 0) return;
  const style = getComputedStyle(canvas);
  const [low, high] = extent(line, tag);
  const to_ms = serverNow_ms();
  const x = (time_ms: number): number => (1 - (to_ms - time_ms) / SPARKLINE_SPAN_MS) * width;
  const y = (value: number): number =>
    height - ratio - ((value - low) / (high - low)) * (height - 2 * ratio);
  context.clearRect(0, 0, width, height);
  drawNormalEnds(context, style.getPropertyValue("--normal"), tag, y, width, height);
  context.strokeStyle = style.getPropertyValue("--trend");
  context.lineWidth = 1.25 * ratio;
  context.lineJoin = "round";
  context.beginPath();
  let broken = true;
  line.times_ms.forEach((time_ms, at) => {
    const value = line.values[at]!;
    if (Number.isNaN(value)) broken = true;
    else if (broken) {
      context.moveTo(x(time_ms), y(value));
      broken = false;
    } else context.lineTo(x(time_ms), y(value));
  });
  context.stroke();
}

/** Ends of the normal band that lie in the picture: the line has left, or is about to leave, the band. */
function drawNormalEnds(
  context: CanvasRenderingContext2D,
  colour: string,
  tag: TagBody,
  y: (value: number) => number,
  width: number,
  height: number,
): void {
  context.fillStyle = colour;
  for (const end of [tag.normal_low_eu, tag.normal_high_eu]) {
    if (end === null) continue;
    const at = Math.round(y(end));
    if (at > 0 && at < height) context.fillRect(0, at, width, devicePixelRatio);
  }
}
