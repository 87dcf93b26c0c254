/** The page shown, read from and written to the address. */

import { signal } from "@preact/signals";
import { formatRoute, parseRoute, type Route } from "../lib/route";

export const route = signal<Route>({ page: "wall" });

export function go(to: Route): void {
  location.hash = formatRoute(to);
}

export function startRouting(): () => void {
  const read = (): void => {
    route.value = parseRoute(location.hash);
  };
  read();
  addEventListener("hashchange", read);
  return () => removeEventListener("hashchange", read);
}
