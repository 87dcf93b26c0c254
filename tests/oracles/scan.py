"""The scan in plain Python: dictionaries, one sample at a time, no bands, no heaps, no arrays.

Written from the rules in the documentation, not from the kernels: it searches for what is due next instead
of keeping it sorted, compares every sample with every limit, and evaluates every expression after every
change. This is its first stage; ``alarms`` is the second.
"""

import math
from dataclasses import dataclass, field
from itertools import groupby

from tests.oracles.alarms import PlainAlarms
from tests.oracles.expression import World, answer
from wakeful.alarms.condition import ConditionState
from wakeful.alarms.expression import syntax
from wakeful.alarms.expression.names import alarms_of, tags_of
from wakeful.alarms.expression.parser import parse
from wakeful.alarms.expression.quantity import quantity_of
from wakeful.terms.alarm import AlarmDefinition, ConditionKind
from wakeful.terms.command import SetMode
from wakeful.terms.quality import Quality, Severity, severity
from wakeful.terms.site import Site

FUTURE_TOLERANCE_NS = 2_000_000_000
LOST = (Quality.BAD_NO_COMMUNICATION, Quality.BAD_NOT_CONNECTED)
LOW_SIDE = (ConditionKind.LOW, ConditionKind.LOW_LOW, ConditionKind.DEVIATION_LOW, ConditionKind.RATE_LOW)
TRUTHS = (ConditionKind.DISCRETE, ConditionKind.STUCK, ConditionKind.EXPRESSION)
TRUSTED, DOUBTFUL, UNUSABLE, UNHEARD = range(4)


@dataclass
class PlainTag:
    value: float = math.nan
    quality: int = Quality.BAD_WAITING_FOR_INITIAL_DATA
    time_ns: int | None = None
    rejecting: bool = False


@dataclass
class PlainRow:
    """One condition: of an alarm, of its escalation, or of a suppression logic (``text``)."""

    role: str
    alarm: AlarmDefinition | None = None
    text: str = ""
    node: syntax.Node | None = None
    limit_eu: float = 0.0
    deadband_eu: float = 0.0
    on_delay_ms: int = 0
    off_delay_ms: int = 0
    condition: str = "normal"  # normal, on_delay, abnormal, off_delay
    deadline_ns: int | None = None
    starts_ns: list[int] = field(default_factory=list)
    trust: int = UNHEARD

    @property
    def active(self) -> bool:
        return self.condition in ("abnormal", "off_delay")


@dataclass
class PlainEngine:
    """``log`` collects what happened, in order: see ``tests.engine.twin_log``."""

    site: Site
    start_ns: int
    log: list[tuple[object, ...]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.tags = {tag.name: PlainTag() for tag in self.site.tags}
        self.world = World({tag.name: tag.states for tag in self.site.tags})
        for name in self.tags:
            self.world.present[name] = (math.nan, int(Quality.BAD_WAITING_FOR_INITIAL_DATA))
        self.rows = rows_of_site(self.site)
        self.mode = {system.id: "" for system in self.site.systems}
        self.events: list[tuple[int, int, str, object, object, object]] = []
        self.second = PlainAlarms(self.site, self.log)
        self.order = evaluation_order(self.rows)

    def scan(self, rows: list[tuple[int, list[tuple[float, int]]]], now_ns: int) -> None:
        for at_ns, samples in rows:
            if at_ns > now_ns + FUTURE_TOLERANCE_NS:
                at_ns = now_ns
                samples = [
                    (math.nan, q if q == Quality.BAD_NO_DATA else int(Quality.BAD_INVALID_TIMESTAMP))
                    for _, q in samples
                ]
            else:
                self.run_due(at_ns)
            self.row(at_ns, dict(zip(self.tags, samples, strict=True)))
        self.run_due(now_ns)
        for (at_ns, _), group in groupby(self.events, key=lambda event: event[:2]):
            self.second.instant(at_ns, [event[2:] for event in group])
        self.events.clear()
        self.second.run_times(now_ns)
        self.second.end_floods(now_ns)

    def act(self, command) -> bool:
        """A command, before the samples of its scan; false when it is refused."""
        if isinstance(command, SetMode):
            system = next(system for system in self.site.systems if system.id == command.system)
            if system.mode_tag or command.mode not in system.modes or self.mode[system.id] == command.mode:
                return False
            changed = self.switch(system.id, command.mode, command.at_ns, 0)
            self.settle(changed, command.at_ns, 0)
            self.second.instant(command.at_ns, [event[2:] for event in self.events])
            self.events.clear()
            return True
        return self.second.act(command)

    def row(self, at_ns: int, samples: dict[str, tuple[float, int]]) -> None:
        mode_tags = [system.mode_tag for system in self.site.systems if system.modes and system.mode_tag]
        touched = [
            name
            for name in sorted(samples, key=lambda name: name not in mode_tags)
            if samples[name][1] != Quality.BAD_NO_DATA
        ]
        changed = set()
        for name in (name for name in touched if name in mode_tags):
            changed |= self.sample(name, at_ns, *samples[name])
        changed |= self.follow_modes(changed, at_ns, 0)
        for name in (name for name in touched if name not in mode_tags):
            changed |= self.sample(name, at_ns, *samples[name])
        self.settle(changed, at_ns, 0)

    def run_due(self, before_ns: int) -> None:
        while True:
            due: list[tuple[int, int, int]] = []
            for position, tag in enumerate(self.site.tags):
                state = self.tags[tag.name]
                if state.quality in LOST:
                    continue
                heard = self.start_ns if state.time_ns is None else max(state.time_ns, self.start_ns)
                due.append((heard + tag.age_limit_ms * 1_000_000, 0, position))
            for position, row in enumerate(self.rows):
                if row.deadline_ns is not None:
                    due.append((row.deadline_ns, 1, position))
            if not due or min(due)[0] >= before_ns:
                return
            at_ns, is_delay, position = min(due)
            if is_delay:
                changed = self.end_delay(self.rows[position], at_ns, 1)
            else:
                changed = self.lose(self.site.tags[position].name, at_ns)
            self.settle(changed, at_ns, 1)

    def lose(self, name: str, at_ns: int) -> set[object]:
        tag = self.tags[name]
        never = tag.quality == Quality.BAD_WAITING_FOR_INITIAL_DATA
        tag.quality = Quality.BAD_NOT_CONNECTED if never else Quality.BAD_NO_COMMUNICATION
        self.world.present[name] = (tag.value, int(tag.quality))
        self.event(at_ns, 1, "input", name, "lost", None)
        return self.judge_tag(name, at_ns, 1)

    def sample(self, name: str, at_ns: int, value: float, quality: int) -> set[object]:
        tag = self.tags[name]
        if tag.time_ns is not None and at_ns <= tag.time_ns:
            if not tag.rejecting:
                self.event(at_ns, 0, "input", name, "rejected", None)
            tag.rejecting = True
            return set()
        tag.rejecting = False
        if not math.isfinite(value) and severity(quality) is not Severity.BAD:
            quality = int(Quality.BAD_SENSOR_FAILURE)
        before = tag.quality
        tag.value, tag.quality, tag.time_ns = value, quality, at_ns
        self.world.sample(name, value, quality, at_ns)
        first_word = before == Quality.BAD_WAITING_FOR_INITIAL_DATA != quality
        if first_word or severity(before) is not severity(quality):
            self.event(at_ns, 0, "input", name, severity(quality).value, None)
        return self.judge_tag(name, at_ns, 0)

    def judge_tag(self, name: str, at_ns: int, due: int) -> set[object]:
        """Judge the rows directly on a tag; what changed, for ``settle``."""
        changed: set[object] = {name}
        tag = self.tags[name]
        trust = {Severity.GOOD: TRUSTED, Severity.UNCERTAIN: DOUBTFUL, Severity.BAD: UNUSABLE}
        for row in sorted(self.rows, key=lambda row: row.role != "escalation"):
            if row.node is None and row.alarm is not None and row.alarm.tag == name:
                meaning = self.meaning(row, tag.value, trust[severity(tag.quality)])
                changed |= self.keep_trust(row, trust[severity(tag.quality)])
                changed |= self.step(row, meaning, at_ns, due)
        return changed

    def keep_trust(self, row: PlainRow, trust: int) -> set[object]:
        """A condition whose input is not usable is held, and only probably so."""
        assert row.alarm is not None
        before = row.trust
        row.trust = trust
        if trust == UNUSABLE:
            row.trust = TRUSTED if row.alarm.kind is ConditionKind.INPUT_BAD else DOUBTFUL
        changed = row.trust != before and row.role == "alarm"
        return {("active", row.alarm.name)} if changed else set()

    def settle(self, changed: set[object], at_ns: int, due: int) -> None:
        """Evaluate what depends on what changed: modes first, then alarms in order, then logics."""
        changed |= self.follow_modes(changed, at_ns, due)
        for row in self.order:
            assert row.node is not None
            needed = {*tags_of(row.node), *(("active", alarm) for alarm in alarms_of(row.node))}
            forced = row.role == "alarm" and row.alarm is not None and ("limits", row.alarm.name) in changed
            if not needed & changed and not forced:
                continue
            self.world.conditions = {
                other.alarm.name: ConditionState.ABNORMAL if other.active else ConditionState.NORMAL
                for other in self.rows
                if other.role == "alarm" and other.alarm is not None
            }
            self.world.condition_trusts = {
                other.alarm.name: other.trust
                for other in self.rows
                if other.role == "alarm" and other.alarm is not None
            }
            value, trust = answer(row.node, self.world)
            value = math.nan if value is None else float(value)
            if row.role == "logic":
                if trust == UNHEARD:
                    continue
                meaning = "abnormal" if trust == TRUSTED and value else "normal"
            else:
                meaning = self.meaning(row, value, trust)
                changed |= self.keep_trust(row, trust)
            changed |= self.step(row, meaning, at_ns, due)

    def follow_modes(self, changed: set[object], at_ns: int, due: int) -> set[object]:
        moved: set[object] = set()
        for system in self.site.systems:
            if system.modes and system.mode_tag in changed:
                moved |= self.follow_mode_tag(system, at_ns, due)
        return moved

    def follow_mode_tag(self, system, at_ns: int, due: int) -> set[object]:
        tag = self.tags[system.mode_tag]
        if tag.quality == Quality.BAD_WAITING_FOR_INITIAL_DATA:
            return set()
        known = severity(tag.quality) is Severity.GOOD and tag.value in range(len(system.modes))
        mode = system.modes[int(tag.value)] if known else ""
        return self.switch(system.id, mode, at_ns, due) if mode != self.mode[system.id] else set()

    def switch(self, system: str, mode: str, at_ns: int, due: int) -> set[object]:
        self.event(at_ns, due, "mode", system, self.mode[system], mode)
        self.mode[system] = mode
        changed: set[object] = set()
        concerned = []
        for alarm in self.site.alarms:
            if alarm.handling.modes and self.system_of(alarm) == system:
                concerned.append(alarm)
                here = [setting for setting in alarm.handling.modes if setting.mode == mode]
                suppressed = any(setting.suppressed for setting in here)
                priority = next((setting.priority for setting in here if setting.priority), alarm.priority)
                limit_eu = next((s.limit_eu for s in here if s.limit_eu is not None), alarm.limit_eu)
                self.event(at_ns, due, "mode_suppress", alarm.name, suppressed, None)
                self.event(at_ns, due, "mode_priority", alarm.name, int(priority), None)
                self.row_of(alarm).limit_eu = limit_eu
        for alarm in concerned:
            row, tag = self.row_of(alarm), self.tags[alarm.tag]
            if row.node is not None:
                changed.add(("limits", alarm.name))
                continue
            trust = {Severity.GOOD: TRUSTED, Severity.UNCERTAIN: DOUBTFUL, Severity.BAD: UNUSABLE}
            meaning = self.meaning(row, tag.value, trust[severity(tag.quality)])
            changed |= self.step(row, meaning, at_ns, due)
        return changed

    def row_of(self, alarm: AlarmDefinition) -> PlainRow:
        return next(row for row in self.rows if row.role == "alarm" and row.alarm is alarm)

    def system_of(self, alarm: AlarmDefinition) -> str:
        return next(tag.system for tag in self.site.tags if tag.name == alarm.tag)

    def meaning(self, row: PlainRow, value: float, trust: int) -> str:
        assert row.alarm is not None
        kind = row.alarm.kind
        if kind is ConditionKind.INPUT_BAD:
            return {UNUSABLE: "abnormal", TRUSTED: "normal", DOUBTFUL: "unknown"}[trust]
        if trust >= UNUSABLE:
            return "unknown"
        if kind in TRUTHS:
            abnormal = bool(value)
        else:
            band = row.deadband_eu if row.condition in ("on_delay", "abnormal") else 0.0
            low = kind in LOW_SIDE
            abnormal = value <= row.limit_eu + band if low else value >= row.limit_eu - band
        if abnormal:
            return "abnormal"
        return "normal" if trust == TRUSTED else "unknown"

    def step(self, row: PlainRow, meaning: str, at_ns: int, due: int) -> set[object]:
        if row.condition == "normal" and meaning == "abnormal":
            row.condition = "on_delay"
            row.deadline_ns = at_ns + row.on_delay_ms * 1_000_000
            if row.on_delay_ms == 0 or self.counted(row, at_ns):
                return self.end_delay(row, at_ns, due, early=True)
        elif row.condition == "on_delay" and meaning == "normal":
            row.condition, row.deadline_ns = "normal", None
        elif row.condition == "abnormal" and meaning == "normal":
            row.condition = "off_delay"
            row.deadline_ns = at_ns + row.off_delay_ms * 1_000_000
            if row.off_delay_ms == 0:
                return self.end_delay(row, at_ns, due, early=True)
        elif row.condition == "off_delay" and meaning in ("abnormal", "unknown"):
            row.condition, row.deadline_ns = "abnormal", None
        return set()

    def counted(self, row: PlainRow, at_ns: int) -> bool:
        if row.role != "alarm" or row.alarm is None or not row.alarm.handling.count:
            return False
        handling = row.alarm.handling
        row.starts_ns.append(at_ns)
        within = [
            start
            for start in row.starts_ns[-handling.count :]
            if start > at_ns - handling.count_window_ms * 10**6
        ]
        return len(within) >= handling.count

    def end_delay(self, row: PlainRow, at_ns: int, due: int, early: bool = False) -> set[object]:
        row.deadline_ns = None
        raised = row.condition == "on_delay"
        row.condition = "abnormal" if raised else "normal"
        onset_ns = at_ns if early else at_ns - row.on_delay_ms * 1_000_000
        if row.role == "logic":
            for alarm in self.site.alarms:
                if alarm.handling.suppress_when == row.text:
                    self.event(at_ns, due, "logic_suppress", alarm.name, raised, None)
            return set()
        assert row.alarm is not None
        name = row.alarm.name
        if row.role == "escalation":
            self.event(at_ns, due, "beyond", name, raised, None)
            return set()
        self.event(at_ns, due, "condition", name, raised, onset_ns)
        return {("active", name)}

    def event(self, at_ns: int, due: int, *what: object) -> None:
        self.events.append((at_ns, due, *what))  # type: ignore[arg-type]


def rows_of_site(site: Site) -> list[PlainRow]:
    """Alarms in site order, then escalations, then the distinct suppression logics."""
    rows, escalations, logics = [], [], {}
    for alarm in site.alarms:
        common = {"alarm": alarm, "node": quantity_of(alarm)}
        rows.append(
            PlainRow(
                "alarm",
                limit_eu=alarm.limit_eu,
                deadband_eu=alarm.deadband_eu,
                on_delay_ms=alarm.on_delay_ms,
                off_delay_ms=alarm.off_delay_ms,
                **common,
            )
        )
        further = alarm.handling.escalation
        if further is not None and further.limit_eu is not None:
            escalations.append(
                PlainRow(
                    "escalation",
                    limit_eu=further.limit_eu,
                    deadband_eu=further.deadband_eu,
                    on_delay_ms=further.on_delay_ms,
                    off_delay_ms=further.off_delay_ms,
                    **common,
                )
            )
        text = alarm.handling.suppress_when
        if text and text not in logics:
            logics[text] = PlainRow("logic", text=text, node=parse(text))
    return [*rows, *escalations, *logics.values()]


def evaluation_order(rows: list[PlainRow]) -> list[PlainRow]:
    """Rows with an expression: escalations and alarms after what they ask for, then logics."""
    ordered: list[PlainRow] = []
    waiting = [row for row in rows if row.node is not None and row.role == "alarm"]
    names = {row.alarm.name for row in waiting if row.alarm}
    done: set[str] = set()
    while waiting:
        for row in waiting:
            assert row.alarm is not None and row.node is not None
            if names.intersection(alarms_of(row.node)) <= done:
                break
        ordered += [r for r in rows if r.role == "escalation" and r.alarm is row.alarm]
        ordered.append(row)
        done.add(row.alarm.name)
        waiting.remove(row)
    return ordered + [row for row in rows if row.role == "logic"]
