"""Rows of ``alarms.csv`` joined with what sources brought."""

from tests.configuration.test_tags_file import entry
from wakeful.server.configuration.alarms_file import Alarms, gather_alarms
from wakeful.server.configuration.finding import Findings, Origin
from wakeful.server.configuration.tags_file import Known, Tags
from wakeful.terms.alarm import AlarmDefinition, ConditionKind, Priority
from wakeful.terms.site import SourceDescription
from wakeful.terms.tag import Tag

HEADER = "name,tag,kind,priority,limit_eu,deadband_eu,use\n"
TAGS = {name: Tag(name=name, system="hall", source="plc", unit="m") for name in ("LI-1", "LI-2")}
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


def test_a_second_alarm_of_a_kind_is_told_how_to_change_the_first() -> None:
    _, findings = gather("MINE,LI-1,high,low,70,,\n", BROUGHT)
    assert findings == [
        "alarms.csv:2: kind: tag 'LI-1' has the high alarm 'LAH-1' already (site.toml line 2); "
        "to change that one, give its name: LAH-1"
    ]


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
