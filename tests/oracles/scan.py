"""The scan in plain Python: dictionaries, one sample at a time, no bands, no heap, no arrays.

Written from the rules in the documentation, not from the kernels: it searches for what is due next instead
of keeping it sorted, and compares every sample with every limit.
"""

import math
from dataclasses import dataclass, field

from wakeful.terms.alarm import AlarmDefinition, ConditionKind
from wakeful.terms.quality import Quality, Severity, severity
from wakeful.terms.site import Site

FUTURE_TOLERANCE_NS = 2_000_000_000
LOST = (Quality.BAD_NO_COMMUNICATION, Quality.BAD_NOT_CONNECTED)


@dataclass
class PlainTag:
    value: float = math.nan
    quality: int = Quality.BAD_WAITING_FOR_INITIAL_DATA
    time_ns: int | None = None
    rejecting: bool = False


@dataclass
class PlainAlarm:
    definition: AlarmDefinition
    condition: str = "normal"  # normal, on_delay, abnormal, off_delay
    unacknowledged: bool = False
    occurrence: int = 0
    revision: int = 0
    deadline_ns: int | None = None

    @property
    def active(self) -> bool:
        return self.condition in ("abnormal", "off_delay")

    @property
    def letter(self) -> str:
        return {
            (False, False): "A",
            (True, True): "B",
            (True, False): "C",
            (False, True): "D",
        }[self.active, self.unacknowledged]


@dataclass
class PlainEngine:
    """``log`` collects (at_ns, what, name, before, after, occurrence, revision) in order of happening."""

    site: Site
    start_ns: int
    tags: dict[str, PlainTag] = field(init=False)
    alarms: dict[str, PlainAlarm] = field(init=False)
    log: list[tuple[object, ...]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.tags = {tag.name: PlainTag() for tag in self.site.tags}
        self.alarms = {alarm.name: PlainAlarm(alarm) for alarm in self.site.alarms}

    def scan(self, rows: list[tuple[int, list[tuple[float, int]]]], now_ns: int) -> None:
        for at_ns, samples in rows:
            if at_ns > now_ns + FUTURE_TOLERANCE_NS:
                at_ns, samples = (
                    now_ns,
                    [
                        (math.nan, q if q == Quality.BAD_NO_DATA else int(Quality.BAD_INVALID_TIMESTAMP))
                        for _, q in samples
                    ],
                )
            else:
                self.run_due(at_ns)
            for tag, (value, quality) in zip(self.site.tags, samples, strict=True):
                if quality != Quality.BAD_NO_DATA:
                    self.sample(tag.name, at_ns, value, quality)
        self.run_due(now_ns)

    def run_due(self, before_ns: int) -> None:
        while True:
            due: list[tuple[int, int, int, str]] = []
            for position, tag in enumerate(self.site.tags):
                state = self.tags[tag.name]
                if state.quality in LOST:
                    continue
                heard = self.start_ns if state.time_ns is None else max(state.time_ns, self.start_ns)
                due.append((heard + tag.age_limit_ms * 1_000_000, 0, position, tag.name))
            for position, (name, alarm) in enumerate(self.alarms.items()):
                if alarm.deadline_ns is not None:
                    due.append((alarm.deadline_ns, 1, position, name))
            if not due or min(due)[0] >= before_ns:
                return
            at_ns, is_delay, _, name = min(due)
            if is_delay:
                self.end_delay(name, at_ns)
            else:
                tag_state = self.tags[name]
                never = tag_state.quality == Quality.BAD_WAITING_FOR_INITIAL_DATA
                tag_state.quality = Quality.BAD_NOT_CONNECTED if never else Quality.BAD_NO_COMMUNICATION
                self.log.append((at_ns, "lost", name))
                self.judge_tag(name, at_ns)

    def sample(self, name: str, at_ns: int, value: float, quality: int) -> None:
        tag = self.tags[name]
        if tag.time_ns is not None and at_ns <= tag.time_ns:
            if not tag.rejecting:
                self.log.append((at_ns, "rejected", name))
            tag.rejecting = True
            return
        tag.rejecting = False
        if not math.isfinite(value) and severity(quality) is not Severity.BAD:
            quality = int(Quality.BAD_SENSOR_FAILURE)
        before = tag.quality
        tag.value, tag.quality, tag.time_ns = value, quality, at_ns
        first_word = before == Quality.BAD_WAITING_FOR_INITIAL_DATA != quality
        if first_word or severity(before) is not severity(quality):
            self.log.append((at_ns, severity(quality).value, name))
        self.judge_tag(name, at_ns)

    def judge_tag(self, name: str, at_ns: int) -> None:
        tag = self.tags[name]
        for alarm in self.alarms.values():
            if alarm.definition.tag == name:
                self.step(alarm, self.meaning(alarm, tag.value, severity(tag.quality)), at_ns)

    def meaning(self, alarm: PlainAlarm, value: float, trust: Severity) -> str:
        definition = alarm.definition
        if definition.kind is ConditionKind.INPUT_BAD:
            return {Severity.BAD: "abnormal", Severity.GOOD: "normal", Severity.UNCERTAIN: "unknown"}[trust]
        if trust is Severity.BAD:
            return "unknown"
        band = definition.deadband_eu if alarm.condition in ("on_delay", "abnormal") else 0.0
        if definition.kind in (ConditionKind.HIGH, ConditionKind.HIGH_HIGH):
            abnormal = value >= definition.limit_eu - band
        else:
            abnormal = value <= definition.limit_eu + band
        if abnormal:
            return "abnormal"
        return "normal" if trust is Severity.GOOD else "unknown"

    def step(self, alarm: PlainAlarm, meaning: str, at_ns: int) -> None:
        definition = alarm.definition
        if alarm.condition == "normal" and meaning == "abnormal":
            alarm.condition = "on_delay"
            alarm.deadline_ns = at_ns + definition.on_delay_ms * 1_000_000
            if definition.on_delay_ms == 0:
                self.end_delay(definition.name, at_ns)
        elif alarm.condition == "on_delay" and meaning == "normal":
            alarm.condition, alarm.deadline_ns = "normal", None
        elif alarm.condition == "abnormal" and meaning == "normal":
            alarm.condition = "off_delay"
            alarm.deadline_ns = at_ns + definition.off_delay_ms * 1_000_000
            if definition.off_delay_ms == 0:
                self.end_delay(definition.name, at_ns)
        elif alarm.condition == "off_delay" and meaning in ("abnormal", "unknown"):
            alarm.condition, alarm.deadline_ns = "abnormal", None

    def end_delay(self, name: str, at_ns: int) -> None:
        alarm = self.alarms[name]
        # A zero off-delay passes through off_delay within one sample: the letter before is that of abnormal.
        before = alarm.letter
        alarm.deadline_ns = None
        if alarm.condition == "on_delay":
            alarm.condition, alarm.unacknowledged = "abnormal", True
            alarm.occurrence += 1
            alarm.revision = 1
            self.log.append((at_ns, "abnormal", name, before, alarm.letter, alarm.occurrence, 1))
        else:
            alarm.condition = "normal"
            alarm.revision += 1
            self.log.append((at_ns, "normal", name, before, alarm.letter, alarm.occurrence, alarm.revision))

    def acknowledge(self, name: str) -> bool:
        alarm = self.alarms[name]
        if not alarm.unacknowledged:
            return False
        alarm.unacknowledged = False
        alarm.revision += 1
        return True
