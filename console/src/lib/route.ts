/** The address after `#` and the page it means. */

export type Route =
  | { readonly page: "wall" }
  | { readonly page: "system"; readonly id: string }
  | { readonly page: "tag"; readonly name: string }
  | { readonly page: "alarm"; readonly name: string }
  | { readonly page: "advice"; readonly name: string }
  | { readonly page: "alarms"; readonly system: string | null }
  | { readonly page: "shelf"; readonly system: string | null }
  | { readonly page: "journal"; readonly system: string | null; readonly about?: JournalAbout }
  | { readonly page: "figures" }
  | { readonly page: "worklist" }
  | { readonly page: "rationalisation" }
  | { readonly page: "sound" };

/** What the journal is opened on beside a system: one alarm, or one tag. */
export type JournalAbout =
  | { readonly of: "alarm"; readonly name: string }
  | { readonly of: "tag"; readonly name: string };

/** An address that means nothing leads to the wall. */
export function parseRoute(hash: string): Route {
  const [path = "", query = ""] = hash.replace(/^#?\/?/, "").split("?");
  const [page = "", ...rest] = path.split("/");
  const argument = decode(rest.join("/"));
  const fields = new URLSearchParams(query);
  const system = fields.get("system");
  if (page === "system" && argument !== "") return { page, id: argument };
  if ((page === "tag" || page === "alarm" || page === "advice") && argument !== "")
    return { page, name: argument };
  if (page === "alarms" || page === "shelf") return { page, system };
  if (page === "journal") return { page, system, ...aboutOf(fields) };
  if (isPlain(page)) return { page };
  return { page: "wall" };
}

/** Pages whose address is their name. */
const PLAIN = ["figures", "worklist", "rationalisation", "sound"] as const;

const isPlain = (page: string): page is (typeof PLAIN)[number] =>
  (PLAIN as readonly string[]).includes(page);

function aboutOf(fields: URLSearchParams): { about?: JournalAbout } {
  const [alarm, tag] = [fields.get("alarm"), fields.get("tag")];
  if (alarm !== null) return { about: { of: "alarm", name: alarm } };
  return tag === null ? {} : { about: { of: "tag", name: tag } };
}

export function formatRoute(route: Route): string {
  switch (route.page) {
    case "wall":
      return "#/";
    case "system":
      return `#/system/${encodeURIComponent(route.id)}`;
    case "tag":
    case "alarm":
    case "advice":
      return `#/${route.page}/${encodeURIComponent(route.name)}`;
    case "alarms":
    case "shelf":
      return withQuery(route.page, { system: route.system });
    case "journal": {
      const { system, about } = route;
      return withQuery(route.page, {
        system,
        ...(about === undefined ? {} : { [about.of]: about.name }),
      });
    }
    default:
      return `#/${route.page}`;
  }
}

function withQuery(page: string, fields: Record<string, string | null>): string {
  const given = Object.entries(fields).flatMap(([key, value]) =>
    value === null ? [] : [`${key}=${encodeURIComponent(value)}`],
  );
  return given.length === 0 ? `#/${page}` : `#/${page}?${given.join("&")}`;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
