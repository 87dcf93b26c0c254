"""What the advisor may recommend: its rules, and the bounds that follow from them for one alarm."""

from collections.abc import Sequence
from dataclasses import dataclass

from wakeful.alarms.advisor.history import History
from wakeful.terms.alarm import AlarmDefinition
from wakeful.terms.site import AlarmPhilosophy

REAL_INTERVALS_MIN = 3
DELAY_INTERVALS_MIN = 2
HOLD_INTERVALS_MIN = 5
"""Bounds in time are not below so many usual distances between samples: slow data know nothing shorter."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AdvisorRules:
    """The same for all alarms of a site; every one is stated in docs/advisor.md."""

    real_after_ms: int = 60_000
    """Abnormal for so long in all, a stretch is real: a setting that would lose it is not recommended."""
    delay_mean_ms_max: int = 60_000
    """Delay added on average, where nobody has stated the operator's time to respond."""
    response_share_max: float = 0.1
    """Delay added on average, as a share of the operator's time to respond, where it is stated."""
    worst_factor: float = 5.0
    """No single stretch later than so many times the bound on the average."""
    hold_ms_max: int = 600_000
    """The alarm does not stand for longer than this where today's would not."""
    saved_min: int = 3
    saved_share_min: float = 0.1
    """What saves fewer annunciations, or a smaller share of them, is not worth a change."""
    contenders_over: float = 0.5
    """Settings that leave at most such a share, and one, more than the fewest contend; the cheapest wins."""
    on_delay_allowed: bool = True
    """False where the operator must act every time a limit is touched."""

    def __post_init__(self) -> None:
        """Refuse rules that make no sense."""
        times_ms = (self.real_after_ms, self.delay_mean_ms_max, self.hold_ms_max)
        shares = (self.response_share_max, self.saved_share_min, self.contenders_over)
        if min(times_ms) <= 0 or not all(0.0 <= share <= 1.0 for share in shares):
            raise ValueError("times of the rules are above 0, shares from 0 to 1")
        if self.worst_factor < 1.0 or self.saved_min < 1:
            raise ValueError("the worst delay is at least the mean one, and a change saves something")


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """The rules for one alarm and its data, in nanoseconds."""

    real_after_ns: int
    delay_mean_ns: int
    delay_worst_ns: int
    hold_ns: int


def bounds_of(rules: AdvisorRules, definition: AlarmDefinition, histories: Sequence[History]) -> Bounds:
    """The bounds that hold for an alarm.

    A stated time to respond bounds the delay whatever the distance of the samples; the other bounds give way
    to slow data, of which the slowest history counts.
    """
    interval_ns = max((history.usual_interval_ns for history in histories), default=0)
    stated = definition.rationalisation
    if stated is not None and stated.response_time_ms > 0:
        mean_ns = round(rules.response_share_max * stated.response_time_ms * 1_000_000)
    else:
        mean_ns = max(rules.delay_mean_ms_max * 1_000_000, DELAY_INTERVALS_MIN * interval_ns)
    return Bounds(
        real_after_ns=max(rules.real_after_ms * 1_000_000, REAL_INTERVALS_MIN * interval_ns),
        delay_mean_ns=mean_ns,
        delay_worst_ns=round(rules.worst_factor * mean_ns),
        hold_ns=max(rules.hold_ms_max * 1_000_000, HOLD_INTERVALS_MIN * interval_ns),
    )


def is_protected(definition: AlarmDefinition, philosophy: AlarmPhilosophy) -> bool:
    """Whether an alarm is, or in some mode or after escalation can become, too urgent ever to be slowed."""
    handling = definition.handling
    priorities = [definition.priority]
    priorities += [mode.priority for mode in handling.modes if mode.priority is not None]
    if handling.escalation is not None:
        priorities.append(handling.escalation.priority)
    return min(priorities) <= philosophy.never_slowed
