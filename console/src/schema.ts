// Generated from src/wakeful/server/wire.py and src/wakeful/terms by `make schema`. Do not edit.

/** Alarm states of ISA-18.2 and IEC 62682 by letter. */
export const ISAState = {
  NORM: "A",
  UNACK: "B",
  ACKED: "C",
  RTNUN: "D",
} as const;
export type ISAState = (typeof ISAState)[keyof typeof ISAState];

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
  systems: SystemBody[];
  tags: TagBody[];
  alarms: AlarmDefinitionBody[];
  equipment: EquipmentBody[];
  sources: SourceBody[];
}

/** The current state of one alarm that is not at rest (letter other than A), or that just came to rest. `occurrence` and `revision` must be quoted by an acknowledgement. `trusted` is false while the tag's input is bad or lost: the state is the last one known. */
export interface AlarmBody {
  alarm: number;
  letter: string;
  priority: number;
  occurrence: number;
  revision: number;
  raised_ms: number;
  changed_ms: number;
  value: number | null;
  trusted: boolean;
  acknowledged_by: string | null;
  acknowledged_ms: number | null;
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

/** One move of one alarm. Folding these in order rebuilds the alarm state exactly. `before` and `after` are ISA letters; `event` is abnormal, normal or acknowledge. `value` and `quality` are those of the sample behind the move (None for a person's act). */
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
  command: Acknowledge | Operate | Disturb;
}

/** A command was refused: `reason` is from a closed list, `detail` a sentence for the sender. */
export interface CommandRefused {
  type: "command_refused";
  at_ns: number;
  command: Acknowledge | Operate | Disturb;
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

/** A person signed in or out. `event` is signed_in, signed_out or expired. */
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
  record: AlarmChanged | CommandAccepted | CommandRefused | InputChanged | WriteOutput | InjectFault | OutputDone | ServerStarted | ServerStopped | SessionChanged | JournalInterrupted;
}

/** Newest first. `next_before` continues the listing, None at the beginning of the journal. */
export interface JournalBody {
  entries: JournalEntryBody[];
  next_before: number | null;
}

/** Whether the server does its work: the last scan, its lateness, storage and sources. */
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

/** What a console says of itself: `sound` is on, muted or blocked. */
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
  tags_bad: number;
  tags: number;
}

/** Summaries of the systems that changed; all of them on connection. */
export interface SummariesChanged {
  type: "summaries";
  summaries: SystemSummary[];
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
export type JournalRecord = AlarmChanged | CommandAccepted | CommandRefused | InputChanged | WriteOutput | InjectFault | OutputDone | ServerStarted | ServerStopped | SessionChanged | JournalInterrupted;

/** Server to console, as text frames. */
export type StreamMessage = Heartbeat | AlarmsChanged | SummariesChanged | ConfigurationChanged;
