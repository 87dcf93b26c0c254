"""The self-watch's tags and alarms hold together."""

import pytest

from wakeful.server.rationalisation.matrix import matrix_word
from wakeful.server.rationalisation.missing import missing_of
from wakeful.server.self_watch_tags import (
    JOURNAL_ALARM,
    SOURCE,
    SYSTEM,
    position_tags,
    server_alarms,
    server_tags,
    source_alarms,
    source_tags,
)
from wakeful.terms.alarm import ConditionKind

TAGS = {tag.name: tag for tag in (*server_tags(100), *position_tags("desk"), *source_tags("water", 5.0))}
ALARMS = (*server_alarms(100), *source_alarms("water", 5.0))


def test_names_are_unique_and_alarms_have_their_tags() -> None:
    assert len({alarm.name for alarm in ALARMS}) == len(ALARMS)
    assert {alarm.tag for alarm in ALARMS} <= set(TAGS)
    assert JOURNAL_ALARM in {alarm.name for alarm in ALARMS}
    assert {(tag.system, tag.source) for tag in TAGS.values()} == {(SYSTEM, SOURCE)}


@pytest.mark.parametrize("alarm", ALARMS, ids=lambda alarm: alarm.name)
def test_every_alarm_says_what_is_wrong_and_what_to_do(alarm) -> None:  # type: ignore[no-untyped-def]
    assert len(alarm.message) > 10
    assert len(alarm.response) > 20
    tag = TAGS[alarm.tag]
    assert tag.range_low_eu <= alarm.limit_eu <= tag.range_high_eu
    assert 0 <= alarm.deadband_eu < max(alarm.limit_eu, 1.0)


@pytest.mark.parametrize("alarm", ALARMS, ids=lambda alarm: alarm.name)
def test_every_alarm_is_rationalised_so_that_no_site_turns_it_into_an_event(alarm) -> None:  # type: ignore[no-untyped-def]
    why = alarm.rationalisation
    assert why.cause and why.consequence and why.consequence_severity and why.basis
    assert why.response_time_ms > 0
    assert not alarm.handling.event_only
    assert missing_of(alarm) == ()
    assert matrix_word(alarm) == alarm.priority.name.lower()


def test_limits_of_one_tag_are_in_order() -> None:
    limits = {(alarm.tag, alarm.kind): alarm.limit_eu for alarm in ALARMS}
    for (tag, kind), limit_eu in limits.items():
        if kind is ConditionKind.HIGH and (tag, ConditionKind.HIGH_HIGH) in limits:
            assert limit_eu < limits[tag, ConditionKind.HIGH_HIGH]
        if kind is ConditionKind.LOW and (tag, ConditionKind.LOW_LOW) in limits:
            assert limit_eu > limits[tag, ConditionKind.LOW_LOW]


def test_limits_follow_the_site() -> None:
    def limit_eu(alarms, name: str) -> float:  # type: ignore[no-untyped-def]
        return next(alarm.limit_eu for alarm in alarms if alarm.name == name)

    assert limit_eu(server_alarms(10), "WAKEFUL.SCAN_LATENESS.high") == 500.0
    assert limit_eu(server_alarms(1_000), "WAKEFUL.SCAN_LATENESS.high") == 5_000.0
    assert limit_eu(source_alarms("water", 60.0), "WAKEFUL.water.AGE.high") == 60.0
    assert limit_eu(source_alarms("water", 0.1), "WAKEFUL.water.AGE.high") == 5.0
