/** Something the server works out on request: asked when the key changes, and again at times. */

import { useEffect, useState } from "preact/hooks";

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
      setState((now) => ({
        key,
        body: now.key === key ? now.body : null,
        error: "",
        loading: true,
      }));
      try {
        const body = await ask(end.signal);
        if (!end.signal.aborted) setState({ key, body, error: "", loading: false });
      } catch (fault) {
        if (end.signal.aborted) return;
        const error = fault instanceof Error ? fault.message : String(fault);
        setState((now) => ({ ...now, error, loading: false }));
      }
      if (again_ms > 0 && !end.signal.aborted) timer = setTimeout(() => void load(), again_ms);
    };
    void load();
    return () => {
      end.abort();
      clearTimeout(timer);
    };
  }, [key]);
  return state;
}
