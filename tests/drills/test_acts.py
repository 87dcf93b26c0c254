"""Acts of people and events of the server, read from a line."""

from typing import Any

import pytest

from tests.drills.sheets import findings, read
from wakeful.drills.acts import ALARMS_OF_ACT_MAX
from wakeful.drills.script import Act, Answer, ClockStep, Edit, Person, Quote, Restart
from wakeful.terms.alarm import ConditionKind

S = 10**9
ANNA = Person("Anna", "operator")
FACT = "\nat 1 s LAH-1 is A"


def act(line: str, before: str = "") -> Any:
    script = read(f"{before}system u modes up | down\n{line}{FACT}")
    return next(step.what for step in script.steps if step.text != "at 1 s LAH-1 is A")


def done(**fields: Any) -> Act:
    return Act(**{"person": ANNA, "alarms": ("LAH-1",), "answers": (Answer(),), **fields})


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Anna acknowledges LAH-1", done(verb="acknowledge")),
        ("Anna resets LAH-1 -> done", done(verb="reset")),
        ("Anna silences all alarms", done(verb="silence")),
        ("Anna unshelves LAH-1", done(verb="unshelve")),
        (
            'Anna shelves LAH-1 for 1 h because "work"',
            done(verb="shelve", duration_ns=3_600 * S, reason="work"),
        ),
        (
            "Anna shelves LAH-1 without reason one-shot without end",
            done(verb="shelve", one_shot=True),
        ),
        ('Anna removes LAH-1 from service because "x"', done(verb="remove_from_service", reason="x")),
        ("Anna returns LAH-1 to service", done(verb="return_to_service")),
        (
            'Anna puts u into up because "start"',
            Act(person=ANNA, verb="set_mode", system="u", mode="up", reason="start", answers=(Answer(),)),
        ),
        ("Anna acknowledges LAH-1 as seen at 00:00:05", done(verb="acknowledge", quote=Quote(5 * S))),
        ("Anna acknowledges LAH-1 (occurrence 2)", done(verb="acknowledge", quote=Quote(None, 2))),
        (
            "Anna acknowledges LAH-1 (occurrence 2, revision 3)",
            done(verb="acknowledge", quote=Quote(None, 2, 3)),
        ),
        ("Anna acknowledges LAH-1 claiming to be Bert", done(verb="acknowledge", claims="Bert")),
        ("Anna acknowledges LAH-1 again", done(verb="acknowledge", again=True)),
        (
            'Anna acknowledges LAH-1 -> refused new_occurrence "2" "since"',
            done(verb="acknowledge", answers=(Answer("new_occurrence", ("2", "since")),)),
        ),
        ("Anna shelves LAH-1 again", done(verb="shelve", again=True)),
    ],
)
def test_acts(line: str, expected: Act) -> None:
    assert act(f"at 10 s {line}") == expected


def test_one_answer_goes_for_all_or_each_has_its_own() -> None:
    before = "alarm B on LI-1: low at 1\n"
    both = act("at 10 s Anna acknowledges LAH-1, B -> refused role", before)
    assert both.answers == (Answer("role"), Answer("role"))
    each = act("at 10 s Anna acknowledges LAH-1, B -> done, refused role", before)
    assert each.answers == (Answer(), Answer("role"))


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("the server restarts", Restart(stops=True, starts=True)),
        ("the server restarts from its journal alone", Restart(stops=True, starts=True, journal_alone=True)),
        ("the clock goes back 10 s", ClockStep(-10 * S)),
        ("the clock goes forward 1 min", ClockStep(60 * S)),
    ],
)
def test_the_server(line: str, expected: Restart | ClockStep) -> None:
    assert act(f"at 10 s {line}") == expected


def test_the_server_stops_and_starts() -> None:
    script = read(f"at 10 s the server stops\nat 20 s the server starts from its journal alone{FACT}")
    assert [step.what for step in script.steps[1:]] == [
        Restart(stops=True, starts=False),
        Restart(stops=False, starts=True, journal_alone=True),
    ]


def test_edits_follow_each_other_in_time_whatever_their_order_in_the_sheet() -> None:
    script = read(
        "at 30 s the engineer restores LAH-1\nat 10 s the engineer changes LAH-1: low at 2, latching\n"
        f"at 20 s the engineer removes LAH-1{FACT}"
    )
    edits = [step.what for step in script.steps if isinstance(step.what, Edit)]
    assert [len(edit.site.alarms) for edit in edits] == [1, 0, 1]
    changed = edits[0].site.alarms[0]
    assert (changed.kind, changed.limit_eu, changed.on_delay_ms) == (ConditionKind.LOW, 2.0, 10_000)
    assert edits[2].site.alarms == edits[0].site.alarms
    assert script.site.alarms[0].kind is ConditionKind.HIGH


@pytest.mark.parametrize(
    ("line", "finding"),
    [
        ("Anna eats LAH-1", "13: 'eats' is no act of a person"),
        ("Anna acknowledges LAH-2", "26: there is no alarm 'LAH-2'"),
        ("Anna acknowledges LAH-1 quickly", "32: quickly is not understood here"),
        ("Anna acknowledges LAH-1 as seen at 00:00:10", "32: it cannot have been seen then"),
        ("Anna acknowledges LAH-1 -> refused because", "43: 'because' is no reason to refuse"),
        ("Anna acknowledges LAH-1 -> done, done", "35: 2 answers to 1 commands"),
        ("Anna acknowledges LAH-1 for 1 h", "32: for is not understood here"),
        ("Anna shelves LAH-1 for 1 h", "35: no reason is given"),
        ('Anna shelves LAH-1 because "x"', "39: no duration is given"),
        ("Anna removes LAH-1 from service", "40: no reason is given"),
        ('Anna removes LAH-1 because "x"', "27: because is not understood here"),
        ("Anna puts nowhere into up", "18: there is no system 'nowhere'"),
        ("Bert acknowledges LAH-1", "8: there is no person 'Bert'; known: Anna"),
        ("Bert greets LAH-1", "8: there is no alarm or person 'Bert'; known: Anna, LAH-1"),
        ("the server sleeps", "19: 'sleeps' is no event of the server"),
        ("the server stops from its journal alone", "25: from is not understood here"),
        ("the clock goes sideways 1 s", "23: 'sideways' is no direction"),
        ("the engineer restores LAH-1", "30: LAH-1 is in the configuration"),
        ("the engineer changes LAH-1: hihg at 9", "36: 'hihg' is no setting"),
    ],
)
def test_mistakes(line: str, finding: str) -> None:
    column, _, message = finding.partition(": ")
    (found,) = findings(f"at 9 s {line}{FACT}".replace("at 9 s", "at 10 s"))
    assert found.startswith(f"1:{int(column) + 1}: {message}")


def test_all_mistakes_of_an_act_are_told() -> None:
    line = "at 10 s Bert shelves LAH-2, LAH-1, X for 1 because -> refused lazily"
    assert [finding.partition(";")[0] for finding in findings(line + FACT)] == [
        "1:9: there is no person 'Bert'",
        "1:22: there is no alarm 'LAH-2'",
        "1:36: there is no alarm 'X'",
        "1:42: 1 has no unit of time",
        "1:63: 'lazily' is no reason to refuse",
    ]


def test_behind_a_change_that_is_unread_nobody_knows_what_is_configured() -> None:
    lines = "at 10 s the engineer removes LAH-2\nat 20 s the engineer restores LAH-1"
    assert [finding.partition(";")[0] for finding in findings(lines + FACT)] == [
        "1:30: there is no alarm 'LAH-2'"
    ]


def test_most_alarms_of_an_act() -> None:
    lines = "tag T\nalarm A{1..%d} on T: high at 1\nat 10 s Anna acknowledges all alarms\nat 1 s A1 is A"
    person = "person Anna operator\n"
    assert findings(person + lines % ALARMS_OF_ACT_MAX, level=False) == []
    (found,) = findings(person + lines % (ALARMS_OF_ACT_MAX + 1), level=False)
    assert "an act on 501 alarms; at most 500" in found
