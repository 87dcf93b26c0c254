"""What a plant's default alarms must have, and whether their conditions are met by readings of a run."""

from collections.abc import Sequence

import numpy as np

from wakeful.alarms.expression import syntax
from wakeful.alarms.expression.quantity import condition_of, reference_of
from wakeful.terms.alarm import AlarmDefinition, ConditionKind, Priority
from wakeful.terms.tag import Tag

MINUTE_MS = 60_000
SEVERITIES = ("minor", "major", "severe")
HIGHS = (ConditionKind.HIGH, ConditionKind.HIGH_HIGH)
LOWS = (ConditionKind.LOW, ConditionKind.LOW_LOW)


def priority_of(severity: str, response_time_ms: int) -> Priority:
    """The priority matrix: severe within 3 min critical, one less for each step of either."""
    assert 0 < response_time_ms <= 30 * MINUTE_MS, "later than that, and it is no alarm"
    slowness = (response_time_ms >= 3 * MINUTE_MS) + (response_time_ms > 10 * MINUTE_MS)
    mildness = len(SEVERITIES) - 1 - SEVERITIES.index(severity)
    return Priority(min(Priority.CRITICAL + slowness + mildness, Priority.LOW))


def check_rationalised(alarms: Sequence[AlarmDefinition]) -> None:
    """Every alarm says why it is there, and is as urgent as that."""
    for alarm in alarms:
        record = alarm.rationalisation
        assert record is not None, alarm.name
        texts = (record.cause, record.consequence, record.basis, record.alarm_class)
        assert all(texts), alarm.name
        assert not record.cause.endswith(".") and not record.consequence.endswith("."), alarm.name
        matrix = priority_of(record.consequence_severity, record.response_time_ms)
        assert alarm.priority is matrix, alarm.name
        assert alarm.on_delay_ms < record.response_time_ms, alarm.name


class Readings:
    """Readings (T, N) of a run, and whether the conditions of alarms are met, without regard to delays."""

    def __init__(self, tags: Sequence[Tag], values: np.ndarray, bad: np.ndarray) -> None:
        self.tags = {tag.name: tag for tag in tags}
        self.column = {tag.name: place for place, tag in enumerate(tags)}
        self.values = values
        self.bad = bad

    def met(self, alarm: AlarmDefinition) -> np.ndarray:
        """(T,) bool. For STUCK: no reading has moved, up to and including this one, for 600 in a row."""
        own = self.values[:, self.column[alarm.tag]]
        match alarm.kind:
            case ConditionKind.INPUT_BAD:
                return np.array(self.bad[:, self.column[alarm.tag]])
            case ConditionKind.DISCRETE:
                return np.array(own == alarm.limit_eu)
            case ConditionKind.DEVIATION_HIGH:
                return np.array(own - self._worked_out(reference_of(alarm.expression)) >= alarm.limit_eu)
            case ConditionKind.DEVIATION_LOW:
                return np.array(own - self._worked_out(reference_of(alarm.expression)) <= alarm.limit_eu)
            case ConditionKind.EXPRESSION:
                return self._worked_out(condition_of(alarm.expression)).astype(bool)
            case ConditionKind.STUCK:
                return _unmoved(own) >= 600
        assert alarm.kind in (*HIGHS, *LOWS)
        return np.array(own >= alarm.limit_eu if alarm.kind in HIGHS else own <= alarm.limit_eu)

    def _worked_out(self, node: syntax.Node) -> np.ndarray:
        """(T,) the answer of the few forms that default alarms use."""
        match node:
            case syntax.Number(value):
                return np.full(len(self.values), value)
            case syntax.TagNode(tag):
                return np.array(self.values[:, self.column[tag]])
            case syntax.StateIs(tag, state, negated):
                there = self.values[:, self.column[tag]] == self.tags[tag].states.index(state)
                return np.array(there != negated)
            case syntax.Arithmetic("-", left, right):
                return self._worked_out(left) - self._worked_out(right)
            case syntax.Comparison(">", left, right):
                return np.array(self._worked_out(left) > self._worked_out(right))
            case syntax.Junction("and", operands):
                return np.array(np.all([self._worked_out(each) for each in operands], axis=0))
        raise AssertionError(f"no default alarm used {node!r} when this was written")


def _unmoved(values: np.ndarray) -> np.ndarray:
    """(T,) how many readings in a row, up to this one, were the same."""
    moved = np.concatenate([[True], np.diff(values) != 0])
    places = np.arange(len(values))
    return np.array(places - np.maximum.accumulate(np.where(moved, places, 0)) + 1)
