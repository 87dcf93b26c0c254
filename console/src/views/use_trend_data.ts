/** Data of a trend: history of the window asked for, asked again as it ages, carried on by live samples. */

import { type Signal, useSignal } from "@preact/signals";
import type { RefObject } from "preact";
import { useEffect, useState } from "preact/hooks";
import { type TrendData, trendData, withSample } from "../lib/trend_data";
import { follow, refresh_ms, type TrendWindow } from "../lib/trend_window";
import { getHistory } from "../state/api";
import { serverNow_ms } from "../state/clock";
import { useDesk } from "../state/desk";

const EMPTY: TrendData = { columns: [[], [], [], []], quality: [], bucket_ms: 0 };
const DRAW_MS = 500;
const BUCKETS_MAX = 2_000;
/** Held back a little: dragging and wheeling change the window many times a second. */
const SETTLE_MS = 120;

export interface TrendFeed {
  readonly data: Signal<TrendData>;
  /** The window drawn: the one asked for, carried along with the clock when it follows. */
  readonly shown: Signal<TrendWindow>;
  readonly error: string;
  readonly loading: boolean;
}

export function useTrendData(
  tag: number,
  window: TrendWindow,
  host: RefObject<HTMLElement>,
): TrendFeed {
  const { site, values } = useDesk();
  const data = useSignal<TrendData>(EMPTY);
  const shown = useSignal(window);
  const [error, setError] = useState("");
  const [loading, setLoading] = useState(false);
  const { name, age_limit_ms } = site.body.tags[tag]!;

  useEffect(() => {
    let ended: AbortController | null = null;
    let timer: ReturnType<typeof setTimeout>;
    shown.value = follow(window, serverNow_ms());
    const load = async (): Promise<void> => {
      ended = new AbortController();
      setLoading(true);
      const wish = follow(window, serverNow_ms());
      const buckets = Math.min(BUCKETS_MAX, Math.max(100, host.current?.clientWidth ?? 800));
      try {
        const body = await getHistory(name, wish.from_ms, wish.to_ms, buckets, ended.signal);
        data.value = trendData(body, age_limit_ms);
        setError("");
      } catch (fault) {
        if (ended.signal.aborted) return;
        setError(fault instanceof Error ? fault.message : String(fault));
      }
      setLoading(false);
      if (window.following) timer = setTimeout(load, refresh_ms(window) * 5);
    };
    timer = setTimeout(load, SETTLE_MS);
    return () => {
      clearTimeout(timer);
      ended?.abort();
    };
  }, [name, window]);

  useEffect(() => {
    if (!window.following) return;
    let latest: [number, number, number] | null = null;
    const end = values.watch(tag, (time_ms, value, quality) => {
      latest = [time_ms, value, quality];
    });
    const timer = setInterval(() => {
      shown.value = follow(window, serverNow_ms());
      if (latest === null) return;
      // In buckets, a live sample stands for the bucket that is not full yet.
      const last_ms = (data.value.columns[0].at(-1) ?? 0) * 1_000;
      if (latest[0] - last_ms >= Math.max(DRAW_MS, data.value.bucket_ms))
        data.value = withSample(data.value, ...latest);
      latest = null;
    }, DRAW_MS);
    return () => {
      end();
      clearInterval(timer);
    };
  }, [tag, window]);
  return { data, shown, error, loading };
}
