/** The trend of a tag with its presets, panning and zooming. */

import { useSignalEffect } from "@preact/signals";
import { useEffect, useRef, useState } from "preact/hooks";
import { Trend } from "../draw/trend";
import { formatClock, formatDate } from "../lib/format";
import { qualityWords } from "../lib/quality";
import { formatReading } from "../lib/reading";
import type { LimitMark } from "../lib/scale";
import type { InstantMark, TrendData } from "../lib/trend_data";
import { lastSpan, PRESETS, pan, type TrendWindow, wholeHistory, zoom } from "../lib/trend_window";
import type { TagBody } from "../schema";
import { serverNow_ms } from "../state/clock";
import { useDesk } from "../state/desk";
import { theme } from "../state/preferences";
import { useTrendData } from "./use_trend_data";

const NO_INSTANTS: readonly InstantMark[] = [];

export function TrendPanel(props: {
  tag: number;
  limits: readonly LimitMark[];
  instants?: readonly InstantMark[];
  /** The stretch shown at first; the last ten minutes unless it is said. */
  first?: TrendWindow;
}) {
  const { tag, limits, instants = NO_INSTANTS } = props;
  const { site } = useDesk();
  const body = site.body.tags[tag]!;
  const host = useRef<HTMLDivElement>(null);
  const [window, setWindow] = useState<TrendWindow>(
    () => props.first ?? lastSpan(PRESETS[0]!.span_ms, serverNow_ms()),
  );
  const [fullRange, setFullRange] = useState(false);
  const [pointed, setPointed] = useState<number | null>(null);
  const { data, shown, error, loading } = useTrendData(tag, window, host);
  const trend = useRef<Trend | null>(null);
  const name = theme.value;
  useEffect(() => {
    const made = new Trend(
      host.current!,
      { tag: body, limits, fullRange, instants },
      {
        zoomed: (from_ms, to_ms) =>
          setWindow({ from_ms, to_ms, following: to_ms >= serverNow_ms() }),
        wheeled: (factor, about_ms) =>
          setWindow((now) => zoom(now, factor, about_ms, serverNow_ms())),
        panned: (share) => setWindow((now) => pan(now, share, serverNow_ms())),
        pointed: (at) => setPointed(at?.at ?? null),
      },
    );
    trend.current = made;
    made.show(data.peek(), shown.peek().from_ms, shown.peek().to_ms);
    return () => made.destroy();
  }, [tag, fullRange, name, instants]);
  useSignalEffect(() => trend.current?.show(data.value, shown.value.from_ms, shown.value.to_ms));
  return (
    <section class="panel trend-panel">
      <TrendTools
        window={window}
        setWindow={setWindow}
        start_ms={site.body.history_start_ms}
        fullRange={fullRange}
        setFullRange={setFullRange}
      />
      <p class="trend-legend">
        <Legend body={body} data={data.value} at={pointed} />
        <span class="spacer" />
        {error !== "" && <span class="refusal">History: {error}</span>}
        {loading && <span class="soft">Loading{"\u2026"}</span>}
      </p>
      <div class="trend" ref={host} />
    </section>
  );
}

function TrendTools(props: {
  window: TrendWindow;
  setWindow: (change: TrendWindow | ((now: TrendWindow) => TrendWindow)) => void;
  start_ms: number | null;
  fullRange: boolean;
  setFullRange: (full: boolean) => void;
}) {
  const { window, setWindow } = props;
  const span_ms = window.to_ms - window.from_ms;
  const move = (share: number) => () => setWindow((now) => pan(now, share, serverNow_ms()));
  return (
    <div class="tools">
      <div class="choice" role="group" aria-label="Time shown">
        {PRESETS.map((preset) => (
          <button
            type="button"
            key={preset.label}
            aria-pressed={window.following && Math.abs(span_ms - preset.span_ms) < 1_000}
            onClick={() => setWindow(lastSpan(preset.span_ms, serverNow_ms()))}
          >
            {preset.label}
          </button>
        ))}
        <button
          type="button"
          onClick={() => setWindow(wholeHistory(props.start_ms, serverNow_ms()))}
        >
          All
        </button>
      </div>
      <div class="choice" role="group" aria-label="Move in time">
        <button type="button" aria-label="Earlier" onClick={move(-0.5)}>
          {"\u2039"}
        </button>
        <button type="button" aria-label="Later" disabled={window.following} onClick={move(0.5)}>
          {"\u203a"}
        </button>
        <button
          type="button"
          aria-pressed={window.following}
          onClick={() => setWindow(lastSpan(span_ms, serverNow_ms()))}
        >
          Now
        </button>
      </div>
      <div class="choice" role="group" aria-label="Vertical axis">
        <button
          type="button"
          aria-pressed={!props.fullRange}
          onClick={() => props.setFullRange(false)}
        >
          Fit
        </button>
        <button
          type="button"
          aria-pressed={props.fullRange}
          onClick={() => props.setFullRange(true)}
        >
          Full range
        </button>
      </div>
      <span class="trend-advice">Drag or wheel to zoom, shift and wheel to move.</span>
    </div>
  );
}

/** The numbers at the pointer, or at the end of the line. */
function Legend({ body, data, at }: { body: TagBody; data: TrendData; at: number | null }) {
  const [times_s, low, high, mean] = data.columns;
  const last = times_s.length - 1;
  const row = at !== null && at <= last ? at : last;
  const time_s = times_s[row];
  if (time_s === undefined) return <span class="soft">No sample in this stretch of time.</span>;
  const words = (value: number | null | undefined): string =>
    value === null || value === undefined ? "\u2013" : formatReading(body, value);
  const spread = low[row] !== high[row];
  const code = data.quality[row] ?? 0;
  return (
    <span>
      <time>
        {formatDate(time_s * 1_000)} {formatClock(time_s * 1_000)}
      </time>
      <b>
        {words(mean[row])} {body.unit}
      </b>
      {spread && (
        <span class="soft">
          {words(low[row])} to {words(high[row])}
        </span>
      )}
      {code !== 0 && <span class="bad-text">{qualityWords(code)}</span>}
    </span>
  );
}
