/** A made-up site for looking at the console: systems, tags, alarms and values that wander. Development only. */

const KINDS = [
  ["level", "m", 0, 8, 2.5, 6.5],
  ["pressure", "bar", 0, 10, 3, 6],
  ["flow", "m\u00b3/h", 0, 400, 80, 280],
  ["temperature", "\u00b0C", -10, 120, 15, 85],
  ["load", "%", 0, 100, 0, 80],
  ["chlorine", "mg/l", 0, 2, 0.2, 0.8],
];
const NAMES = [
  "This machine",
  "Water works",
  "Chemical plant",
  "North intake",
  "Pumping station 4",
  "Reservoir Hill",
  "Cooling water",
  "Compressed air",
  "Boiler house",
  "Tank farm",
  "Flare and vents",
  "Power supply",
];

function random(seed) {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

function alarmsOf(tag, at) {
  const span = tag.range_high_eu - tag.range_low_eu;
  const make = (kind, priority, limit_eu, words) => ({
    name: `${tag.name}.${kind}`,
    tag: tag.name,
    system: tag.system,
    kind,
    priority,
    limit_eu,
    deadband_eu: +(span * 0.02).toFixed(2),
    on_delay_ms: 2000,
    off_delay_ms: 5000,
    message: `${tag.description} ${words}`,
    response: "Check the instrument, then throttle the outlet.",
  });
  if (at % 2 === 1) return [make("high", 4, tag.normal_high_eu + span * 0.06, "high")];
  return [
    make("high_high", 1 + (at % 5 === 0 ? 0 : 1), tag.normal_high_eu + span * 0.12, "very high"),
    make("high", 3, tag.normal_high_eu + span * 0.04, "high"),
    make("low", 3, tag.normal_low_eu - span * 0.04, "low"),
    make("input_bad", 2, null, "input bad"),
  ];
}

function tagsOf(system, count, at) {
  const tags = [];
  for (let n = 0; n < count; n++) {
    const [kind, unit, low, high, nlow, nhigh] = KINDS[(n + at) % KINDS.length];
    const discrete = n % 9 === 8;
    tags.push({
      name: `${system.id}.${discrete ? "P" : `${kind.slice(0, 1).toUpperCase()}T`}${101 + n}`,
      system: system.id,
      description: discrete
        ? `Pump ${101 + n} state`
        : `${kind[0].toUpperCase()}${kind.slice(1)} ${101 + n}`,
      unit: discrete ? "" : unit,
      kind: discrete ? "discrete" : "analogue",
      states: discrete ? ["stopped", "running", "tripped"] : [],
      range_low_eu: discrete ? 0 : low,
      range_high_eu: discrete ? 2 : high,
      normal_low_eu: discrete ? null : nlow,
      normal_high_eu: discrete ? null : nhigh,
      resolution_eu: discrete ? null : (high - low) / 1000,
      age_limit_ms: 5000,
      overview: n < 8,
    });
  }
  return tags;
}

function equipmentOf(system, tags) {
  return tags
    .filter((tag) => tag.kind === "discrete")
    .slice(0, 4)
    .map((tag, at) => ({
      name: tag.name.replace(".", "-"),
      system: system.id,
      kind: at === 3 ? "valve" : "pump",
      description: at === 3 ? "Outlet valve" : "Transfer pump",
      controls: [
        {
          name: "mode",
          kind: "mode",
          feedback_tag: `${tag.name}.mode`,
          labels: ["AUTO", "MANUAL"],
          low_eu: 0,
          high_eu: 1,
          unit: "",
          needs_manual: false,
        },
        {
          name: "run",
          kind: "switch",
          feedback_tag: tag.name,
          labels: ["stop", "start"],
          low_eu: 0,
          high_eu: 1,
          unit: "",
          needs_manual: true,
        },
        {
          name: "speed",
          kind: "analogue",
          feedback_tag: tags[4].name,
          labels: [],
          low_eu: 0,
          high_eu: 100,
          unit: "%",
          needs_manual: false,
        },
      ],
      tags: tags
        .filter((_, n) => n % 3 === at)
        .slice(0, 6)
        .map((one) => one.name),
    }));
}

export function makePlant({ systems: wanted, tags: perSystem }) {
  const roll = random(7);
  const systems = Array.from({ length: wanted }, (_, at) => ({
    id: `s${at + 1}`,
    name: NAMES[at] ?? `Unit ${at + 1}`,
    parent: "",
    description: "Made up for development",
    modes: at % 3 === 1 ? ["start-up", "running", "shut-down", "maintenance"] : [],
    mode_tag: "",
  }));
  if (wanted >= 2) {
    systems.push({
      id: "s2a",
      name: "High zone",
      parent: "s2",
      description: "",
      modes: [],
      mode_tag: "",
    });
    systems.push({
      id: "s2b",
      name: "Low zone",
      parent: "s2",
      description: "",
      modes: [],
      mode_tag: "",
    });
  }
  const tags = [];
  const equipment = [];
  systems.forEach((system, at) => {
    const own = tagsOf(system, perSystem, at);
    const gear = equipmentOf(system, own);
    equipment.push(...gear);
    tags.push(...own);
    for (const one of gear) {
      tags.push({
        ...own[0],
        name: one.controls[0].feedback_tag,
        description: "Mode",
        unit: "",
        kind: "discrete",
        states: ["AUTO", "MANUAL"],
        normal_low_eu: null,
        normal_high_eu: null,
        resolution_eu: null,
        range_low_eu: 0,
        range_high_eu: 1,
        overview: false,
      });
    }
  });
  const alarms = tags.flatMap((tag, at) => (tag.kind === "discrete" ? [] : alarmsOf(tag, at)));
  const state = tags.map((tag, at) => ({
    value:
      tag.kind === "discrete"
        ? tag.states.length === 2
          ? 0
          : 1
        : tag.normal_low_eu + (tag.normal_high_eu - tag.normal_low_eu) * (0.2 + 0.6 * roll()),
    quality: at % 37 === 21 ? 0x808c0000 : at % 53 === 30 ? 0x40930000 : 0,
    drift: roll() - 0.5,
    lost: at % 41 === 17,
  }));
  const faults = [
    {
      name: "burst",
      description: "A pipe bursts at a node; flow leaves the network.",
      targets: ["s2.FT103", "s2.LT101"],
      severity_low: 0,
      severity_high: 200,
      severity_meaning: "leak, m\u00b3/h at 5 bar",
    },
    {
      name: "freeze",
      description: "An instrument repeats its last value.",
      targets: tags.slice(0, 10).map((tag) => tag.name),
      severity_low: 0,
      severity_high: 0,
      severity_meaning: "",
    },
  ];
  return {
    systems,
    tags,
    equipment,
    alarms,
    state,
    roll,
    sources: [{ id: "waterworks", driver: "simulated", simulated: true, faults }],
  };
}

export function stepPlant({ tags, state, roll }) {
  tags.forEach((tag, at) => {
    if (tag.kind === "discrete") return;
    const one = state[at];
    const span = tag.range_high_eu - tag.range_low_eu;
    const middle = (tag.normal_low_eu + tag.normal_high_eu) / 2;
    one.drift = 0.98 * one.drift + 0.4 * (roll() - 0.5) - (0.02 * (one.value - middle)) / span;
    one.value += one.drift * span * 0.002;
  });
}
