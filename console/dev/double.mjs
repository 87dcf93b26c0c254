/**
 * A stand-in for the server on the same wire, with made-up data, for working on the console's looks.
 * node dev/double.mjs --systems 12 --tags 30 --alarms 20 --port 8790 [--stall] [--user none]
 */
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join } from "node:path";
import { parseArgs } from "node:util";
import { WebSocketServer } from "ws";
import { makePlant, stepPlant } from "./plant.mjs";

const { values: options } = parseArgs({
  options: {
    systems: { type: "string", default: "3" },
    tags: { type: "string", default: "40" },
    alarms: { type: "string", default: "12" },
    port: { type: "string", default: "8790" },
    stall: { type: "boolean", default: false },
    churn: { type: "boolean", default: false },
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
  role: "operator",
  server_time_ms: started_ms,
  history_start_ms: started_ms - 40 * 86_400_000,
  systems: plant.systems,
  tags: plant.tags,
  alarms: plant.alarms,
  equipment: plant.equipment,
  sources: plant.sources,
};
const alarms = new Map();
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

function raise(alarm, letter) {
  const definition = plant.alarms[alarm];
  const before = alarms.get(alarm);
  const body = {
    alarm,
    letter,
    priority: definition.priority,
    occurrence: (before?.occurrence ?? 0) + (letter === "B" ? 1 : 0),
    revision: (before?.revision ?? 0) + 1,
    raised_ms:
      letter === "B"
        ? Date.now() - (scan < 2 ? Math.floor(plant.roll() * 4e6) : 0)
        : before.raised_ms,
    changed_ms: Date.now(),
    value: definition.limit_eu === null ? null : definition.limit_eu * 1.04,
    trusted: alarm % 11 !== 4,
    acknowledged_by: letter === "C" ? "operator" : null,
    acknowledged_ms: letter === "C" ? Date.now() : null,
  };
  alarms.set(alarm, body);
  const event = {
    B: "abnormal",
    C: "acknowledge",
    D: "normal",
    A: before?.letter === "D" ? "acknowledge" : "normal",
  }[letter];
  note({
    type: "alarm_changed",
    alarm: definition.name,
    tag: definition.tag,
    kind: definition.kind,
    priority: definition.priority,
    event,
    before: before?.letter ?? "A",
    after: letter,
    occurrence: body.occurrence,
    revision: body.revision,
    value: body.value,
    quality: 0,
    limit_eu: definition.limit_eu,
    actor: event === "acknowledge" ? actor : null,
    command_id: null,
    revision_seen: null,
  });
  if (letter === "A") alarms.delete(alarm);
  return body;
}

const many = Number(options.alarms);
for (let n = 0; n < Math.min(many, plant.alarms.length); n++) {
  const alarm = Math.floor((n * plant.alarms.length) / many);
  raise(alarm, "B");
  if (n % 3 === 1) raise(alarm, "C");
  if (n % 7 === 2) raise(alarm, "D");
}

const say = (client, message) => client.send(JSON.stringify(message));
const shout = (message) => {
  for (const client of clients) say(client, message);
};

function summaries() {
  return plant.systems.map((system) => {
    const own = plant.tags.map((tag, at) => [tag, at]).filter(([tag]) => tag.system === system.id);
    return {
      system: system.id,
      unacknowledged: [0, 0, 0, 0],
      standing: [0, 0, 0, 0],
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
      const letter = alarms.get(alarm)?.letter;
      return raise(alarm, letter === "B" ? "D" : letter === "C" ? "A" : "B");
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
      sequence < before && (!query.get("tag") || record.tag === query.get("tag")),
  );
  const entries = wanted.slice(-Number(query.get("limit") ?? 100)).reverse();
  const last = entries.at(-1)?.sequence ?? 0;
  return { entries, next_before: wanted[0]?.sequence < last ? last : null };
}

const results = (items) => ({ results: items });
const done = { id: "1", done: true, reason: "", detail: "" };

function acknowledge({ items }) {
  const changed = [];
  const answers = items.map(({ alarm, occurrence, revision }) => {
    const body = alarms.get(alarm);
    if (alarm % 5 === 2)
      return {
        id: "1",
        done: false,
        reason: "changed_since",
        detail: "raised again at 12:04:11 as occurrence 4",
      };
    if (body?.occurrence !== occurrence || body.revision !== revision)
      return { id: "1", done: false, reason: "new_occurrence", detail: "a new occurrence began" };
    changed.push(raise(alarm, body.letter === "D" ? "A" : "C"));
    return done;
  });
  shout({ type: "alarms", server_time_ms: Date.now(), full: false, alarms: changed });
  return results(answers);
}

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
  "/api/acknowledge": acknowledge,
  "/api/operate": operate,
  "/api/disturb": (order) => {
    note({ type: "inject_fault", command_id: "1", ...order });
    return results([done]);
  },
  "/api/console-state": () => null,
};
const GETS = { "/api/site": () => site, "/api/history": history, "/api/journal": journalPage };
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
