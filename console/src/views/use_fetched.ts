/** Something the server works out on request: asked when the key changes, and again at times. */

import { useEffect, useState } from "preact/hooks";
import { RequestError } from "../state/api";

/** The server is at another such question, or still reads its journal after a start: asked again soon. */
const BUSY = 503;
const BUSY_MS = 2_000;

export interface Fetched<T> {
  readonly body: T | null;
  readonly error: string;
  readonly loading: boolean;
}

/** The last answer stays while the next one is awaited. `again_ms`: how long it is good; 0 for ever. */
export function useFetched<T>(
  key: string,
  ask: (signal: AbortSignal) => Promise<T>,
  again_ms: number,
): Fetched<T> {
  const [state, setState] = useState<Fetched<T> & { readonly key: string }>({
    key,
    body: null,
    error: "",
    loading: true,
  });
  useEffect(() => {
    const end = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const load = async (): Promise<void> => {
      let busy = false;
      setState((now) => ({
        key,
        body: now.key === key ? now.body : null,
        error: now.key === key ? now.error : "",
        loading: true,
      }));
      try {
        const body = await ask(end.signal);
        if (!end.signal.aborted) setState({ key, body, error: "", loading: false });
      } catch (fault) {
        if (end.signal.aborted) return;
        const error = fault instanceof Error ? fault.message : String(fault);
        busy = fault instanceof RequestError && fault.status === BUSY;
        setState((now) => ({ ...now, error, loading: false }));
      }
      const next_ms = busy ? BUSY_MS : again_ms;
      if (next_ms > 0 && !end.signal.aborted) timer = setTimeout(() => void load(), next_ms);
    };
    void load();
    return () => {
      end.abort();
      clearTimeout(timer);
    };
  }, [key]);
  return state;
}
