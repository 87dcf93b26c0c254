"""Expressions of alarms: names, states, circles, and what goes with a source that was left out."""

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from tests.configuration.alarm_rows import TAGS, Trial
from wakeful.server.configuration.alarm_expressions import check_expressions
from wakeful.server.configuration.alarms_file import Alarms
from wakeful.server.configuration.finding import Origin
from wakeful.server.configuration.tags_file import Tags
from wakeful.terms.alarm import AlarmDefinition, ConditionKind, Handling, Priority


def check(trial: Trial, rows: str, *brought: AlarmDefinition) -> Alarms:
    alarms = trial.gather(rows, *brought)
    check_expressions(alarms, trial.tags, trial.known, trial.findings)
    return alarms


def test_right_expressions_stay() -> None:
    trial = Trial()
    alarms = check(
        trial,
        'A,,expression,low,,,LI-1 > 2 and P-1 = "running",,\n'
        'B,LI-2,deviation_high,low,5,,"if(active(A), LI-1, 3)","active(A) or P-1 != ""running""",\n',
    )
    assert trial.told == [] and list(alarms.alarms) == ["A", "B"]


def test_a_name_that_is_an_alarm_is_told_how_to_ask_for_it() -> None:
    trial = Trial()
    check(trial, "LAH-1,LI-1,high,low,80,,,,\nB,LI-2,expression,low,,,LAH-1 > 0 and LI-2 > 1,,\n")
    assert trial.told == [
        "alarms.csv:3: expression: column 1: 'LAH-1' is an alarm, not a tag; write active(LAH-1)"
    ]


def test_what_asks_for_a_reported_alarm_is_not_reported_again() -> None:
    trial = Trial()
    alarms = check(
        trial,
        "A,LI-1,high,low,,,,,\nB,,expression,low,,,active(A) and LI-1 > 2,,\n"
        "C,LI-2,expression,low,,,active(B),,\nD,LI-2,high,low,5,,,active(C),\n",
    )
    assert trial.told == ["alarms.csv:2: limit_eu: is missing; give the value at which it is raised"]
    assert list(alarms.alarms) == ["D"] and alarms.broken == {"A", "B", "C"}


def test_with_an_absent_tag_goes_the_alarm_but_of_a_logic_only_the_logic() -> None:
    trial = Trial(tags=Tags(tags=dict(TAGS), absent={"XI-1"}))
    alarms = check(
        trial,
        "A,LI-1,expression,low,,,LI-1 > 2 and XI-1 > 2,,\nB,LI-1,high,low,5,,,XI-1 < 2,\n"
        "C,LI-2,high,low,5,,,active(A),\nD,LI-2,deviation_high,low,5,,XI-1,,\n",
    )
    assert trial.told == []
    assert {name: alarm.handling.suppress_when for name, alarm in alarms.alarms.items()} == {"B": "", "C": ""}
    assert (alarms.skipped_rows, alarms.logics_dropped) == (2, 2)


def test_a_name_is_nobody_s_mistake_while_something_is_missing() -> None:
    rows = "A,LI-1,expression,low,,,active(Z) or XI-1 > 2,,\n"
    for trial in (Trial(incomplete=True), Trial(tags=Tags(tags=dict(TAGS), cut_short=True))):
        alarms = trial.gather(rows)
        alarms.cut_short = True
        check_expressions(alarms, trial.tags, trial.known, trial.findings)
        assert trial.told == [] and alarms.alarms == {}


def test_what_a_source_brought_goes_quietly_with_a_tag_that_was_left_out() -> None:
    brought = AlarmDefinition(
        name="B", tag="LI-2", kind=ConditionKind.EXPRESSION, priority=Priority.LOW, expression="LI-9 > 2"
    )
    logic = AlarmDefinition(
        name="L", tag="LI-2", kind=ConditionKind.HIGH, priority=Priority.LOW, limit_eu=5.0,
        handling=Handling(latching=True, suppress_when="LI-9 > 2"),
    )  # fmt: skip
    trial = Trial(tags=Tags(tags=dict(TAGS), unused={"LI-9": Origin("tags.csv", 7)}))
    alarms = check(trial, "", brought, logic)
    assert trial.told == []
    assert alarms.alarms == {"L": msgspec.structs.replace(logic, handling=Handling(latching=True))}


def test_a_mistake_in_what_a_source_brought_is_told_at_the_source() -> None:
    brought = AlarmDefinition(
        name="B", tag="LI-2", kind=ConditionKind.EXPRESSION, priority=Priority.LOW, expression="LI-2 >"
    )
    trial = Trial()
    check(trial, "", brought)
    assert trial.told[0].startswith(
        "site.toml:2: sources.plc: alarm B: expression: column 7: expected a number"
    )


@given(st.lists(st.lists(st.integers(0, 5), max_size=3), min_size=1, max_size=6))
def test_a_circle_is_found_exactly_where_there_is_one(needs: list[list[int]]) -> None:
    """Alarm i asks for the alarms ``needs[i]``; the oracle follows every path."""
    needs = [[other for other in own if other < len(needs)] for own in needs]
    rows = "".join(
        f"A{place},LI-1,expression,low,,,{' or '.join(f'active(A{other})' for other in own) or 'LI-1 > 2'}"
        ",,\n"
        for place, own in enumerate(needs)
    )
    trial = Trial()
    check(trial, rows)

    def reaches(start: int, seen: frozenset[int] = frozenset()) -> set[int]:
        found = set(needs[start])
        for other in needs[start]:
            if other not in seen:
                found |= reaches(other, seen | {other})
        return found

    circular = {place for place in range(len(needs)) if place in reaches(place)}
    assert bool(trial.told) == bool(circular)
    for finding in trial.told:
        assert int(finding.split(":")[1]) - 2 in circular


@given(st.integers(1, 6))
def test_alarms_that_suppress_each_other_in_a_circle_are_told_once(length: int) -> None:
    rows = "".join(
        f"A{place},LI-1,expression,low,,,LI-1 > {place},active(A{(place + 1) % length}),\n"
        for place in range(length)
    )
    trial = Trial()
    check(trial, rows)
    (told,) = trial.told
    assert told.startswith("alarms.csv:2: suppress_when: ")
    if length > 2:
        assert ", ".join(f"A{place} by A{(place + 1) % length}" for place in range(length)) in told


def test_members_may_be_suppressed_by_what_they_make_up() -> None:
    trial = Trial()
    check(
        trial,
        "A,LI-1,high,low,5,,,active(BOTH),\nB,LI-2,high,low,5,,,active(BOTH),\n"
        "BOTH,LI-1,expression,high,,,active(A) and active(B),,\n",
    )
    assert trial.told == []


def test_a_long_circle_is_cut() -> None:
    rows = "".join(f"A{place},LI-1,expression,low,,,active(A{(place + 1) % 300}),,\n" for place in range(300))
    trial = Trial()
    check(trial, rows)
    assert len(trial.told) == 1 and "... 292 more" in trial.told[0] and len(trial.told[0]) < 400


def test_very_many_circles_end_with_what_is_listed() -> None:
    rows = "".join(f"A{place},LI-1,expression,low,,,active(A{place}),,\n" for place in range(500))
    trial = Trial()
    check(trial, rows)
    assert len(trial.told) == 100
