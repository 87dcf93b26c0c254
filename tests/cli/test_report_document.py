"""One report: verdicts, notes, positions, and that nothing needed to judge it is left out."""

import dataclasses

import msgspec
import numpy as np
import pytest

from tests.alarms.load.journals import HOUR_NS, MINUTE_NS, SECOND_NS, START_NS, JournalMaker
from tests.cli.alarm_reports import busy_hours, busy_report, heard_of
from wakeful.alarms.load.places import NOBODY, Places
from wakeful.alarms.machine.step import AlarmEvent
from wakeful.cli.report_document import (
    WAITS_S,
    AlarmName,
    AlarmReport,
    floods_of_all,
    name_of,
    position_name,
    report_of,
    several_positions,
    summary_text,
)
from wakeful.terms.alarm import AlarmDefinition, ConditionKind, Priority
from wakeful.terms.errors import DataError

END_NS = START_NS + 2 * HOUR_NS


def test_a_site_of_one_position_is_judged() -> None:
    report = busy_report()
    site, position = report.judged
    assert site.verdicts == position.verdicts
    assert site.verdicts["per_10_min"] == "attention" and site.verdicts["chattering"] == "plan"
    assert "top_10_share" not in site.verdicts, "22 annunciations are too few"
    assert summary_text(report) == (
        "Of 8 figures that can be judged, 1 need a plan, 4 attention; 3 are too short to judge; "
        "2 are too few to judge."
    )
    assert position_name(report, "") == "Rig" == position_name(report, position.figures.position)


def test_of_several_positions_each_is_judged_and_the_site_is_not() -> None:
    report = busy_report(("North", "South"))
    assert [each.figures.position for each in report.judged] == ["", "nort", "sout"]
    assert report.judged[0].verdicts == {} and report.judged[1].verdicts
    assert summary_text(report).endswith("of 2 positions need a plan.")
    assert any("so the site as a whole gets no verdict" in note for note in report.notes)


def test_one_position_alone() -> None:
    report = busy_report(("North", "South"), "sout")
    assert [each.figures.position for each in report.judged] == ["sout"]
    assert {entry.position for entry in report.worklist} == {"sout"}
    assert position_name(report, "sout") == "Rig, South"
    assert not any("the site as a whole" in note for note in report.notes)
    with pytest.raises(DataError, match="no position 'east'; there are nort, sout"):
        busy_report(("North", "South"), "east")


def test_all_well_is_said_so() -> None:
    maker = JournalMaker()
    maker.pulse("a", START_NS + 20 * MINUTE_NS, HOUR_NS)
    report = report_of(heard_of(maker.records), START_NS, END_NS)
    assert summary_text(report) == (
        "All 8 figures that can be judged are acceptable; 3 are too short to judge; 2 are too few to judge."
    )


def test_seconds_of_data_judge_no_rate() -> None:
    """Three in four seconds are 64,800 a day, which says nothing of a day."""
    maker = JournalMaker()
    for second in (1, 2, 3):
        maker.pulse(f"a{second}", START_NS + second * SECOND_NS, 100)
    (site, _) = report_of(heard_of(maker.records), START_NS, START_NS + 4 * SECOND_NS).judged
    rates = {"per_10_min", "per_hour", "per_day", "windows_over_share", "flood_share"}
    assert not rates & set(site.verdicts)
    assert {site.unjudged[key] for key in rates} == {"too short to judge"}
    assert site.verdicts["peak_per_min"] == "attention", "three in a minute are three, whatever follows"


def test_the_flood_settings_are_those_of_the_position_asked_for() -> None:
    heard = heard_of(busy_hours(), ("North", "South"))
    north, south = heard.places.positions
    places = Places((north, msgspec.structs.replace(south, flood_begin=25)), heard.places.of_alarm)
    heard = dataclasses.replace(heard, places=places)
    (alone,) = (
        each.meaning
        for each in report_of(heard, START_NS, END_NS, "sout").definitions
        if each.key == "floods"
    )
    assert "above 25 annunciations in the last 10 min" in alone and "North" not in alone


def test_alarms_that_are_named_say_what_they_are() -> None:
    definition = AlarmDefinition(
        name="FAL-1", tag="FAL-1-tag", kind=ConditionKind.LOW, priority=Priority.LOW, message="Flow low"
    )
    unheard = msgspec.structs.replace(definition, name="quiet")
    heard = dataclasses.replace(heard_of(busy_hours()), alarms=(unheard, definition))
    assert report_of(heard, START_NS, END_NS).alarms == {"FAL-1": AlarmName("Flow low", "low")}
    assert busy_report().alarms == {}


def test_times_to_acknowledge_are_counted_by_size() -> None:
    waits = busy_report().judged[0].waits
    assert len(waits) == len(WAITS_S) + 1
    assert waits == (9, 4, 0, 0, 0, 0, 0, 0, 0), "1 to 13 s; 10 s is not below 10 s"
    north = busy_report(("North", "South"), "nort").judged[0]
    assert sum(north.waits) == north.figures.acknowledged < 13


def test_a_period_that_is_not_covered_is_said() -> None:
    heard = heard_of(busy_hours())
    report = report_of(heard, START_NS - HOUR_NS, END_NS + HOUR_NS)
    notes = " | ".join(report.notes)
    assert "nothing is known of what was before 2026-05-28 20:31:00" in notes
    assert "nothing is known of what came after 2026-05-28 22:30:00" in notes
    assert "the targets are meant for 30 days; this is 2 h" in notes
    month = report_of(heard, START_NS - 40 * 24 * HOUR_NS, END_NS)
    assert any("are meant for 30 days; this is 2 h" in note for note in month.notes), "by what was watched"


def test_when_the_server_did_not_run_is_said() -> None:
    silences = (
        (START_NS - HOUR_NS, START_NS + MINUTE_NS),
        (START_NS + 9 * MINUTE_NS, START_NS + 14 * MINUTE_NS),
    )
    heard = heard_of(busy_hours())
    heard = dataclasses.replace(heard, rows=heard.rows._replace(silences=silences))
    assert any(
        "the server did not run for 6 min of the period (2 stops)" in note
        for note in report_of(heard, START_NS, END_NS).notes
    )
    assert not any("did not run" in note for note in report_of(heard, START_NS + HOUR_NS, END_NS).notes)


def test_alarms_of_no_position_are_said() -> None:
    heard = heard_of(busy_hours(), ("North", "South"))
    of_alarm = heard.places.of_alarm.copy()
    of_alarm[list(heard.rows.names).index("PAH-3")] = NOBODY
    heard = dataclasses.replace(heard, places=Places(heard.places.positions, of_alarm))
    notes = report_of(heard, START_NS, END_NS).notes
    assert any(note.startswith("1 annunciations are of alarms that belong to no position") for note in notes)


def test_a_list_that_is_cut_is_said() -> None:
    maker = JournalMaker()
    for number in range(1_001):
        maker.happen(f"a{number}", AlarmEvent.ABNORMAL, START_NS + number)
    assert any(
        "the worklist ends after 1,000" in n
        for n in report_of(heard_of(maker.records), START_NS, END_NS).notes
    )


def test_what_the_source_does_not_tell_is_not_judged_and_not_spoken_of() -> None:
    heard = dataclasses.replace(heard_of(busy_hours()), unknown=frozenset({"acknowledged", "stale"}))
    report = report_of(heard, START_NS, END_NS)
    assert report.unknown == ("acknowledged", "stale") and "stale" not in report.judged[0].verdicts
    assert not any("acknowledged" in entry.detail for entry in report.worklist)
    assert any("not acknowledged" in entry.detail for entry in busy_report().worklist)


@pytest.mark.parametrize("end_ns", [START_NS, START_NS - 1, START_NS + 21 * 366 * 24 * HOUR_NS])
def test_an_impossible_period_is_refused(end_ns: int) -> None:
    with pytest.raises(DataError, match="must end after it begins, and be no longer than twenty years"):
        report_of(heard_of(busy_hours()), START_NS, end_ns)


def test_the_report_survives_json() -> None:
    report = busy_report(("North", "South"))
    assert msgspec.json.decode(msgspec.json.encode(report), type=AlarmReport) == report
    assert np.isfinite(report.judged[0].figures.per_day)


def test_rates_are_by_what_the_journal_covers_and_say_so() -> None:
    heard = heard_of(busy_hours())
    whole = report_of(heard, START_NS, END_NS)
    longer = report_of(heard, START_NS - HOUR_NS, END_NS + 5 * HOUR_NS)
    assert whole.coverage == ""
    assert longer.coverage == "over the 2 h that the journal covers of the 8 h asked for"
    assert longer.judged[0].figures.per_hour == whole.judged[0].figures.per_hour == 11.0
    assert longer.judged[0].verdicts == whole.judged[0].verdicts


def test_a_log_is_taken_to_have_been_kept_for_the_period_asked_for_and_that_is_said() -> None:
    heard = dataclasses.replace(heard_of(busy_hours()), vouched=True)
    longer = report_of(heard, START_NS, END_NS + 2 * HOUR_NS)
    assert (longer.coverage, longer.judged[0].figures.per_hour) == ("", 5.5)
    assert any("a log does not tell when it was kept" in note for note in longer.notes)
    whole = report_of(heard, START_NS, END_NS)
    assert not any("a log does not tell when it was kept" in note for note in whole.notes)


def test_of_a_period_outside_the_journal_nothing_is_said_to_be_well() -> None:
    report = report_of(heard_of(busy_hours()), END_NS + HOUR_NS, END_NS + 2 * HOUR_NS)
    assert report.coverage == "the journal covers nothing of the 1 h asked for"
    assert report.judged[0].verdicts == {}
    assert summary_text(report) == "Nothing is known of this period."


def test_of_several_positions_every_flood_has_its_own() -> None:
    maker = JournalMaker()
    for number in range(24):
        # Heard in turn: even ones are the north's, odd ones, an hour later, the south's.
        maker.happen(f"a{number}", AlarmEvent.ABNORMAL, START_NS + number)
    for number in range(24):
        late_ns = START_NS + HOUR_NS * (1 + number % 2)
        maker.happen(f"a{number}", AlarmEvent.NORMAL, START_NS + MINUTE_NS)
        maker.happen(f"a{number}", AlarmEvent.ABNORMAL, late_ns + number)
    maker.records.sort(key=lambda record: record.at_ns)
    report = report_of(heard_of(maker.records, ("North", "South")), START_NS, END_NS + HOUR_NS)
    assert [name for name, _ in floods_of_all(report)] == ["North", "South", "North", "South"]
    assert several_positions(report) and name_of(report, "sout") == "South" and name_of(report, "") == "–"
    alone = report_of(heard_of(maker.records), START_NS, END_NS + HOUR_NS)
    assert not several_positions(alone)
    assert [flood for _, flood in floods_of_all(alone)] == list(alone.judged[0].figures.floods)
