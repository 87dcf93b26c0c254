// Generated from src/wakeful/server/wire.py and src/wakeful/terms by `make schema`. Do not edit.

/** Alarm states of ISA-18.2 and IEC 62682 by letter. */
export const ISAState = {
  NORM: "A",
  UNACK: "B",
  ACKED: "C",
  RTNUN: "D",
  SHLVD: "E",
  DSUPR: "F",
  OOSRV: "G",
} as const;
export type ISAState = (typeof ISAState)[keyof typeof ISAState];

/** What can happen to an alarm, in the order of the machine's table. */
export const AlarmEvent = {
  ABNORMAL: 0,
  NORMAL: 1,
  MORE_URGENT: 2,
  SEVERITY_CHANGED: 3,
  RE_ALARM: 4,
  SUPPRESS: 5,
  UNSUPPRESS: 6,
  SHELF_ENDED: 7,
  ACKNOWLEDGE: 8,
  RESET: 9,
  SHELVE_TIMED: 10,
  SHELVE_ONE_SHOT: 11,
  UNSHELVE: 12,
  REMOVE_FROM_SERVICE: 13,
  RETURN_TO_SERVICE: 14,
  SILENCE: 15,
} as const;
export type AlarmEvent = (typeof AlarmEvent)[keyof typeof AlarmEvent];

/** Alarm priorities, 1 is the most urgent. */
export const Priority = {
  CRITICAL: 1,
  HIGH: 2,
  MEDIUM: 3,
  LOW: 4,
} as const;
export type Priority = (typeof Priority)[keyof typeof Priority];

/** OPC UA status codes; the top bit set means bad, 0x40000000 uncertain. */
export const Quality = {
  GOOD: 0,
  GOOD_CLAMPED: 3145728,
  GOOD_LOCAL_OVERRIDE: 9830400,
  UNCERTAIN_NO_COMMUNICATION_LAST_USABLE_VALUE: 1083113472,
  UNCERTAIN_LAST_USABLE_VALUE: 1083179008,
  UNCERTAIN_SUBSTITUTE_VALUE: 1083244544,
  UNCERTAIN_INITIAL_VALUE: 1083310080,
  UNCERTAIN_SENSOR_NOT_ACCURATE: 1083375616,
  UNCERTAIN_ENGINEERING_UNITS_EXCEEDED: 1083441152,
  UNCERTAIN_SUB_NORMAL: 1083506688,
  BAD_INVALID_TIMESTAMP: 2149777408,
  BAD_NO_COMMUNICATION: 2150694912,
  BAD_WAITING_FOR_INITIAL_DATA: 2150760448,
  BAD_CONFIGURATION_ERROR: 2156462080,
  BAD_NOT_CONNECTED: 2156527616,
  BAD_DEVICE_FAILURE: 2156593152,
  BAD_SENSOR_FAILURE: 2156658688,
  BAD_OUT_OF_SERVICE: 2156724224,
  BAD_NO_DATA: 2157641728,
  BAD_DATA_LOST: 2157772800,
} as const;
export type Quality = (typeof Quality)[keyof typeof Quality];

/** NAMUR NE 107 category, the letter beside a value. */
export const NE107 = {
  GOOD: "G",
  MAINTENANCE_REQUIRED: "M",
  OUT_OF_SPECIFICATION: "S",
  FUNCTION_CHECK: "C",
  FAILURE: "F",
} as const;
export type NE107 = (typeof NE107)[keyof typeof NE107];

/** The binary value frame; see wire.py for its layout. */
export const Frame = {
  MAGIC: "WKV1",
  HEADER_BYTES: 16,
  SAMPLE_BYTES: 24,
} as const;

/** A tile of the wall. */
export interface SystemBody {
  id: string;
  name: string;
  parent: string;
  description: string;
  modes: string[];
  mode_tag: string;
}

/** An operator position and the systems whose alarms it answers. */
export interface PositionBody {
  id: string;
  name: string;
  systems: string[];
  flood_begin: number;
  flood_end: number;
  flood_window_ms: number;
}

/** A tag as the console shows it. Its position in `SiteBody.tags` is its index. */
export interface TagBody {
  name: string;
  system: string;
  description: string;
  unit: string;
  kind: string;
  states: string[];
  range_low_eu: number;
  range_high_eu: number;
  normal_low_eu: number | null;
  normal_high_eu: number | null;
  resolution_eu: number | null;
  age_limit_ms: number;
  overview: boolean;
}

/** A configured alarm. Its position in `SiteBody.alarms` is its index. */
export interface AlarmDefinitionBody {
  name: string;
  tag: string;
  system: string;
  kind: string;
  priority: number;
  limit_eu: number | null;
  deadband_eu: number;
  on_delay_ms: number;
  off_delay_ms: number;
  message: string;
  response: string;
  shelve_ms_max?: number;
}

/** A control of a piece of equipment. */
export interface ControlBody {
  name: string;
  kind: string;
  feedback_tag: string;
  labels: string[];
  low_eu: number;
  high_eu: number;
  unit: string;
  needs_manual: boolean;
}

/** Equipment that can be operated. */
export interface EquipmentBody {
  name: string;
  system: string;
  kind: string;
  description: string;
  controls: ControlBody[];
  tags: string[];
}

/** A fault that a simulated source offers for training. */
export interface FaultBody {
  name: string;
  description: string;
  targets: string[];
  severity_low: number;
  severity_high: number;
  severity_meaning: string;
}

/** A source of samples; `faults` is empty unless it is simulated. */
export interface SourceBody {
  id: string;
  driver: string;
  simulated: boolean;
  faults: FaultBody[];
}

/** All the console needs to know once. */
export interface SiteBody {
  name: string;
  version: string;
  configuration_sha256: string;
  user: string;
  role: string;
  server_time_ms: number;
  history_start_ms: number | null;
  shelve_ms_max: number;
  systems: SystemBody[];
  positions: PositionBody[];
  tags: TagBody[];
  alarms: AlarmDefinitionBody[];
  equipment: EquipmentBody[];
  sources: SourceBody[];
}

/** One reason why an alarm is out of sight: `kind` is shelved, suppressed or out_of_service. `by` is the person, or the logic that suppresses it. `hidden_count` is how often it would have sounded since `since_ms`; `hidden_ms` when it last would have. */
export interface OverrideBody {
  kind: string;
  by: string;
  reason: string;
  since_ms: number;
  until_ms: number | null;
  one_shot: boolean;
  hidden_count: number;
  hidden_ms: number | null;
}

/** The current state of one alarm that is not at rest (letter other than A), or that just came to rest. `occurrence` and `revision` must be quoted by an acknowledgement. `trusted` is false while the tag's input is bad or lost: the state is the last one known. */
export interface AlarmBody {
  alarm: number;
  letter: ISAState;
  priority: number;
  occurrence: number;
  revision: number;
  raised_ms: number;
  changed_ms: number;
  value: number | null;
  trusted: boolean;
  acknowledged_by: string | null;
  acknowledged_ms: number | null;
  onset_ms: number;
  respond_by_ms: number | null;
  active: boolean;
  waiting: boolean;
  latched: boolean;
  silenced: boolean;
  annunciated_revision: number;
  priority_peak: number;
  first_out: string;
  overrides: OverrideBody[];
}

/** Every alarm that is not at rest. */
export interface AlarmsBody {
  server_time_ms: number;
  alarms: AlarmBody[];
}

/** History of one tag: raw samples, or buckets when there are more than asked for. `times_ms` are sample times or bucket starts. For raw samples `minimum` and `maximum` equal `mean`. A bucket without a usable sample has nulls. `worst_quality` is by severity. */
export interface HistoryBody {
  tag: string;
  raw: boolean;
  bucket_ms: number | null;
  times_ms: number[];
  minimum: (number | null)[];
  maximum: (number | null)[];
  mean: (number | null)[];
  worst_quality: number[];
  counts: number[];
}

/** Who: a name and the role of the session, both known to the server. */
export interface Actor {
  name: string;
  role: string;
}

/** One move of one alarm. Folding these in order rebuilds the alarm state exactly. `before` and `after` are ISA letters; `event` is the name of an `alarms.machine.AlarmEvent` in lower case. `value` and `quality` are those of the sample behind the move (None for a person's act and for the end of a time). A record without `marks` is of a server that knew four letters only: its marks follow from `after`. */
export interface AlarmChanged {
  type: "alarm_changed";
  at_ns: number;
  alarm: string;
  tag: string;
  kind: string;
  priority: number;
  event: string;
  before: string;
  after: string;
  occurrence: number;
  revision: number;
  value: number | null;
  quality: number | null;
  limit_eu: number | null;
  actor: Actor | null;
  command_id: string | null;
  revision_seen: number | null;
  marks: string[] | null;
  annunciated: boolean;
  hidden: boolean;
  priority_peak: number;
  priority_seen: number;
  onset_ns: number | null;
  reason: string;
  until_ns: number | null;
  hidden_count: number | null;
}

/** An alarm that runs as an event only came (`active`) or went; nobody was called. */
export interface ConditionChanged {
  type: "condition_changed";
  at_ns: number;
  alarm: string;
  tag: string;
  kind: string;
  active: boolean;
  value: number | null;
  quality: number | null;
  limit_eu: number | null;
}

/** A system's operating mode changed; an empty mode is none: settings of no mode apply. `actor` and `command_id` where a person set it; else a tag decided, and `cause` says how. */
export interface ModeChanged {
  type: "mode_changed";
  at_ns: number;
  system: string;
  before: string;
  after: string;
  cause: string;
  actor: Actor | null;
  command_id: string | null;
}

/** An alarm flood began or ended at an operator position. `count` is the number of annunciations in the last `window_ms`; `total` how many the flood had altogether (0 at its beginning). */
export interface FloodChanged {
  type: "flood_changed";
  at_ns: number;
  position: string;
  active: boolean;
  count: number;
  window_ms: number;
  total: number;
}

/** Which alarm of a group came first, by source time; empty `alarm`: the group is back at rest. `tied` are those whose onset lies so close to the first one's that the stated uncertainty of the clocks does not tell which came first. */
export interface FirstOutChanged {
  type: "first_out_changed";
  at_ns: number;
  group: string;
  alarm: string;
  onset_ns: number | null;
  uncertainty_ms: number;
  tied: string[];
}

/** The person has seen this occurrence of this alarm, at this revision. */
export interface Acknowledge {
  type: "acknowledge";
  id: string;
  actor: Actor;
  at_ns: number;
  alarm: string;
  occurrence: number;
  revision: number;
}

/** Release the latch of an alarm that has returned to normal and been acknowledged. */
export interface Reset {
  type: "reset";
  id: string;
  actor: Actor;
  at_ns: number;
  alarm: string;
  occurrence: number;
  revision: number;
}

/** Stop the sound of this alarm at every console, and change nothing else. */
export interface Silence {
  type: "silence";
  id: string;
  actor: Actor;
  at_ns: number;
  alarm: string;
  occurrence: number;
  revision: number;
}

/** Take the alarm out of sight for a while; always with a reason and an end. `one_shot`: only for the present active period, or the next one, and no longer than `duration_ms`. */
export interface Shelve {
  type: "shelve";
  id: string;
  actor: Actor;
  at_ns: number;
  alarm: string;
  occurrence: number;
  revision: number;
  duration_ms: number;
  reason: string;
  one_shot: boolean;
}

/** Bring a shelved alarm back now. */
export interface Unshelve {
  type: "unshelve";
  id: string;
  actor: Actor;
  at_ns: number;
  alarm: string;
  occurrence: number;
  revision: number;
}

/** Take the alarm out of service for maintenance, until it is returned. */
export interface RemoveFromService {
  type: "remove_from_service";
  id: string;
  actor: Actor;
  at_ns: number;
  alarm: string;
  occurrence: number;
  revision: number;
  reason: string;
}

/** Bring an alarm back that was out of service. */
export interface ReturnToService {
  type: "return_to_service";
  id: string;
  actor: Actor;
  at_ns: number;
  alarm: string;
  occurrence: number;
  revision: number;
}

/** Put a system into one of its operating modes. Refused where a tag decides the mode. */
export interface SetMode {
  type: "set_mode";
  id: string;
  actor: Actor;
  at_ns: number;
  system: string;
  mode: string;
  reason: string;
}

/** Set one control of one piece of equipment. */
export interface Operate {
  type: "operate";
  id: string;
  actor: Actor;
  at_ns: number;
  equipment: string;
  control: string;
  value: number;
  reason: string;
}

/** Start (or, with `active` false, end) a fault of a simulated plant or of one of its instruments. */
export interface Disturb {
  type: "disturb";
  id: string;
  actor: Actor;
  at_ns: number;
  source: string;
  fault: string;
  target: string;
  severity: number;
  active: boolean;
}

/** A command was allowed; its consequences follow as facts of their own. */
export interface CommandAccepted {
  type: "command_accepted";
  at_ns: number;
  command: Acknowledge | Reset | Silence | Shelve | Unshelve | RemoveFromService | ReturnToService | SetMode | Operate | Disturb;
}

/** A command was refused: `reason` is from a closed list, `detail` a sentence for the sender. */
export interface CommandRefused {
  type: "command_refused";
  at_ns: number;
  command: Acknowledge | Reset | Silence | Shelve | Unshelve | RemoveFromService | ReturnToService | SetMode | Operate | Disturb;
  reason: string;
  detail: string;
}

/** Tags whose input changed between usable and not, one record for each cause at one instant. `cause` is bad, lost, uncertain, good or rejected (out of order or duplicate stamp). `tags` holds at most 100 names; `count` says how many there were. */
export interface InputChanged {
  type: "input_changed";
  at_ns: number;
  cause: string;
  count: number;
  tags: string[];
}

/** Order to a driver: set this control. Carried out only after its record is durable. */
export interface WriteOutput {
  type: "write_output";
  at_ns: number;
  command_id: string;
  source: string;
  equipment: string;
  control: string;
  value: number;
}

/** Order to a simulated source: begin or end a fault. */
export interface InjectFault {
  type: "inject_fault";
  at_ns: number;
  command_id: string;
  source: string;
  fault: string;
  target: string;
  severity: number;
  active: boolean;
}

/** The driver answered an order: `ok`, or refused with its reason. Commanded, not yet confirmed. */
export interface OutputDone {
  type: "output_done";
  at_ns: number;
  command_id: string;
  ok: boolean;
  detail: string;
}

/** The server started (or restarted) on this configuration. */
export interface ServerStarted {
  type: "server_started";
  at_ns: number;
  version: string;
  site: string;
  configuration_sha256: string;
  tags: number;
  alarms: number;
}

/** The server stopped of its own accord. Absent before a start: it was killed. */
export interface ServerStopped {
  type: "server_stopped";
  at_ns: number;
  cause: string;
}

/** A person signed in or out, or confirmed at a console that every sound can be heard there. `event` is signed_in, signed_out, expired, or `heard_every_sound: console NAME`. */
export interface SessionChanged {
  type: "session_changed";
  at_ns: number;
  actor: Actor;
  event: string;
}

/** The journal could not be written from `since_ns` until now; what happened then stands before this. `records_dropped` counts records that were left out because too many waited: moves of alarms that later moves had overtaken, and older records of other kinds. */
export interface JournalInterrupted {
  type: "journal_interrupted";
  at_ns: number;
  since_ns: number;
  cause: string;
  records_dropped: number;
}

/** One journal record: its sequence number and the record as journaled (`type` names its class). */
export interface JournalEntryBody {
  sequence: number;
  record: AlarmChanged | ConditionChanged | ModeChanged | FloodChanged | FirstOutChanged | CommandAccepted | CommandRefused | InputChanged | WriteOutput | InjectFault | OutputDone | ServerStarted | ServerStopped | SessionChanged | JournalInterrupted;
}

/** Newest first. `next_before` continues the listing, None at the beginning of the journal. */
export interface JournalBody {
  entries: JournalEntryBody[];
  next_before: number | null;
}

/** Whether one console can be heard: what it says itself, and what the person at it confirmed. */
export interface ConsoleSoundBody {
  console: string;
  user: string;
  here: boolean;
  connected: boolean;
  sound: string;
  heard_ms: number | null;
}

/** Whether the server does its work: the last scan, its lateness, storage, sources and consoles. */
export interface HealthBody {
  server_time_ms: number;
  scan_sequence: number;
  last_scan_ms: number;
  scan_duration_ms: number;
  scans_late: number;
  journal_records: number;
  journal_error: string | null;
  historian_error: string | null;
  sources: Record<string, string>;
  consoles: number;
  sounds: ConsoleSoundBody[];
}

/** What is different about an alarm in one operating mode. */
export interface ModeSettingBody {
  mode: string;
  limit_eu: number | null;
  priority: number | null;
  suppressed: boolean;
}

/** All there is to know about one alarm: what it means, what to do, how it is handled, how it fared. */
export interface AlarmSheetBody {
  alarm: number;
  name: string;
  tag: string;
  system: string;
  position: string;
  kind: string;
  priority: number;
  limit_eu: number | null;
  deadband_eu: number;
  on_delay_ms: number;
  off_delay_ms: number;
  expression: string;
  window_ms: number;
  message: string;
  response: string;
  cause: string;
  consequence: string;
  consequence_severity: string;
  response_time_ms: number;
  basis: string;
  alarm_class: string;
  missing: string[];
  latching: boolean;
  auto_acknowledge: boolean;
  re_alarm_ms: number;
  escalation: string;
  group: string;
  group_alarms: number[];
  suppress_when: string;
  shelve_ms_max: number;
  event_only: boolean;
  modes: ModeSettingBody[];
  state: AlarmBody;
  annunciated_24_h: number | null;
  annunciated_30_days: number | null;
}

/** What one figure means, printed beside it. `key` is the name of the field it defines. */
export interface FigureDefinition {
  key: string;
  title: string;
  unit: string;
  meaning: string;
  target: string;
  acceptable_max: number | null;
  manageable_max: number | null;
  judged_from_ms: number;
  only_grows: boolean;
}

/** A part of the period of which nothing is known: before or after the record, or no server ran. */
export interface UnwatchedSpan {
  begin_ms: number;
  end_ms: number;
}

/** One flood. `end_ms` is None while it lasts. */
export interface FloodSpan {
  begin_ms: number;
  end_ms: number | null;
  annunciated: number;
  peak_per_window: number;
}

/** One alarm's part of the load. */
export interface AlarmShare {
  alarm: string;
  count: number;
  share: number;
}

/** One clock interval of the period, for plots: annunciated, and kept from sounding. */
export interface LoadBin {
  at_ms: number;
  annunciated: number;
  hidden: number;
}

/** ISA-18.2 / EEMUA 191 figures of an operator position over a period (`position` empty: the site). Rates and shares of time are by `covered_ms`, the part of the period that was watched; they are None where nothing of it was (and `windows_over_share` where no window of ten minutes was seen whole). */
export interface AlarmFigures {
  position: string;
  from_ms: number;
  to_ms: number;
  covered_ms: number;
  unwatched: UnwatchedSpan[];
  annunciated: number;
  per_10_min: number | null;
  per_hour: number | null;
  per_day: number | null;
  peak_per_hour: number;
  peak_per_hour_at_ms: number | null;
  peak_per_10_min: number;
  peak_at_ms: number | null;
  peak_per_min: number;
  peak_per_min_at_ms: number | null;
  windows: number;
  windows_over: number;
  windows_over_share: number | null;
  floods: FloodSpan[];
  flood_share: number | null;
  top: AlarmShare[];
  top_10_share: number;
  by_priority: [number, number, number, number];
  chattering: number;
  fleeting: number;
  stale: number;
  standing: number;
  shelved: number;
  suppressed: number;
  out_of_service: number;
  hidden: number;
  acknowledged: number;
  acknowledge_median_s: number | null;
  acknowledge_p90_s: number | null;
  unacknowledged: number;
  bin_ms: number;
  bins: LoadBin[];
}

/** Figures of the site and of each position over a period, with what they mean. */
export interface FiguresBody {
  server_time_ms: number;
  definitions: FigureDefinition[];
  figures: AlarmFigures[];
  complete_from_ms: number;
}

/** One alarm that makes a nuisance of itself, and how. `fault` is chattering, fleeting, stale, standing or duplicate. `count` is how many annunciations of the period are due to it, `share` their part of the position's load. `with_alarm` names the alarm a duplicate comes together with. */
export interface WorklistEntry {
  alarm: string;
  position: string;
  fault: string;
  count: number;
  share: number;
  since_ms: number | null;
  with_alarm: string;
  detail: string;
  now: boolean;
}

/** Alarms that make a nuisance of themselves, greatest share of the load first. */
export interface WorklistBody {
  server_time_ms: number;
  from_ms: number;
  to_ms: number;
  entries: WorklistEntry[];
}

/** What a deadband and delays would have made of the recorded history. `delay_*_s`: how much later than with today's settings the activations that remain would have been annunciated. `missed`: stretches of abnormal running of at least `real_after_ms` that would not have been annunciated at all. */
export interface AdviceCandidate {
  deadband_eu: number;
  on_delay_ms: number;
  off_delay_ms: number;
  annunciated: number;
  saved: number;
  delay_mean_s: number;
  delay_max_s: number;
  missed: number;
}

/** The advisor's answer about one alarm. `candidates[0]` is today's setting, replayed. */
export interface Advice {
  alarm: string;
  from_ms: number;
  to_ms: number;
  samples: number;
  candidates: AdviceCandidate[];
  recommended: number;
  reasons: string[];
  protected: boolean;
}

/** An alarm about which not everything has been said that an alarm needs. */
export interface UnrationalisedBody {
  alarm: number;
  missing: string[];
  event_only: boolean;
}

/** One difference between the running configuration and its master. */
export interface DriftBody {
  alarm: string;
  field: string;
  running: string;
  master: string;
}

/** What is missing, what priority the matrix gives, and where the running site left its master. */
export interface RationalisationBody {
  alarms: number;
  complete: number;
  unrationalised: UnrationalisedBody[];
  priority_differs: DriftBody[];
  master_revision: string;
  drift: DriftBody[];
}

/** One alarm as its sender saw it. */
export interface AcknowledgeItem {
  alarm: number;
  occurrence: number;
  revision: number;
}

/** A list of bound acknowledgements, each judged alone; at most 500. */
export interface AcknowledgeRequest {
  items: AcknowledgeItem[];
}

/** One act on a list of alarms, each judged alone; at most 500. `verb` is reset, silence, shelve, unshelve, remove_from_service or return_to_service; `reason` is needed to shelve and to remove from service, `duration_ms` to shelve. */
export interface AlarmCommandRequest {
  verb: string;
  items: AcknowledgeItem[];
  reason: string;
  duration_ms: number;
  one_shot: boolean;
}

/** Put a system into one of its operating modes. */
export interface SetModeRequest {
  system: string;
  mode: string;
  reason: string;
}

/** Operate one control. */
export interface OperateRequest {
  equipment: string;
  control: string;
  value: number;
  reason: string;
}

/** Begin or end a fault of a simulated source. */
export interface DisturbRequest {
  source: string;
  fault: string;
  target: string;
  severity: number;
  active: boolean;
}

/** What a console says of itself: `sound` is on, muted or blocked. Or heard: the person there confirms that every sound can be heard. It is journaled before the answer. */
export interface ConsoleStateRequest {
  sound: string;
}

/** What became of one command. `reason` is empty when it was done. Otherwise it is a name of `terms/refusal.py`; or `source_refused`, `detail` being the source's own words; or `source_silent`: the order was given and nobody knows more. */
export interface CommandResult {
  id: string;
  done: boolean;
  reason: string;
  detail: string;
}

/** In the order of the request. */
export interface CommandResults {
  results: CommandResult[];
}

/** A further one-time sign-in link, asked for on this machine with the data folder's secret. */
export interface LinkRequest {
  name: string;
  role: string;
}

/** The link to open once, and until when. */
export interface LinkBody {
  link: string;
  expires_ms: number;
}

/** Why a request was refused and what would be right. */
export interface ErrorBody {
  error: string;
}

/** Once a second even when nothing happens, and never from anything but a scan loop that runs. `last_scan_ms` stands still when the scan loop has stalled although the socket lives. */
export interface Heartbeat {
  type: "heartbeat";
  server_time_ms: number;
  last_scan_ms: number;
  scan_sequence: number;
  journal_error: string | null;
  historian_error: string | null;
}

/** Alarms that changed in this scan (an alarm at rest has letter A: drop it from the list). */
export interface AlarmsChanged {
  type: "alarms";
  server_time_ms: number;
  full: boolean;
  alarms: AlarmBody[];
}

/** The state of one system on the wall: counts over its tags and alarms (children not included). */
export interface SystemSummary {
  system: string;
  unacknowledged: [number, number, number, number];
  standing: [number, number, number, number];
  hidden: [number, number, number];
  mode: string;
  tags_bad: number;
  tags: number;
}

/** Summaries of the systems that changed; all of them on connection. */
export interface SummariesChanged {
  type: "summaries";
  summaries: SystemSummary[];
}

/** The load of one operator position now. `count` annunciations in the flood window. */
export interface PositionState {
  position: string;
  flood: boolean;
  since_ms: number | null;
  count: number;
  total: number;
}

/** The positions whose load changed; all of them on connection. */
export interface PositionsChanged {
  type: "positions";
  positions: PositionState[];
}

/** Sent first on every connection. When the hash differs from SiteBody's, load the site again. */
export interface ConfigurationChanged {
  type: "configuration";
  configuration_sha256: string;
}

/** Client to server: systems whose tags it wants; replaces the last one. Overview figures always come. The server answers with the current sample of every tag of these systems, then sends at each scan the latest sample of every tag that has a new one. */
export interface Subscribe {
  type: "subscribe";
  systems: string[];
}

/** A journal record. */
export type JournalRecord = AlarmChanged | ConditionChanged | ModeChanged | FloodChanged | FirstOutChanged | CommandAccepted | CommandRefused | InputChanged | WriteOutput | InjectFault | OutputDone | ServerStarted | ServerStopped | SessionChanged | JournalInterrupted;

/** Server to console, as text frames. */
export type StreamMessage = Heartbeat | AlarmsChanged | SummariesChanged | PositionsChanged | ConfigurationChanged;
