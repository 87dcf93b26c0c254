/** The alarm side of the stand-in server: states, overrides, floods, sheets, figures, advice. Development only. */

const EMPTY = { reason: "", until_ns: null, hidden_count: null };

const LOUD = ["abnormal", "more_urgent", "re_alarm"];

export function makeAlarmRoom(plant, { note, shout, actor }) {
  const alarms = new Map();
  const modes = new Map(plant.systems.map((system) => [system.id, system.modes[1] ?? ""]));
  const flood = { on: false, since_ms: null, total: 0, raised: [] };

  function changed(before, body, event, extra = {}) {
    const definition = plant.alarms[body.alarm];
    const annunciated = LOUD.includes(event);
    note({
      type: "alarm_changed",
      alarm: definition.name,
      tag: definition.tag,
      kind: definition.kind,
      priority: body.priority,
      event,
      before: before?.letter ?? "A",
      after: body.letter,
      occurrence: body.occurrence,
      revision: body.revision,
      value: body.value,
      quality: 0,
      limit_eu: definition.limit_eu,
      actor: annunciated || event === "normal" ? null : actor,
      command_id: null,
      revision_seen: null,
      marks: [],
      annunciated,
      hidden: false,
      priority_peak: 0,
      priority_seen: 0,
      onset_ns: body.onset_ms * 1e6,
      ...EMPTY,
      ...extra,
    });
  }

  function letterOf(body) {
    const kinds = new Set(body.overrides.map((one) => one.kind));
    if (kinds.has("out_of_service")) return "G";
    if (kinds.has("suppressed")) return "F";
    if (kinds.has("shelved")) return "E";
    if (body.active || body.latched) return body.waiting ? "B" : "C";
    return body.waiting ? "D" : "A";
  }

  function put(body, event, extra) {
    const before = alarms.get(body.alarm);
    const next = { ...body, revision: (before?.revision ?? 0) + 1, changed_ms: Date.now() };
    next.letter = letterOf(next);
    if (LOUD.includes(event)) next.annunciated_revision = next.revision;
    changed(before, next, event, extra);
    if (next.letter === "A") alarms.delete(next.alarm);
    else alarms.set(next.alarm, next);
    return next;
  }

  function bodyAt(alarm, raised_ms) {
    const definition = plant.alarms[alarm];
    const before = alarms.get(alarm);
    return {
      alarm,
      letter: "B",
      priority: definition.priority,
      occurrence: (before?.occurrence ?? 3) + 1,
      revision: before?.revision ?? 0,
      raised_ms,
      changed_ms: raised_ms,
      value: definition.limit_eu === null ? null : definition.limit_eu * 1.04,
      trusted: alarm % 11 !== 4,
      acknowledged_by: null,
      acknowledged_ms: null,
      onset_ms: raised_ms - 2000,
      respond_by_ms: alarm % 4 === 1 ? null : raised_ms + 60_000 * [3, 10, 30][alarm % 3],
      active: true,
      waiting: true,
      latched: alarm % 9 === 5,
      silenced: alarm % 17 === 6,
      annunciated_revision: 1,
      priority_peak: alarm % 13 === 7 ? Math.max(1, definition.priority - 2) : definition.priority,
      first_out: alarm % 19 === 3 ? "first" : alarm % 19 === 8 ? "tied" : "",
      overrides: before?.overrides ?? [],
    };
  }

  function raise(alarm, raised_ms = Date.now()) {
    flood.raised.push(Date.now());
    if (flood.on) flood.total++;
    return put(bodyAt(alarm, raised_ms), "abnormal");
  }

  const returned = (body) => put({ ...body, active: false }, "normal");
  const acknowledged = (body) =>
    put(
      {
        ...body,
        waiting: false,
        priority_peak: body.priority,
        acknowledged_by: actor.name,
        acknowledged_ms: Date.now(),
      },
      "acknowledge",
    );

  function hide(alarm, kind, reason, until_ms, by = actor.name, hidden = 0) {
    const body = alarms.get(alarm) ?? {
      ...bodyAt(alarm, Date.now()),
      active: false,
      waiting: false,
    };
    const override = {
      kind,
      by,
      reason,
      since_ms: Date.now() - (by === actor.name ? 0 : 3.4e6),
      until_ms,
      one_shot: false,
      hidden_count: hidden,
      hidden_ms: hidden > 0 ? Date.now() - 4e5 : null,
    };
    const event =
      { shelved: "shelve_timed", suppressed: "suppress" }[kind] ?? "remove_from_service";
    const until_ns = until_ms === null ? null : until_ms * 1e6;
    return put({ ...body, overrides: [...body.overrides, override] }, event, { reason, until_ns });
  }

  function show(alarm, kind) {
    const body = alarms.get(alarm);
    const rest = body.overrides.filter((one) => one.kind !== kind);
    const gone = body.overrides.find((one) => one.kind === kind);
    const event = kind === "shelved" ? "unshelve" : "return_to_service";
    return put({ ...body, overrides: rest }, event, { hidden_count: gone.hidden_count });
  }

  const ACTS = {
    acknowledge: (body) => acknowledged(body),
    silence: (body) => put({ ...body, silenced: true }, "silence"),
    reset: (body) => put({ ...body, latched: false }, "reset"),
    shelve: (body, order) =>
      hide(body.alarm, "shelved", order.reason, Date.now() + order.duration_ms),
    unshelve: (body) => show(body.alarm, "shelved"),
    remove_from_service: (body, order) => hide(body.alarm, "out_of_service", order.reason, null),
    return_to_service: (body) => show(body.alarm, "out_of_service"),
  };

  function command(verb, order) {
    const moved = [];
    const results = order.items.map((item) => {
      const body = alarms.get(item.alarm) ?? bodyAt(item.alarm, Date.now());
      const id = String(item.alarm);
      if (item.alarm % 5 === 2)
        return {
          id,
          done: false,
          reason: "changed_since",
          detail: "became critical at 12:04:11, after what you saw",
        };
      moved.push(ACTS[verb](body, order));
      return { id, done: true, reason: "", detail: "" };
    });
    shout({ type: "alarms", server_time_ms: Date.now(), full: false, alarms: moved });
    return { results };
  }

  function position() {
    const now = Date.now();
    flood.raised = flood.raised.filter((at) => at > now - 600_000);
    return {
      position: "desk",
      flood: flood.on,
      since_ms: flood.since_ms,
      count: flood.raised.length,
      total: flood.on ? flood.total : 0,
    };
  }

  function setFlood(on) {
    flood.on = on;
    flood.since_ms = on ? Date.now() : null;
    flood.total = on ? flood.raised.length : 0;
    note({
      type: "flood_changed",
      position: "desk",
      active: on,
      count: flood.raised.length,
      window_ms: 600_000,
      total: flood.total,
    });
    shout({ type: "positions", positions: [position()] });
  }

  function setMode({ system, mode, reason }) {
    const before = modes.get(system);
    modes.set(system, mode);
    note({
      type: "mode_changed",
      system,
      before,
      after: mode,
      cause: reason,
      actor,
      command_id: "1",
    });
    return { results: [{ id: "1", done: true, reason: "", detail: "" }] };
  }

  return {
    alarms,
    modes,
    raise,
    returned,
    acknowledged,
    hide,
    command,
    position,
    setFlood,
    setMode,
  };
}
