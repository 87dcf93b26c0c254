/**
 * A stand-in for the server on the same wire, with made-up data, for working on the console's looks.
 * node dev/double.mjs --systems 12 --tags 30 --alarms 20 --port 8790 [--stall] [--churn] [--flood] [--role operator]
 */
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join } from "node:path";
import { parseArgs } from "node:util";
import { WebSocketServer } from "ws";
import { adviceOf, figuresOf, sheetOf, worklistOf } from "./alarm_pages.mjs";
import { makeAlarmRoom } from "./alarm_room.mjs";
import { makePlant, stepPlant } from "./plant.mjs";

const { values: options } = parseArgs({
  options: {
    systems: { type: "string", default: "3" },
    tags: { type: "string", default: "40" },
    alarms: { type: "string", default: "12" },
    port: { type: "string", default: "8790" },
    stall: { type: "boolean", default: false },
    churn: { type: "boolean", default: false },
    flood: { type: "boolean", default: false },
    role: { type: "string", default: "engineer" },
  },
});
const plant = makePlant({ systems: Number(options.systems), tags: Number(options.tags) });
const started_ms = Date.now();
const sha = createHash("sha256").update(JSON.stringify(plant.tags)).digest("hex");
const site = {
  name: "Made-up site",
  version: "dev",
  configuration_sha256: sha,
  user: "operator",
  role: options.role,
  server_time_ms: started_ms,
  history_start_ms: started_ms - 40 * 86_400_000,
  shelve_ms_max: 12 * 3_600_000,
  positions: [
    {
      id: "desk",
      name: "Process desk",
      systems: plant.systems.map((system) => system.id),
      flood_begin: 10,
      flood_end: 5,
      flood_window_ms: 600_000,
    },
  ],
  systems: plant.systems,
  tags: plant.tags,
  alarms: plant.alarms,
  equipment: plant.equipment,
  sources: plant.sources,
};
const journal = [];
const clients = new Set();
let scan = 0;

const note = (record) =>
  journal.push({ sequence: journal.length, record: { at_ns: Date.now() * 1e6, ...record } });
const actor = { name: "operator", role: "operator" };
note({
  type: "server_started",
  version: "dev",
  site: site.name,
  configuration_sha256: sha,
  tags: plant.tags.length,
  alarms: plant.alarms.length,
});

const shout = (message) => {
  for (const client of clients) say(client, message);
};
const room = makeAlarmRoom(plant, { note, shout, actor });
const { alarms } = room;

const many = Math.min(Number(options.alarms), plant.alarms.length);
for (let n = 0; n < many; n++) {
  const alarm = Math.floor((n * plant.alarms.length) / many);
  const body = room.raise(alarm, Date.now() - Math.floor(plant.roll() * 1.2e6));
  if (n % 3 === 1) room.acknowledged(body);
  if (n % 7 === 2) room.returned(body);
  if (n % 11 === 9) room.acknowledged(room.returned(body));
}
const last = plant.alarms.length - 1;
room.hide(last, "shelved", "transmitter under repair, work order 4711", Date.now() + 2.9e6);
room.hide(last - 1, "shelved", "chatters since the storm", Date.now() + 3e5, "ada", 14);
room.hide(last - 2, "suppressed", "mode shut-down", null, "mode shut-down", 3);
room.hide(last - 3, "out_of_service", "valve removed, back on Thursday", null, "eve", 2);
if (options.flood) room.setFlood(true);

const say = (client, message) => client.send(JSON.stringify(message));
function summaries() {
  return plant.systems.map((system) => {
    const own = plant.tags.map((tag, at) => [tag, at]).filter(([tag]) => tag.system === system.id);
    return {
      system: system.id,
      unacknowledged: [0, 0, 0, 0],
      standing: [0, 0, 0, 0],
      hidden: [0, 0, 0].map(
        (_, at) =>
          [...alarms.values()].filter(
            (body) => body.letter === "EFG"[at] && plant.alarms[body.alarm].system === system.id,
          ).length,
      ),
      mode: room.modes.get(system.id),
      tags: own.length,
      tags_bad: own.filter(([, at]) => plant.state[at].quality >= 0x80000000).length,
    };
  });
}

function frame(tags) {
  const k = tags.length;
  const buffer = new ArrayBuffer(16 + 24 * k);
  new Uint8Array(buffer).set([0x57, 0x4b, 0x56, 0x31]);
  const view = new DataView(buffer);
  view.setUint32(4, k, true);
  view.setFloat64(8, Date.now(), true);
  new Float64Array(buffer, 16, k).set(tags.map((at) => plant.state[at].value));
  new Float64Array(buffer, 16 + 8 * k, k).set(
    tags.map((at) => (plant.state[at].lost ? started_ms : Date.now())),
  );
  new Uint32Array(buffer, 16 + 16 * k, k).set(tags.map((at) => plant.state[at].quality));
  new Uint32Array(buffer, 16 + 20 * k, k).set(tags);
  return Buffer.from(buffer);
}

const wants = (client, tag) => tag.overview || client.systems.has(tag.system);

setInterval(() => {
  scan++;
  stepPlant(plant);
  for (const client of clients) {
    for (const system of plant.systems) {
      const tags = plant.tags.flatMap((tag, at) =>
        tag.system === system.id && wants(client, tag) && !(scan > 3 && plant.state[at].lost)
          ? [at]
          : [],
      );
      if (tags.length > 0) client.send(frame(tags));
    }
  }
  if (options.churn) {
    const changed = Array.from({ length: 5 }, () => {
      const alarm = Math.floor(plant.roll() * plant.alarms.length);
      const body = alarms.get(alarm);
      return body?.active ? room.returned(body) : room.raise(alarm);
    });
    shout({ type: "alarms", server_time_ms: Date.now(), full: false, alarms: changed });
  }
}, 500);

setInterval(() => {
  const last_scan_ms =
    options.stall && Date.now() - started_ms > 8000 ? started_ms + 8000 : Date.now();
  shout({
    type: "heartbeat",
    server_time_ms: Date.now(),
    last_scan_ms,
    scan_sequence: scan,
    journal_error: null,
    historian_error: null,
  });
}, 1000);

function history(query) {
  const [from, to, wanted] = [
    Number(query.get("from_ms")),
    Number(query.get("to_ms")),
    Number(query.get("buckets")),
  ];
  const at = plant.tags.findIndex((tag) => tag.name === query.get("tag"));
  const tag = plant.tags[at];
  const bucket_ms = (to - from) / wanted;
  const span = tag.range_high_eu - tag.range_low_eu;
  const body = {
    tag: tag.name,
    raw: bucket_ms < 1000,
    bucket_ms,
    times_ms: [],
    minimum: [],
    maximum: [],
    mean: [],
    worst_quality: [],
    counts: [],
  };
  for (let n = 0; n < wanted; n++) {
    const time = from + n * bucket_ms;
    const wave =
      Math.sin(time / 90_000 + at) + 0.4 * Math.sin(time / 13_000) + Math.sin(time / 8e7);
    const mean =
      tag.kind === "discrete"
        ? Math.round(plant.state[at].value)
        : plant.state[at].value + wave * span * 0.03;
    const spread = tag.kind === "discrete" ? 0 : span * 0.004 * Math.min(6, 1 + bucket_ms / 60_000);
    const bad = Math.floor(time / (bucket_ms * 40)) % 11 === 3;
    body.times_ms.push(time);
    body.mean.push(bad ? null : mean);
    body.minimum.push(bad ? null : mean - spread);
    body.maximum.push(bad ? null : mean + spread);
    body.worst_quality.push(bad ? 0x80310000 : 0);
    body.counts.push(bad ? 0 : 10);
  }
  return body;
}

function journalPage(query) {
  const before = Number(query.get("before_sequence") ?? journal.length);
  const wanted = journal.filter(
    ({ sequence, record }) =>
      sequence < before &&
      (!query.get("tag") || record.tag === query.get("tag")) &&
      (!query.get("alarm") || record.alarm === query.get("alarm")) &&
      (!query.get("kinds") || query.get("kinds").split(",").includes(record.type)),
  );
  const entries = wanted.slice(-Number(query.get("limit") ?? 100)).reverse();
  const last = entries.at(-1)?.sequence ?? 0;
  return { entries, next_before: wanted[0]?.sequence < last ? last : null };
}

const results = (items) => ({ results: items });
const done = { id: "1", done: true, reason: "", detail: "" };

function operate(order) {
  const control = plant.equipment
    .find((one) => one.name === order.equipment)
    .controls.find((one) => one.name === order.control);
  const command = { type: "operate", id: "1", actor, at_ns: 0, ...order };
  if (control.kind === "analogue" && order.value > 90) {
    note({
      type: "command_refused",
      command,
      reason: "out_of_range",
      detail: "the drive allows at most 90 %",
    });
    return results([
      { id: "1", done: false, reason: "out_of_range", detail: "the drive allows at most 90 %" },
    ]);
  }
  note({ type: "command_accepted", command });
  const at = plant.tags.findIndex((tag) => tag.name === control.feedback_tag);
  setTimeout(() => {
    plant.state[at].value = order.value;
  }, 2500);
  return results([done]);
}

const POSTS = {
  "/api/acknowledge": (order) => room.command("acknowledge", order),
  "/api/alarm-command": (order) => room.command(order.verb, order),
  "/api/mode": (order) => {
    const answer = room.setMode(order);
    shout({ type: "summaries", summaries: summaries() });
    return answer;
  },
  "/api/operate": operate,
  "/api/disturb": (order) => {
    note({ type: "inject_fault", command_id: "1", ...order });
    return results([done]);
  },
  "/api/console-state": () => null,
};
const GETS = {
  "/api/site": () => site,
  "/api/history": history,
  "/api/journal": journalPage,
  "/api/alarm-sheet": (query) => sheetOf(plant, alarms, Number(query.get("alarm"))),
  "/api/alarm-figures": (query) => figuresOf(plant, query),
  "/api/alarm-worklist": (query) => worklistOf(plant, query),
  "/api/alarm-advice": (query) => adviceOf(plant, query),
};
const TYPES = {
  ".html": "text/html",
  ".js": "text/javascript",
  ".css": "text/css",
  ".svg": "image/svg+xml",
};
const DIST = new URL("../../src/wakeful/console_dist/", import.meta.url).pathname;

const server = createServer(async (request, response) => {
  const url = new URL(request.url, "http://localhost");
  const answer = (body) => {
    response.writeHead(body === null ? 204 : 200, { "content-type": "application/json" });
    response.end(body === null ? undefined : JSON.stringify(body));
  };
  if (request.method === "POST") {
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    const body = JSON.parse(Buffer.concat(chunks).toString() || "{}");
    return answer(POSTS[url.pathname](body));
  }
  if (GETS[url.pathname]) return answer(GETS[url.pathname](url.searchParams));
  const path = url.pathname === "/" ? "index.html" : url.pathname.slice(1);
  try {
    const file = await readFile(join(DIST, path));
    response.writeHead(200, { "content-type": TYPES[extname(path)] ?? "application/octet-stream" });
    response.end(file);
  } catch {
    response.writeHead(404).end();
  }
});

new WebSocketServer({ server, path: "/api/stream", perMessageDeflate: false }).on(
  "connection",
  (client) => {
    client.systems = new Set();
    clients.add(client);
    say(client, { type: "configuration", configuration_sha256: sha });
    say(client, {
      type: "alarms",
      server_time_ms: Date.now(),
      full: true,
      alarms: [...alarms.values()],
    });
    say(client, { type: "summaries", summaries: summaries() });
    say(client, { type: "positions", positions: [room.position()] });
    client.on("message", (text) => {
      client.systems = new Set(JSON.parse(text).systems);
      client.send(frame(plant.tags.flatMap((tag, at) => (wants(client, tag) ? [at] : []))));
    });
    client.on("close", () => clients.delete(client));
  },
);
server.listen(Number(options.port), "127.0.0.1", () =>
  console.log(`http://127.0.0.1:${options.port}/`),
);
