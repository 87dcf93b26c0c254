/** The address after `#` and the page it means. */

export type Route =
  | { readonly page: "wall" }
  | { readonly page: "system"; readonly id: string }
  | { readonly page: "tag"; readonly name: string }
  | { readonly page: "alarms"; readonly system: string | null }
  | { readonly page: "journal"; readonly system: string | null };

/** An address that means nothing leads to the wall. */
export function parseRoute(hash: string): Route {
  const [path = "", query = ""] = hash.replace(/^#?\/?/, "").split("?");
  const [page = "", ...rest] = path.split("/");
  const argument = decode(rest.join("/"));
  const system = new URLSearchParams(query).get("system");
  if (page === "system" && argument !== "") return { page, id: argument };
  if (page === "tag" && argument !== "") return { page, name: argument };
  if (page === "alarms" || page === "journal") return { page, system };
  return { page: "wall" };
}

export function formatRoute(route: Route): string {
  if (route.page === "wall") return "#/";
  if (route.page === "system") return `#/system/${encodeURIComponent(route.id)}`;
  if (route.page === "tag") return `#/tag/${encodeURIComponent(route.name)}`;
  return route.system === null
    ? `#/${route.page}`
    : `#/${route.page}?system=${encodeURIComponent(route.system)}`;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
