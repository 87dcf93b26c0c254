"""The advisor's replay and its reckoning in plain Python: one sample at a time, one alarm, nothing reduced.

Written from the rules in docs/alarms.md and docs/advisor.md, not from the kernels.
"""

import math
from dataclasses import dataclass
from itertools import pairwise

from wakeful.terms.alarm import AlarmDefinition, ConditionKind
from wakeful.terms.quality import Quality, Severity, severity

HIGH_KINDS = (
    ConditionKind.HIGH,
    ConditionKind.HIGH_HIGH,
    ConditionKind.DEVIATION_HIGH,
    ConditionKind.RATE_HIGH,
)
Sample = tuple[int, float, int]
"""Time [ns], value [EU], OPC UA status code."""


@dataclass
class Activation:
    onset_ns: int
    raised_ns: int
    calm_ns: int | None = None
    returned_ns: int | None = None


@dataclass
class PlainCondition:
    definition: AlarmDefinition
    age_limit_ns: int
    start_ns: int

    def __post_init__(self) -> None:
        self.state = "normal"
        self.deadline_ns: int | None = None
        self.onset_ns = self.calm_ns = 0
        self.heard_ns = self.start_ns
        self.last_ns: int | None = None
        self.lost = False
        self.found: list[Activation] = []

    def run(self, samples: list[Sample], end_ns: int) -> list[Activation]:
        for at_ns, value, code in samples:
            if code == Quality.BAD_NO_DATA:
                continue
            if self.last_ns is not None and at_ns <= self.last_ns:
                continue
            self.pass_time(at_ns)
            self.last_ns = self.heard_ns = at_ns
            self.lost = False
            trust = severity(code) if math.isfinite(value) else Severity.BAD
            self.judge(at_ns, value, trust)
        self.pass_time(end_ns)
        if self.state in ("abnormal", "off_delay"):
            self.found[-1].calm_ns = self.calm_ns if self.state == "off_delay" else None
        return self.found

    def pass_time(self, before_ns: int) -> None:
        """The tag falling silent and the end of a delay, in order of time, silence first."""
        while True:
            due = []
            if self.age_limit_ns and not self.lost:
                due.append((self.heard_ns + self.age_limit_ns, "lost"))
            if self.deadline_ns is not None:
                due.append((self.deadline_ns, "zdelay"))
            if not due or min(due)[0] >= before_ns:
                return
            at_ns, what = min(due)
            if what == "lost":
                self.lost = True
                self.judge(at_ns, math.nan, Severity.BAD)
            else:
                self.end_delay(at_ns)

    def judge(self, at_ns: int, value: float, trust: Severity) -> None:
        self.step(at_ns, self.meaning(value, trust))

    def meaning(self, value: float, trust: Severity) -> str:
        d = self.definition
        if d.kind is ConditionKind.INPUT_BAD:
            return {Severity.BAD: "abnormal", Severity.GOOD: "normal", Severity.UNCERTAIN: "unknown"}[trust]
        if trust is Severity.BAD:
            return "unknown"
        band = d.deadband_eu if self.state in ("on_delay", "abnormal") else 0.0
        beyond = value >= d.limit_eu - band if d.kind in HIGH_KINDS else value <= d.limit_eu + band
        if beyond:
            return "abnormal"
        return "normal" if trust is Severity.GOOD else "unknown"

    def step(self, at_ns: int, meaning: str) -> None:
        d = self.definition
        if self.state == "normal" and meaning == "abnormal":
            self.state, self.onset_ns = "on_delay", at_ns
            self.deadline_ns = at_ns + d.on_delay_ms * 1_000_000
            if d.on_delay_ms == 0:
                self.end_delay(at_ns)
        elif self.state == "on_delay" and meaning == "normal":
            self.state, self.deadline_ns = "normal", None
        elif self.state == "abnormal" and meaning == "normal":
            self.state, self.calm_ns = "off_delay", at_ns
            self.deadline_ns = at_ns + d.off_delay_ms * 1_000_000
            if d.off_delay_ms == 0:
                self.end_delay(at_ns)
        elif self.state == "off_delay" and meaning in ("abnormal", "unknown"):
            self.state, self.deadline_ns = "abnormal", None

    def end_delay(self, at_ns: int) -> None:
        self.deadline_ns = None
        if self.state == "on_delay":
            self.state = "abnormal"
            self.found.append(Activation(self.onset_ns, at_ns))
        else:
            self.state = "normal"
            self.found[-1].calm_ns, self.found[-1].returned_ns = self.calm_ns, at_ns


def replay_plainly(
    samples: list[Sample], definition: AlarmDefinition, start_ns: int, end_ns: int, age_limit_ns: int = 0
) -> list[Activation]:
    """Every activation of one alarm over its samples."""
    return PlainCondition(definition, age_limit_ns, start_ns).run(samples, end_ns)


@dataclass
class PlainStretch:
    activations: list[Activation]

    def begin_ns(self) -> int:
        return self.activations[0].onset_ns

    def until_ns(self, end_ns: int) -> int:
        return or_end(self.activations[-1].returned_ns, end_ns)

    def is_real(self, end_ns: int, real_after_ns: int) -> bool:
        return sum(or_end(a.calm_ns, end_ns) - a.onset_ns for a in self.activations) >= real_after_ns


def or_end(instant_ns: int | None, end_ns: int) -> int:
    return end_ns if instant_ns is None else instant_ns


def stretches_plainly(activations: list[Activation], end_ns: int, real_after_ns: int) -> list[PlainStretch]:
    """Activations put together while there is less than ``real_after_ns`` of calm between them."""
    found: list[PlainStretch] = []
    for activation in activations:
        if found:
            calm_ns = or_end(found[-1].activations[-1].calm_ns, end_ns)
            if activation.onset_ns - calm_ns < real_after_ns:
                found[-1].activations.append(activation)
                continue
        found.append(PlainStretch([activation]))
    return found


def compare_plainly(
    today: list[Activation], other: list[Activation], end_ns: int, real_after_ns: int
) -> dict[str, object]:
    """What another setting does with today's stretches; every instant looked for in every activation."""
    delays_ns, missed, absorbed = [], 0, 0
    stretches = stretches_plainly(today, end_ns, real_after_ns)
    for stretch in stretches:
        begin_ns, until_ns = stretch.begin_ns(), stretch.until_ns(end_ns)
        real = stretch.is_real(end_ns, real_after_ns)
        still = [a for a in other if a.raised_ns < begin_ns < or_end(a.returned_ns, end_ns + 1)]
        if still:
            known = any(
                each.is_real(end_ns, real_after_ns)
                and each.begin_ns() <= still[0].raised_ns < each.until_ns(end_ns)
                for each in stretches
            )
            absorbed += real and known
            missed += real and not known
            continue
        anew = [a.raised_ns for a in other if begin_ns <= a.raised_ns < until_ns]
        if anew:
            delays_ns.append(min(anew) - today_first_ns(stretch))
        else:
            missed += real
    return {
        "annunciated": len(other),
        "delayed": len(delays_ns),
        "delays_ns": sum(delays_ns),
        "delay_max_ns": max(delays_ns, default=0),
        "missed": missed,
        "absorbed": absorbed,
        "held_max_ns": longest_hold_ns(today, other, end_ns),
    }


def today_first_ns(stretch: PlainStretch) -> int:
    return stretch.activations[0].raised_ns


def longest_hold_ns(today: list[Activation], other: list[Activation], end_ns: int) -> int:
    """Instants cut everything into pieces; consecutive pieces in which only the other stands add up."""
    cuts = {end_ns}
    for a in (*today, *other):
        cuts |= {a.raised_ns, or_end(a.returned_ns, end_ns)}
    longest_ns = 0
    ordered = sorted(cuts)
    for a in other:
        running_ns = 0
        for left_ns, right_ns in pairwise(ordered):
            if not (a.raised_ns <= left_ns and right_ns <= or_end(a.returned_ns, end_ns)):
                continue
            if any(t.raised_ns <= left_ns and right_ns <= or_end(t.returned_ns, end_ns) for t in today):
                running_ns = 0
            else:
                running_ns += right_ns - left_ns
                longest_ns = max(longest_ns, running_ns)
    return longest_ns
