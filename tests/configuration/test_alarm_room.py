"""All alarms read and checked together, and what is told beside."""

from tests.configuration.alarm_rows import HEADER, Trial
from wakeful.server.configuration.alarm_room import AlarmTexts, read_alarms, settle_alarms, skipped
from wakeful.server.configuration.tags_file import Tags
from wakeful.terms.alarm import AlarmDefinition
from wakeful.terms.site import AlarmPhilosophy

MODES = "alarm,mode,limit_eu,priority,suppressed\n"


def read(
    trial: Trial,
    rows: str,
    modes: str | None = None,
    *,
    rationalised_only: bool = False,
    header: str = HEADER,
) -> tuple[tuple[AlarmDefinition, ...], list[str]]:
    philosophy = AlarmPhilosophy(rationalised_only=rationalised_only)
    texts = AlarmTexts(header + rows, None if modes is None else MODES + modes)
    alarms = read_alarms([], texts, trial.tags, trial.known, philosophy, trial.findings)
    notices: list[str] = []
    return settle_alarms(alarms, trial.tags, philosophy, notices.append)[1], notices


def test_alarms_with_their_modes_checked_against_each_other() -> None:
    trial = Trial()
    rows = "LAL-1,LI-1,low,low,20,,,,\nLAH-1,LI-1,high,low,80,,,active(LAL-1),\n"
    alarms, notices = read(trial, rows, "LAH-1,running,19,,\nLAL-1,start-up,30,,\n")
    assert trial.told == [
        "modes.csv:2: limit_eu: alarm LAH-1 in mode 'running': 19 for high is not above 20 for low "
        "(alarms.csv line 2); limits rise from low_low over low and high to high_high"
    ]
    assert [alarm.name for alarm in alarms] == ["LAL-1", "LAH-1"] and notices == []


def test_a_mistake_in_each_part_is_found_in_one_pass() -> None:
    trial = Trial()
    rows = "A,LI-1,stuck,low,0,,,,\nB,LI-1,high,low,120,,,,\nC,LI-2,expression,low,,,LI-2 >,,\n"
    read(trial, rows, "B,idle,,,yes\n")
    assert [told.split(":")[:3] for told in trial.told] == [
        ["alarms.csv", "2", " on_delay_ms"],
        ["alarms.csv", "3", " limit_eu"],
        ["alarms.csv", "4", " expression"],
        ["modes.csv", "2", " mode"],
    ]


def test_groups_that_look_alike_are_told_and_taken() -> None:
    header = "name,tag,kind,priority,limit_eu,group\n"
    rows = "A,LI-1,high,low,80,pump trip\nB,LI-2,high,low,80,Pump-Trip\n"
    alarms, notices = read(Trial(), rows, header=header)
    assert [alarm.handling.group for alarm in alarms] == ["pump trip", "Pump-Trip"]
    assert notices == [
        "alarms.csv: groups 'Pump-Trip' and 'pump trip' are spelt almost alike; are they one group?"
    ]


def test_alarms_that_are_not_rationalised_are_counted_where_that_matters() -> None:
    header = "name,tag,kind,priority,limit_eu,response,cause,consequence,response_time_ms\n"
    rows = "A,LI-1,high,low,80,Act.,wear,leak,60000\nB,LI-2,high,low,80,Act.,wear,leak,\n"
    alarms, notices = read(Trial(), rows, rationalised_only=True, header=header)
    assert [alarm.handling.event_only for alarm in alarms] == [False, True]
    assert notices == [
        "alarms.csv: 1 alarm runs as an event only, for want of cause, consequence, response or "
        "response_time_ms (rationalised_only)"
    ]
    assert read(Trial(), rows, header=header)[1] == []


def test_what_went_with_a_source_is_counted() -> None:
    trial = Trial(tags=Tags(tags=Trial().tags.tags, absent={"XI-1"}), incomplete=True)
    rows = "A,XI-9,high,low,80,,,,\nB,LI-1,high,low,80,,,XI-1 > 2,\n"
    _, notices = read(trial, rows)
    assert trial.told == []
    assert notices == [
        "alarms.csv: 1 row is not used, because a source with tags of its own was left out",
        "alarms.csv: 1 suppress_when not used, because a source that it asks was left out",
    ]
    assert skipped("tags.csv", 2_000).startswith("tags.csv: 2,000 rows are not used")
