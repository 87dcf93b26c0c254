/** A small site for the tests: two systems, one below the other, and a third beside them. */

import type {
  AlarmBody,
  AlarmDefinitionBody,
  ControlBody,
  EquipmentBody,
  OverrideBody,
  SiteBody,
  SystemBody,
  TagBody,
} from "../schema";

export function exampleTag(part: Partial<TagBody> = {}): TagBody {
  return {
    name: "LT1",
    system: "works",
    description: "Level of tank 1",
    unit: "m",
    kind: "analogue",
    states: [],
    range_low_eu: 0,
    range_high_eu: 10,
    normal_low_eu: 2,
    normal_high_eu: 8,
    resolution_eu: 0.01,
    age_limit_ms: 5_000,
    overview: true,
    ...part,
  };
}

export function exampleAlarm(part: Partial<AlarmDefinitionBody> = {}): AlarmDefinitionBody {
  return {
    name: "LT1.high",
    tag: "LT1",
    system: "works",
    kind: "high",
    priority: 2,
    limit_eu: 9,
    deadband_eu: 0.2,
    on_delay_ms: 0,
    off_delay_ms: 0,
    message: "Tank 1 level high",
    response: "Stop the inlet pump.",
    ...part,
  };
}

/** Active, waiting and the peak follow from the letter and the priority unless they are said. */
export function exampleBody(part: Partial<AlarmBody> = {}): AlarmBody {
  const letter = part.letter ?? "B";
  return {
    alarm: 0,
    letter: "B",
    priority: 2,
    occurrence: 1,
    revision: 1,
    raised_ms: 1_000,
    changed_ms: 1_000,
    value: 9.1,
    trusted: true,
    acknowledged_by: null,
    acknowledged_ms: null,
    onset_ms: 1_000,
    respond_by_ms: null,
    active: letter === "B" || letter === "C",
    waiting: letter === "B" || letter === "D",
    latched: false,
    silenced: false,
    annunciated_revision: 1,
    priority_peak: part.priority ?? 2,
    first_out: "",
    overrides: [],
    ...part,
  };
}

export function exampleOverride(part: Partial<OverrideBody> = {}): OverrideBody {
  return {
    kind: "shelved",
    by: "ada",
    reason: "transmitter under repair",
    since_ms: 1_000,
    until_ms: 3_601_000,
    one_shot: false,
    hidden_count: 0,
    hidden_ms: null,
    ...part,
  };
}

export function exampleSystem(part: Partial<SystemBody> = {}): SystemBody {
  return {
    id: "works",
    name: "Works",
    parent: "",
    description: "",
    modes: [],
    mode_tag: "",
    ...part,
  };
}

export function exampleControl(part: Partial<ControlBody> = {}): ControlBody {
  return {
    name: "run",
    kind: "switch",
    feedback_tag: "P1",
    labels: ["stop", "start"],
    low_eu: 0,
    high_eu: 1,
    unit: "",
    needs_manual: true,
    ...part,
  };
}

export function exampleEquipment(part: Partial<EquipmentBody> = {}): EquipmentBody {
  return {
    name: "pump 1",
    system: "zone",
    kind: "pump",
    description: "Inlet pump",
    controls: [exampleControl()],
    tags: ["FT1"],
    ...part,
  };
}

export function exampleSite(part: Partial<SiteBody> = {}): SiteBody {
  return {
    name: "Example",
    version: "0",
    configuration_sha256: "aa",
    user: "operator",
    role: "operator",
    server_time_ms: 1_000_000,
    history_start_ms: null,
    shelve_ms_max: 12 * 3_600_000,
    positions: [
      {
        id: "desk",
        name: "Desk",
        systems: ["works", "zone", "host"],
        flood_begin: 10,
        flood_end: 5,
        flood_window_ms: 600_000,
      },
    ],
    systems: [
      exampleSystem(),
      exampleSystem({ id: "zone", name: "Zone", parent: "works" }),
      exampleSystem({ id: "host", name: "Host" }),
    ],
    tags: [
      exampleTag(),
      exampleTag({ name: "FT1", system: "zone", description: "Inlet flow", unit: "m³/h" }),
      exampleTag({
        name: "P1",
        system: "zone",
        kind: "discrete",
        states: ["stopped", "running"],
        unit: "",
      }),
      exampleTag({
        name: "cpu",
        system: "host",
        description: "Processor load",
        unit: "%",
        overview: false,
      }),
    ],
    alarms: [
      exampleAlarm(),
      exampleAlarm({
        name: "FT1.low",
        tag: "FT1",
        system: "zone",
        kind: "low",
        priority: 3,
        limit_eu: 1,
        message: "Inlet flow low",
      }),
      exampleAlarm({
        name: "cpu.high_high",
        tag: "cpu",
        system: "host",
        kind: "high_high",
        priority: 1,
        message: "Processor load very high",
      }),
      exampleAlarm({ name: "LT1.input_bad", kind: "input_bad", priority: 4, limit_eu: null }),
    ],
    equipment: [exampleEquipment()],
    sources: [
      {
        id: "hydraulics",
        driver: "simulated",
        simulated: true,
        faults: [
          {
            name: "trip",
            description: "A pump trips.",
            targets: ["pump 1"],
            severity_low: 0,
            severity_high: 1,
            severity_meaning: "",
          },
        ],
      },
      { id: "host", driver: "host", simulated: false, faults: [] },
    ],
    ...part,
  };
}
