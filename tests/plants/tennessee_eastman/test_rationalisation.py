"""Records and handling of the chemical plant's alarms."""

from collections import Counter

from wakeful.plants.tennessee_eastman.alarms import SAFETY_INPUTS, default_alarms
from wakeful.plants.tennessee_eastman.rationalisation import WHY, handling_of, rationalisation_of
from wakeful.terms.alarm import Handling, Priority

ALARMS = {alarm.name.removeprefix("TE."): alarm for alarm in default_alarms()}


def test_every_record_belongs_to_an_alarm() -> None:
    shared = {f"{tag}.{ending}" for tag in SAFETY_INPUTS for ending in ("BAD", "STUCK")}
    assert set(WHY) | shared == set(ALARMS)


def test_a_tripped_plant_shows_only_why() -> None:
    in_sight = {name for name, alarm in ALARMS.items() if not alarm.handling.suppress_when}
    assert {name.rpartition(".")[2] for name in in_sight} == {"HH", "LL", "TRIP", "BAD"}
    assert {alarm.handling.suppress_when for alarm in ALARMS.values()} == {"", "active(TE.XS-1.TRIP)"}


def test_the_trip_stays_until_it_is_reset() -> None:
    assert {name for name, alarm in ALARMS.items() if alarm.handling.latching} == {"XS-1.TRIP"}


def test_first_out_groups_have_several_alarms() -> None:
    groups = Counter(alarm.handling.group for alarm in ALARMS.values() if alarm.handling.group)
    assert len(groups) == 4 and min(groups.values()) >= 5
    assert ALARMS["XS-1.TRIP"].handling.group == ALARMS["PI-7.HH"].handling.group


def test_a_lost_safety_input_that_nobody_attends_to_becomes_critical() -> None:
    handling = handling_of("PI-7.BAD", Priority.HIGH)
    assert handling.escalation is not None and handling.escalation.priority is Priority.CRITICAL
    assert rationalisation_of("PI-7.BAD", Priority.HIGH) == rationalisation_of("LI-8.BAD", Priority.HIGH)


def test_what_is_neither_urgent_nor_of_a_group_is_only_hidden_by_a_trip() -> None:
    assert handling_of("TI-18.L", Priority.LOW) == Handling(suppress_when="active(TE.XS-1.TRIP)")
