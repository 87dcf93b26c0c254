/** A site on the simulated water works whose alarms a test can raise and clear at will, with a quick flood. */

export const SOURCE = "works";

interface Raisable {
  readonly tag: string;
  readonly system: string;
  readonly priority: string;
  readonly limit_eu: number;
}

const KI = 40_000;

/** Instruments that no controller looks at: a bias raises their alarm, and its end clears it. */
export const RAISABLE: readonly Raisable[] = [
  { tag: "WW.PU101.KI", system: "river", priority: "high", limit_eu: KI },
  { tag: "WW.PU102.KI", system: "river", priority: "medium", limit_eu: KI },
  { tag: "WW.TI101", system: "river", priority: "medium", limit_eu: 24 },
  { tag: "WW.PU201.KI", system: "boreholes", priority: "critical", limit_eu: KI },
  { tag: "WW.PU202.KI", system: "boreholes", priority: "low", limit_eu: KI },
  { tag: "WW.ST2.JI", system: "boreholes", priority: "low", limit_eu: 40 },
  { tag: "WW.PU301.KI", system: "lift", priority: "medium", limit_eu: KI },
  { tag: "WW.PU302.KI", system: "lift", priority: "low", limit_eu: KI },
  { tag: "WW.ST3.JI", system: "lift", priority: "low", limit_eu: 115 },
  { tag: "WW.PU401.KI", system: "transfer", priority: "medium", limit_eu: KI },
  { tag: "WW.PU402.KI", system: "transfer", priority: "low", limit_eu: KI },
  { tag: "WW.ST4.JI", system: "transfer", priority: "low", limit_eu: 110 },
  { tag: "WW.PU501.KI", system: "hill", priority: "critical", limit_eu: KI },
  { tag: "WW.PU502.KI", system: "hill", priority: "low", limit_eu: KI },
];

/** The alarm that the tests about single acts raise, with everything said about it. */
export const RATIONALISED = "WW.TI101";
/** In a system that is calm when the flood of the others begins. */
export const SECOND_FAULT = "WW.PU501.KI";
/** Of one first-out group, in the order in which the test raises them. */
export const GROUP = ["WW.PU201.KI", "WW.PU101.KI"] as const;
export const FLOOD_BEGIN = 10;

export const alarmName = (tag: string): string => `${tag}.test`;

const SYSTEMS = {
  river: "River works",
  boreholes: "Borehole field",
  lift: "High lift",
  transfer: "Transfer",
  hill: "Hill booster",
  network: "Network",
};

function alarmRow({ tag, priority, limit_eu }: Raisable): string {
  const words = `${tag} far too high`;
  const said =
    tag === RATIONALISED
      ? [
          "Draw from the boreholes instead.",
          "Hot weather or a warm discharge upstream",
          "The chlorine decays before it reaches the far ends",
          "major",
          "600000",
          "Chlorine contact time at 24 degrees",
        ]
      : ["Look at the instrument.", "", "", "", "", ""];
  const group = (GROUP as readonly string[]).includes(tag) ? "trip" : "";
  const cells = [alarmName(tag), tag, "high_high", priority, limit_eu, words, ...said, group];
  return cells.map((cell) => `"${cell}"`).join(",");
}

export const ALARM_SITE: Record<string, string> = {
  "site.toml": `name = "Alarm room"

[sources.${SOURCE}]
driver = "simulated"
system = "network"
discover = true

[sources.${SOURCE}.settings]
plant = "water_works"
seed = 7
period_ms = 500

[positions.desk]
name = "Process desk"
systems = [${Object.keys(SYSTEMS)
    .map((id) => `"${id}"`)
    .join(", ")}]
flood_begin = ${FLOOD_BEGIN}
flood_end = 5
flood_window_ms = 60000

[alarms]
shelve_ms_max = 28800000
`,
  "systems.toml": Object.entries(SYSTEMS)
    .map(
      ([id, name]) =>
        `[systems.${id}]\nname = "${name}"\n${id === "river" ? 'modes = ["running", "shut-down"]\n' : ""}`,
    )
    .join("\n"),
  "tags.csv": [
    "name,source,system,unit,range_low_eu,range_high_eu",
    ...RAISABLE.map(({ tag, system }) => `${tag},${SOURCE},${system},,,`),
    "",
  ].join("\n"),
  "alarms.csv": [
    "name,tag,kind,priority,limit_eu,message,response,cause,consequence,consequence_severity,response_time_ms,basis,group",
    ...RAISABLE.map(alarmRow),
    "",
  ].join("\n"),
  "modes.csv": `alarm,mode,limit_eu,priority,suppressed\n${alarmName(RATIONALISED)},shut-down,,,yes\n`,
};
