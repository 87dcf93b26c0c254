"""What stays of a site in memory: equal to what was read, every text and number once."""

import math

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from wakeful.server.configuration.settling import settle
from wakeful.terms.alarm import (
    PLAIN,
    AlarmDefinition,
    ConditionKind,
    Escalation,
    Handling,
    ModeSetting,
    Priority,
    Rationalisation,
)
from wakeful.terms.tag import Tag

NUMBERS = st.floats(allow_nan=False, allow_infinity=False)
TAGS = st.builds(
    Tag,
    name=st.text(),
    system=st.sampled_from(["a", "b"]),
    source=st.just("p"),
    description=st.text(),
    range_low_eu=NUMBERS,
    normal_low_eu=st.none() | NUMBERS,
    resolution_eu=st.none() | NUMBERS,
)
ESCALATIONS = st.builds(
    Escalation, priority=st.sampled_from(Priority), limit_eu=st.none() | st.sampled_from([0.0, -0.0, 5.0])
)
MODES = st.builds(ModeSetting, mode=st.sampled_from("ab"), limit_eu=st.none() | st.sampled_from([0.0, -0.0]))
HANDLINGS = st.builds(
    Handling,
    latching=st.booleans(),
    group=st.sampled_from(["", "g"]),
    suppress_when=st.text(max_size=2),
    escalation=st.none() | ESCALATIONS,
    modes=st.lists(MODES, max_size=2).map(tuple),
)
RECORDS = st.none() | st.builds(Rationalisation, cause=st.text(max_size=2), basis=st.text(max_size=2))


def alarm_of(tag: str, **fields: object) -> AlarmDefinition:
    return AlarmDefinition(
        **({"name": f"{tag}.high", "tag": tag, "kind": ConditionKind.HIGH, "priority": Priority.LOW} | fields)
    )


@given(
    tags=st.lists(TAGS, max_size=5),
    parts=st.lists(st.tuples(NUMBERS, HANDLINGS, RECORDS, st.text()), max_size=5),
)
def test_nothing_is_changed(
    tags: list[Tag], parts: list[tuple[float, Handling, Rationalisation | None, str]]
) -> None:
    alarms = [
        alarm_of(tag.name, limit_eu=limit, handling=handling, rationalisation=record, expression=text)
        for tag, (limit, handling, record, text) in zip(tags, parts, strict=False)
    ]
    settled = settle(tags, alarms)
    assert settled == (tuple(tags), tuple(alarms))
    assert msgspec.json.encode(settled) == msgspec.json.encode((tags, alarms))  # -0 is not 0 in a file


def test_zeros_keep_their_sign() -> None:
    tags = [
        Tag(name=f"T{place}", system="s", source="p", range_low_eu=zero)
        for place, zero in enumerate((0.0, -0.0))
    ]
    assert [math.copysign(1.0, tag.range_low_eu) for tag in settle(tags, [])[0]] == [1.0, -1.0]


def test_equal_texts_and_numbers_are_one_object_and_none_of_those_read() -> None:
    name, message, limit_eu = "FT 1".replace(" ", "-"), "Flow is high".lower(), float("61.5")
    tag = Tag(name=name, system="s", source="p", range_high_eu=limit_eu * 1.0)
    read = [alarm_of(name[:2] + name[2:], message=message, limit_eu=limit_eu) for _ in range(2)]
    (settled,), alarms = settle([tag], read)
    assert settled.name is not name
    assert all(alarm.tag is settled.name for alarm in alarms)
    assert alarms[0].message is alarms[1].message is not message
    assert alarms[0].limit_eu is alarms[1].limit_eu is settled.range_high_eu is not limit_eu


def test_equal_handlings_and_records_are_one_object_and_the_default_is_the_default() -> None:
    read = [
        alarm_of("T", handling=Handling(latching=True), rationalisation=Rationalisation(cause="wear")),
        alarm_of("T", handling=Handling(latching=True), rationalisation=Rationalisation(cause="wear")),
        alarm_of("T", handling=Handling()),
        alarm_of("T"),
    ]
    _, (first, second, third, fourth) = settle([], read)
    assert first.handling is second.handling and first.handling is not read[0].handling
    assert first.rationalisation is second.rationalisation is not None
    assert third.handling is fourth.handling is PLAIN and fourth.rationalisation is None
