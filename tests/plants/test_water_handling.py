"""How the works' alarms are annunciated: groups of what belongs together, latches, what hides what."""

from collections import Counter, defaultdict

from wakeful.plants.water_works.water_alarms import alarms
from wakeful.plants.water_works.water_handling import handling_of
from wakeful.plants.water_works.water_state import STATION_OF, STATIONS
from wakeful.terms.alarm import PLAIN, Priority

ALARMS = {alarm.name: alarm for alarm in alarms()}


def test_every_group_has_several_alarms_and_every_station_one() -> None:
    groups = Counter(alarm.handling.group for alarm in alarms() if alarm.handling.group)
    assert len(groups) == 10 and min(groups.values()) >= 4
    of_station = defaultdict(set)
    for pump, station in STATION_OF.items():
        of_station[station].add(ALARMS[f"WW.{pump}.XA.H"].handling.group)
    for station in STATIONS:
        assert of_station[station] == {ALARMS[f"WW.{station}.XS.L"].handling.group}


def test_unsafe_water_stays_and_calls_again() -> None:
    latching = {name for name, alarm in ALARMS.items() if alarm.handling.latching}
    calling = {name for name, alarm in ALARMS.items() if alarm.handling.re_alarm_ms}
    assert calling == {"WW.AI103.HH", "WW.AI101.LL", "WW.AI201.LL", "WW.AI704.LL"}
    assert calling < latching
    assert all(ALARMS[name].priority <= Priority.HIGH for name in calling)
    assert {name for name in latching if "PU" in name} == {f"WW.{pump}.XA.H" for pump in STATION_OF}


def test_the_more_urgent_the_shorter_a_shelf() -> None:
    longest = {alarm.priority: alarm.handling.shelve_ms_max for alarm in alarms()}
    assert 0 < longest[Priority.CRITICAL] < longest[Priority.HIGH]
    assert longest[Priority.MEDIUM] == longest[Priority.LOW] == 0


def test_what_nobody_attends_to_becomes_more_urgent() -> None:
    for alarm in alarms():
        if alarm.handling.escalation is not None:
            assert alarm.handling.escalation.priority < alarm.priority
            assert alarm.handling.escalation.after_ms > 0


def test_most_alarms_are_plain_but_for_their_group() -> None:
    assert handling_of("AI503.L", Priority.LOW) == PLAIN
