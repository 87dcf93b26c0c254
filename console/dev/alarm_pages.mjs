/** Made-up answers for the pages about the alarm system: sheet, figures, worklist, advice. Development only. */

const HOUR = 3_600_000;

export function sheetOf(plant, alarms, alarm) {
  const definition = plant.alarms[alarm];
  const bare = alarm % 3 === 1;
  const state = alarms.get(alarm) ?? {
    alarm,
    letter: "A",
    priority: definition.priority,
    occurrence: 3,
    revision: 9,
    raised_ms: Date.now() - 9 * HOUR,
    changed_ms: Date.now() - 8 * HOUR,
    value: null,
    trusted: true,
    acknowledged_by: null,
    acknowledged_ms: null,
    onset_ms: Date.now() - 9 * HOUR,
    respond_by_ms: null,
    active: false,
    waiting: false,
    latched: false,
    silenced: false,
    annunciated_revision: 9,
    priority_peak: definition.priority,
    first_out: "",
    overrides: [],
  };
  return {
    ...definition,
    alarm,
    position: "desk",
    expression: "",
    window_ms: 0,
    cause: bare ? "" : "Outlet valve stuck, or more inflow than the pumps can take",
    consequence: bare ? "" : "The tank overflows into the bund; the pump loses suction",
    consequence_severity: bare ? "" : "major",
    response_time_ms: bare ? 0 : 600_000,
    basis: bare ? "" : "Overflow at 8.2 m, less ten minutes at full inflow",
    alarm_class: bare ? "" : "environment",
    missing: bare ? ["cause", "consequence", "response_time_ms"] : [],
    latching: alarm % 9 === 5,
    auto_acknowledge: false,
    re_alarm_ms: 1_800_000,
    escalation: "critical beyond 7.8 m, or when not acknowledged for 5 min",
    group: "transfer",
    group_alarms: [alarm, alarm + 1, alarm + 4],
    suppress_when: "transfer pump stopped",
    shelve_ms_max: 8 * HOUR,
    event_only: false,
    modes: [
      { mode: "start-up", limit_eu: definition.limit_eu, priority: 4, suppressed: false },
      { mode: "shut-down", limit_eu: null, priority: null, suppressed: true },
    ],
    state,
    annunciated_24_h: 7,
    annunciated_30_days: 96,
  };
}

const DEFINITIONS = [
  [
    "per_10_min",
    "Annunciated in ten minutes",
    "",
    "Mean over the period.",
    "about 1, at most 2 (ISA-18.2)",
    1,
    2,
  ],
  [
    "per_hour",
    "Annunciated an hour",
    "",
    "Mean over the period.",
    "about 6, at most 12 (ISA-18.2)",
    6,
    12,
  ],
  [
    "per_day",
    "Annunciated a day",
    "",
    "Mean over the period.",
    "about 150, at most 300 (ISA-18.2)",
    150,
    300,
  ],
  [
    "peak_per_10_min",
    "Most in ten minutes",
    "",
    "The worst clock interval of ten minutes.",
    "at most 10 (ISA-18.2)",
    10,
    10,
  ],
  [
    "windows_over_share",
    "Ten-minute intervals above 10",
    "%",
    "Share of the clock intervals with more than ten annunciations.",
    "below 1 % (ISA-18.2)",
    0.01,
    0.05,
  ],
  [
    "flood_share",
    "Time in flood",
    "%",
    "From more than 10 in ten minutes until fewer than 5.",
    "below 1 % (ISA-18.2)",
    0.01,
    0.05,
  ],
  [
    "top_10_share",
    "Share of the ten most frequent",
    "%",
    "Of all annunciations of the period.",
    "1 to 5 % (ISA-18.2)",
    0.05,
    0.2,
  ],
  [
    "chattering",
    "Chattering alarms",
    "",
    "Three annunciations within 60 s.",
    "none (ISA-18.2)",
    0,
    0,
  ],
  [
    "fleeting",
    "Fleeting alarms",
    "",
    "Active for less than 10 s, not again within 60 s.",
    "none (ISA-18.2)",
    0,
    0,
  ],
  [
    "stale",
    "Stale alarms",
    "",
    "Active for more than 24 h, acknowledged or not.",
    "fewer than 5 (ISA-18.2)",
    5,
    10,
  ],
  ["standing", "Standing now", "", "Active at the end of the period.", "", null, null],
  ["shelved", "Shelved now", "", "At the end of the period.", "", null, null],
  ["out_of_service", "Out of service now", "", "At the end of the period.", "", null, null],
  [
    "hidden",
    "Kept from sounding",
    "",
    "Would have sounded but were shelved, suppressed or out of service.",
    "",
    null,
    null,
  ],
  [
    "acknowledge_median_s",
    "Time to acknowledge, median",
    "s",
    "From annunciation to acknowledgement.",
    "",
    null,
    null,
  ],
];

export function figuresOf(plant, query) {
  const [from_ms, to_ms] = [Number(query.get("from_ms")), Number(query.get("to_ms"))];
  const bin_ms = Math.max(600_000, Math.ceil((to_ms - from_ms) / 150 / 600_000) * 600_000);
  const bins = [];
  for (let at = from_ms; at < to_ms; at += bin_ms) {
    const wave = Math.max(0, Math.sin(at / 7e6) + Math.sin(at / 1.3e6));
    const burst = Math.sin(at / 9e6) > 0.985 ? 24 : 0;
    bins.push({ at_ms: at, annunciated: Math.round(wave * 3 + burst), hidden: Math.round(wave) });
  }
  const annunciated = bins.reduce((sum, bin) => sum + bin.annunciated, 0);
  const covered_ms = to_ms - from_ms - 2 * HOUR;
  const minutes = covered_ms / 60_000;
  const one = (position) => ({
    position,
    from_ms,
    to_ms,
    covered_ms,
    unwatched: [{ begin_ms: from_ms, end_ms: from_ms + 2 * HOUR }],
    annunciated,
    per_10_min: (10 * annunciated) / minutes,
    per_hour: (60 * annunciated) / minutes,
    per_day: (1440 * annunciated) / minutes,
    peak_per_10_min: 27,
    peak_at_ms: from_ms + 3 * HOUR,
    windows: 144,
    windows_over: 3,
    windows_over_share: 0.021,
    floods: [
      {
        begin_ms: from_ms + 3 * HOUR,
        end_ms: from_ms + 3.7 * HOUR,
        annunciated: 61,
        peak_per_window: 31,
      },
    ],
    flood_share: 0.029,
    top: plant.alarms.slice(0, 10).map((alarm, at) => ({
      alarm: alarm.name,
      count: Math.round(60 / (at + 1)),
      share: 0.28 / (at + 1),
    })),
    top_10_share: 0.71,
    by_priority: [3, 31, 77, 121],
    chattering: 4,
    fleeting: 0,
    stale: 7,
    standing: 19,
    shelved: 3,
    suppressed: 2,
    out_of_service: 1,
    hidden: 14,
    acknowledged: 201,
    acknowledge_median_s: 42,
    acknowledge_p90_s: 312,
    unacknowledged: 31,
    bin_ms,
    bins,
  });
  return {
    server_time_ms: Date.now(),
    definitions: DEFINITIONS.map(
      ([key, title, unit, meaning, target, acceptable_max, manageable_max]) => ({
        key,
        title,
        unit,
        meaning,
        target,
        acceptable_max,
        manageable_max,
      }),
    ),
    figures: [
      one(""),
      one("desk"),
      { ...one("north"), acknowledge_median_s: 12, acknowledge_p90_s: 61 },
    ],
    complete_from_ms: from_ms + 2 * HOUR,
  };
}

export function worklistOf(plant, query) {
  const kinds = ["chattering", "fleeting", "stale", "standing", "duplicate"];
  const entries = plant.alarms.slice(3, 29).map((alarm, at) => ({
    alarm: alarm.name,
    position: "desk",
    fault: kinds[at % 5],
    count: Math.round(140 / (at + 1)),
    share: 0.31 / (at + 1),
    since_ms: Date.now() - at * HOUR,
    with_alarm: at % 5 === 4 ? plant.alarms[at].name : "",
    detail: at % 5 === 0 ? "up to 9 times a minute, deadband 0" : "",
    now: at % 3 === 0,
  }));
  const [from_ms, to_ms] = [Number(query.get("from_ms")), Number(query.get("to_ms"))];
  return { server_time_ms: Date.now(), from_ms, to_ms, entries };
}

export function adviceOf(plant, query) {
  const { name, priority } = plant.alarms[Number(query.get("alarm"))];
  const candidates = [];
  for (const [d, deadband_eu] of [0, 0.1, 0.2, 0.4].entries())
    for (const [n, on_delay_ms] of [0, 5_000, 15_000, 60_000].entries())
      for (const [f, off_delay_ms] of [0, 15_000, 60_000].entries()) {
        const annunciated = Math.round(96 / (1 + d * 1.1 + n * 0.8 + f * 1.6));
        candidates.push({
          deadband_eu,
          on_delay_ms,
          off_delay_ms,
          annunciated,
          saved: 96 - annunciated,
          delay_mean_s: on_delay_ms / 1_000 + n * d * 0.3,
          delay_max_s: (on_delay_ms / 1_000) * 1.6,
          missed: n === 3 ? 2 : 0,
        });
      }
  return {
    alarm: name,
    from_ms: Number(query.get("from_ms")),
    to_ms: Number(query.get("to_ms")),
    samples: 86_400,
    candidates,
    recommended: 14,
    reasons: [
      "It chattered: 61 of 96 annunciations came within 60 s of the one before.",
      "An off-delay of 60 s joins them and delays no first annunciation.",
      "A deadband of 0.1 m is 1.3 % of the range; the signal's noise is 0.04 m.",
    ],
    protected: priority === 1,
  };
}
