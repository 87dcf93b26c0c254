"""Limits of one tag: in range, in order, deadbands smaller than the gap they face."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wakeful.server.configuration.alarm_limits import RISING, check_limits
from wakeful.server.configuration.finding import Findings, Origin
from wakeful.terms.alarm import (
    KIND_NAMES,
    AlarmDefinition,
    ConditionKind,
    Escalation,
    Handling,
    ModeSetting,
    Priority,
)
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


def alarm(name: str, kind: ConditionKind, limit_eu: float, **fields: object) -> AlarmDefinition:
    own = {"name": name, "tag": "T", "kind": kind, "priority": Priority.LOW, "limit_eu": limit_eu}
    return AlarmDefinition(**(own | fields))  # type: ignore[arg-type]


def in_mode(**fields: object) -> Handling:
    return Handling(modes=(ModeSetting(mode="m", **fields),))  # type: ignore[arg-type]


def told(*alarms: AlarmDefinition, reference: Tag | None = None) -> list[tuple[str, str, str]]:
    """(file, key, message) of what is found; settings of modes were written in ``modes.csv``."""
    named = {each.name: each for each in alarms}
    origins = {name: Origin("alarms.csv", line) for line, name in enumerate(named, start=2)}
    modes = {
        (each.name, setting.mode): Origin("modes.csv", origins[each.name].line)
        for each in alarms
        for setting in each.handling.modes
    }
    findings = Findings()
    tags = {"T": TAG} | ({reference.name: reference} if reference else {})
    check_limits(named, origins, tags, findings, modes)
    return [(finding.file, finding.key, finding.message) for finding in findings.sorted()]


@given(low_eu=st.integers(0, 120), high_eu=st.integers(0, 120))
def test_limits_are_judged_again_in_every_mode(low_eu: int, high_eu: int) -> None:
    found = told(
        alarm("L", ConditionKind.LOW, 20.0, handling=in_mode(limit_eu=float(low_eu))),
        alarm("H", ConditionKind.HIGH, 80.0, handling=in_mode(limit_eu=float(high_eu))),
    )
    assert (found == []) == (low_eu < high_eu and low_eu <= 100 and high_eu <= 100)
    assert {file for file, _, _ in found} <= {"modes.csv"}


def test_what_is_suppressed_in_a_mode_stands_in_nobody_s_way() -> None:
    low = alarm("L", ConditionKind.LOW, 20.0, handling=in_mode(suppressed=True))
    high = alarm("H", ConditionKind.HIGH, 80.0, handling=in_mode(limit_eu=10.0))
    assert told(low, high) == []


def test_a_mistake_as_configured_is_not_told_again_for_every_mode() -> None:
    low = alarm("L", ConditionKind.LOW, 90.0, handling=in_mode(priority=Priority.HIGH))
    assert len(told(low, alarm("H", ConditionKind.HIGH, 80.0))) == 1


def test_the_limit_that_a_mode_changed_is_blamed() -> None:
    low = alarm("L", ConditionKind.LOW, 20.0, handling=in_mode(limit_eu=85.0))
    ((file, key, message),) = told(low, alarm("H", ConditionKind.HIGH, 80.0))
    assert (file, key) == ("modes.csv", "limit_eu")
    assert message.startswith("alarm L in mode 'm': 85 for low is not below 80 for high (alarms.csv line 3)")


@given(st.sampled_from(ConditionKind), st.floats(-50, 50).filter(bool))
def test_deviations_and_rates_have_their_sign(kind: ConditionKind, limit_eu: float) -> None:
    if KIND_NAMES[kind].partition("_")[0] not in ("deviation", "rate"):
        return
    found = told(alarm("A", kind, limit_eu, expression="5", window_ms=1))
    assert (found == []) == ((limit_eu > 0) == KIND_NAMES[kind].endswith("high"))


def test_a_deviation_is_within_reach_of_its_reference() -> None:
    reference = Tag(name="R", system="s", source="p", range_low_eu=50.0, range_high_eu=60.0)
    for kind, limit_eu, reachable in (
        (ConditionKind.DEVIATION_HIGH, 50.0, True),
        (ConditionKind.DEVIATION_HIGH, 51.0, False),
        (ConditionKind.DEVIATION_LOW, -60.0, True),
        (ConditionKind.DEVIATION_LOW, -61.0, False),
    ):
        assert (told(alarm("A", kind, limit_eu, expression="R"), reference=reference) == []) == reachable


def test_two_deviations_from_the_same_reference_differ_in_their_limit() -> None:
    first = alarm("A", ConditionKind.DEVIATION_HIGH, 5.0, expression="R")
    second = alarm("B", ConditionKind.DEVIATION_HIGH, 9.0, expression="R")
    third = alarm("C", ConditionKind.DEVIATION_HIGH, 9.0, expression="R")
    assert told(first, second) == []
    assert [key for _, key, _ in told(first, second, third)] == ["limit_eu"]


@given(limit_eu=st.integers(1, 99), further_eu=st.integers(1, 99), high=st.booleans())
def test_a_further_limit_lies_beyond(limit_eu: int, further_eu: int, high: bool) -> None:
    escalation = Escalation(priority=Priority.HIGH, limit_eu=float(further_eu))
    kind = ConditionKind.HIGH if high else ConditionKind.LOW
    found = told(alarm("A", kind, float(limit_eu), handling=Handling(escalation=escalation)))
    assert (found == []) == (further_eu > limit_eu if high else further_eu < limit_eu)


@given(st.sampled_from(Priority), st.sampled_from(Priority), st.sampled_from(ConditionKind))
def test_an_escalation_is_more_urgent(own: Priority, further: Priority, kind: ConditionKind) -> None:
    sign = -1.0 if KIND_NAMES[kind] in ("deviation_low", "rate_low") else 1.0
    handling = Handling(escalation=Escalation(priority=further, after_ms=5))
    found = told(alarm("A", kind, sign, priority=own, handling=handling))
    assert ([key for _, key, _ in found] == ["escalate_priority"]) == (further >= own)


def test_a_mode_may_not_overtake_the_escalation() -> None:
    escalation = Escalation(priority=Priority.HIGH, limit_eu=90.0)
    for setting in (ModeSetting(mode="m", limit_eu=95.0), ModeSetting(mode="m", priority=Priority.CRITICAL)):
        handling = Handling(escalation=escalation, modes=(setting,))
        ((file, key, _),) = told(alarm("A", ConditionKind.HIGH, 80.0, handling=handling))
        assert file == "modes.csv" and key == ("limit_eu" if setting.limit_eu else "priority")
