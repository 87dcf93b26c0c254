"""Limits of one tag: in range, in order, deadbands smaller than the gap they face."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wakeful.server.configuration.alarm_limits import RISING, check_limits
from wakeful.server.configuration.finding import Findings, Origin
from wakeful.terms.alarm import KIND_NAMES, AlarmDefinition, ConditionKind, Priority
from wakeful.terms.tag import Tag

TAG = Tag(name="T", system="s", source="p", range_low_eu=0.0, range_high_eu=100.0)
KINDS = {name: kind for kind, name in KIND_NAMES.items()}


def check(*alarms: tuple[str, float, float]) -> list[str]:
    """Findings on alarms given as (kind, limit, deadband), one on each line from 2."""
    named = {
        f"{kind}.{line}": AlarmDefinition(
            name=f"{kind}.{line}",
            tag="T",
            kind=KINDS[kind],
            priority=Priority.LOW,
            limit_eu=limit,
            deadband_eu=band,
        )
        for line, (kind, limit, band) in enumerate(alarms, start=2)
    }
    origins = {name: Origin("alarms.csv", int(name.split(".")[1])) for name in named}
    findings = Findings()
    check_limits(named, origins, {"T": TAG}, findings)
    return [str(finding) for finding in findings.sorted()]


@given(
    limits=st.lists(st.integers(1, 99), min_size=1, max_size=4, unique=True).map(sorted),
    kinds=st.permutations(RISING),
)
def test_rising_limits_with_small_deadbands_are_right(limits: list[int], kinds: list[ConditionKind]) -> None:
    chosen = sorted(kinds[: len(limits)], key=RISING.index)
    alarms = [(KIND_NAMES[kind], float(limit), 0.01) for kind, limit in zip(chosen, limits, strict=True)]
    assert check(*alarms) == []


@given(st.floats(1, 99), st.floats(1, 99))
def test_a_low_limit_must_lie_below_the_high_one(low: float, high: float) -> None:
    assert (check(("low", low, 0), ("high", high, 0)) == []) == (low < high)


@given(st.floats(1e-6, 50), st.floats(0, 200))
def test_a_deadband_must_be_smaller_than_its_gap(gap: float, deadband: float) -> None:
    found = check(("low", 20.0, 0), ("high", 20.0 + gap, deadband))
    actual_gap = (20.0 + gap) - 20.0
    assert (found == []) == (deadband == 0 or deadband < actual_gap)


@pytest.mark.parametrize(
    ("alarms", "finding"),
    [
        (
            (("low", 50, 0), ("high", 100, 60)),
            "60 is larger than the gap of 50 between low and high; give at most 49.9",
        ),
        (
            (("high", 40, 40),),
            "40 is as large as the gap of 40 between range_low_eu and high; give at most 39.9",
        ),
        ((("low_low", 10, 30), ("high_high", 30, 0)), "between low_low and high_high"),
        ((("low", 10, 90),), "between low and range_high_eu"),
        ((("high", 101, 0),), "101 is outside the range of T, 0 to 100"),
        (
            (("high_high", 50, 0), ("high", 60, 0)),
            "60 for high is not below 50 for high_high (alarms.csv line 2)",
        ),
        ((("high", 50, 0), ("high", 60, 0)), "tag 'T' has the high alarm 'high.2' already"),
    ],
)
def test_what_cannot_work_is_told(alarms: tuple[tuple[str, float, float], ...], finding: str) -> None:
    (told,) = check(*alarms)
    assert finding in told


def test_a_tag_whose_range_is_wrong_is_not_blamed_on_its_alarms() -> None:
    tag = Tag(name="T", system="s", source="p", range_low_eu=9.0, range_high_eu=1.0)
    alarm = AlarmDefinition(name="A", tag="T", kind=ConditionKind.HIGH, priority=Priority.LOW, limit_eu=50.0)
    findings = Findings()
    check_limits({"A": alarm}, {"A": Origin("alarms.csv", 2)}, {"T": tag}, findings)
    assert findings.count == 0
