"""Rows of ``alarms.csv`` joined with what sources brought."""

import msgspec

from tests.configuration.alarm_rows import HEADER as ROWS_HEADER
from tests.configuration.alarm_rows import TAGS, Trial
from tests.configuration.test_tags_file import entry
from wakeful.server.configuration.alarms_file import Alarms, gather_alarms
from wakeful.server.configuration.finding import Findings, Origin
from wakeful.server.configuration.tags_file import Known, Tags
from wakeful.terms.alarm import AlarmDefinition, ConditionKind, Escalation, Handling, Priority
from wakeful.terms.site import SourceDescription

HEADER = "name,tag,kind,priority,limit_eu,deadband_eu,use\n"
BROUGHT = AlarmDefinition(
    name="LAH-1", tag="LI-1", kind=ConditionKind.HIGH, priority=Priority.HIGH, limit_eu=80.0, deadband_eu=2.0
)


def gather(
    rows: str, *brought: AlarmDefinition, tags: Tags | None = None, incomplete: bool = False
) -> tuple[Alarms, list[str]]:
    findings = Findings()
    plc = entry("plc")
    known = Known({"plc": plc}, {}, incomplete=incomplete)
    tags = tags or Tags(tags=dict(TAGS))
    alarms = gather_alarms([(plc, SourceDescription(alarms=brought))], HEADER + rows, tags, known, findings)
    return alarms, [str(finding) for finding in findings.sorted()]


def test_a_row_without_a_name_is_called_after_tag_and_kind() -> None:
    alarms, findings = gather(",LI-1,low,4,10,,\n,LI-1,input_bad,low,,,\n")
    assert findings == [] and list(alarms.alarms) == ["LI-1.low", "LI-1.input_bad"]
    assert alarms.alarms["LI-1.low"].priority is Priority.LOW


def test_a_row_overrides_what_it_gives() -> None:
    alarms, findings = gather("LAH-1,,,critical,90,,\n", BROUGHT)
    assert findings == []
    alarm = alarms.alarms["LAH-1"]
    assert (alarm.priority, alarm.limit_eu, alarm.deadband_eu) == (Priority.CRITICAL, 90.0, 2.0)


def test_a_brought_alarm_can_be_taken_away_and_a_row_be_parked() -> None:
    alarms, findings = gather("LAH-1,,,,,,no\nX,LI-2,high,low,1,,no\n", BROUGHT)
    assert findings == [] and alarms.alarms == {}


def test_alarms_on_tags_that_are_reported_already_are_not_reported_again() -> None:
    tags = Tags(tags=dict(TAGS), broken={"LI-3"}, absent={"LI-4"})
    alarms, findings = gather(",LI-3,low,4,10,,\n,LI-4,low,4,10,,\n", tags=tags)
    assert findings == [] and alarms.alarms == {}


def test_a_brought_alarm_goes_with_its_tag_and_a_written_one_is_a_mistake() -> None:
    tags = Tags(tags={"LI-2": TAGS["LI-2"]}, unused={"LI-1": Origin("tags.csv", 7)})
    alarms, findings = gather(",LI-1,low,4,10,,\n", BROUGHT, tags=tags)
    assert alarms.alarms == {}
    assert findings == [
        "alarms.csv:2: tag: tag 'LI-1' is left out (tags.csv line 7); leave the alarm out too: use = no"
    ]


def test_an_unknown_tag_is_nobody_s_mistake_while_tags_are_missing() -> None:
    alarms, findings = gather(",LI-9,low,4,10,,\nLAH-9,,,low,,,\n", incomplete=True)
    assert findings == [] and alarms.skipped_rows == 2
    tags = Tags(tags=dict(TAGS), cut_short=True)
    assert gather(",LI-9,low,4,10,,\n", tags=tags)[1] == []
    assert "unknown tag 'LI-22'; did you mean 'LI-2'?" in gather(",LI-22,low,4,10,,\n")[1][0]


def test_two_sources_cannot_bring_the_same_alarm() -> None:
    _, findings = gather("", BROUGHT, BROUGHT)
    assert "another source has an alarm of this name too" in findings[0]


def test_an_expression_is_about_the_first_tag_it_names() -> None:
    trial = Trial()
    alarms = trial.gather("A,,expression,low,,,LI-2 > 5 and LI-1 > 3,,\n,,expression,low,,,LI-1 > 5,,\n")
    assert trial.told == []
    assert {name: alarm.tag for name, alarm in alarms.alarms.items()} == {
        "A": "LI-2",
        "LI-1.expression": "LI-1",
    }


def test_an_override_keeps_its_tag_when_it_becomes_an_expression() -> None:
    trial = Trial()
    alarms = trial.gather("LAH-1,,expression,,,,LI-2 > 5,,\n", BROUGHT)
    assert trial.told == [] and alarms.alarms["LAH-1"].tag == "LI-1"


def test_a_state_is_given_by_name_or_by_number() -> None:
    trial = Trial()
    alarms = trial.gather("A,P-1,discrete,low,tripped,,,,\nB,P-1,discrete,low,0,,,,\n")
    assert trial.told == []
    assert [alarm.limit_eu for alarm in alarms.alarms.values()] == [2.0, 0.0]


def test_a_state_of_a_tag_that_is_not_known_is_not_judged() -> None:
    trial = Trial(tags=Tags(tags=dict(TAGS), absent={"P-2"}))
    assert trial.gather("A,P-2,discrete,low,tripped,,,,\n").alarms == {} and trial.told == []


def test_single_fields_of_every_part_are_overridden() -> None:
    brought = AlarmDefinition(
        name="LAH-1",
        tag="LI-1",
        kind=ConditionKind.HIGH,
        priority=Priority.LOW,
        limit_eu=80.0,
        handling=Handling(
            latching=True, group="a", escalation=Escalation(priority=Priority.HIGH, limit_eu=90.0)
        ),
    )
    trial = Trial()
    header = "name,tag,kind,priority,limit_eu,latching,escalate_limit_eu,cause\n"
    alarm = trial.gather("LAH-1,,,,,no,95,wear\n", brought, header=header).alarms["LAH-1"]
    assert trial.told == []
    assert alarm.handling == Handling(group="a", escalation=Escalation(priority=Priority.HIGH, limit_eu=95.0))
    assert alarm.rationalisation is not None and alarm.rationalisation.cause == "wear"


def test_a_row_with_a_mistake_is_known_by_its_name() -> None:
    trial = Trial()
    alarms = trial.gather("A,LI-1,hihg,low,5,,,,\nB,LI-1,high,low,,,,,\nLAH-1,,,,x,,,,\n", BROUGHT)
    assert alarms.broken == {"A", "B", "LAH-1"} and alarms.alarms == {}
    assert len(trial.told) == 3


def test_the_limit_of_a_row_is_judged_also_where_another_cell_is_wrong() -> None:
    trial = Trial()
    rows = 'A,LI-1,high,low,"7,2",10 m,,,\nB,P-1,discrete,lwo,lost,,,,\nC,LI-1,hihg,low,"7,2",,,,\n'
    trial.gather(rows)
    assert [told.partition("; ")[0] for told in trial.told] == [
        "alarms.csv:2: deadband_eu: '10 m' is not a number",
        "alarms.csv:2: limit_eu: '7,2' has a decimal comma",
        "alarms.csv:3: limit_eu: P-1 has no state 'lost'",
        "alarms.csv:3: priority: 'lwo' is unknown",
        "alarms.csv:4: kind: 'hihg' is unknown",
    ]


def test_a_row_with_a_mistake_that_has_no_name_is_known_by_tag_and_kind_or_not_at_all() -> None:
    trial = Trial()
    alarms = trial.gather(",LI-1,high,lwo,5,,,,\n")
    assert alarms.broken == {"LI-1.high"} and not alarms.cut_short
    assert Trial().gather(",LI-1,hihg,low,5,,,,\n").cut_short


def test_what_is_left_out_is_known_with_its_place() -> None:
    trial = Trial(tags=Tags(tags=dict(TAGS), unused={"LI-9": Origin("tags.csv", 7)}))
    brought = msgspec.structs.replace(BROUGHT, name="LAH-9", tag="LI-9")
    alarms = trial.gather("LAH-1,,,,,,,,no\n", BROUGHT, brought)
    assert trial.told == []
    assert alarms.unused == {"LAH-1": Origin("alarms.csv", 2), "LAH-9": Origin("tags.csv", 7)}


def test_what_a_source_would_let_be_shelved_for_longer_is_held_to_the_site_s_maximum() -> None:
    trial = Trial()
    brought = [
        msgspec.structs.replace(BROUGHT, name=f"A{shelve_ms}", handling=Handling(shelve_ms_max=shelve_ms))
        for shelve_ms in (0, 5_000, 5_001)
    ]
    described = [(entry("plc"), SourceDescription(alarms=tuple(brought)))]
    alarms = gather_alarms(described, None, trial.tags, trial.known, trial.findings, shelve_ms_max=5_000)
    assert [each.handling.shelve_ms_max for each in alarms.alarms.values()] == [0, 5_000, 5_000]


def test_more_alarms_than_are_allowed_are_refused() -> None:
    rows = "".join(f"A{row},LI-1,expression,low,,,LI-1 > {row},,\n" for row in range(4))
    for alarms_max, told in ((4, 0), (3, 1)):
        trial = Trial()
        gather_alarms([], ROWS_HEADER + rows, trial.tags, trial.known, trial.findings, alarms_max=alarms_max)
        assert len(trial.told) == told
    assert trial.told == ["alarms.csv: the site has more than 3 alarms; spread it over several servers"]
