"""Facts about an instant and about a time, read from the words of a line."""

from typing import Any

import pytest

from tests.drills.sheets import findings, read
from wakeful.drills.script import (
    AlarmFact,
    AnnunciationFact,
    Count,
    ExplainFact,
    GroupFact,
    Item,
    JournalFact,
    ModeFact,
    PositionFact,
    QuietFact,
)

S = 10**9
MORE = "system u modes up | down\nalarm B on LI-1: low at 1, group g\n"
ONE = ("LAH-1",)


def step(line: str) -> Any:
    (found,) = read(f"{MORE}{line}").steps
    return found


@pytest.mark.parametrize(
    ("said", "items"),
    [
        ("B", [("letter", "B")]),
        ("occurrence 2, revision 3", [("occurrence", 2), ("revision", 3)]),
        ("sounding, not silenced", [("sounding", True), ("silenced", False)]),
        ("latched, not active, trusted", [("latched", True), ("active", False), ("trusted", True)]),
        ("unacknowledged", [("waiting", True)]),
        ("acknowledged", [("waiting", False)]),
        ("acknowledged by Anna", [("waiting", False), ("acknowledged_by", "Anna")]),
        ("not unacknowledged", [("waiting", False)]),
        ("not shelved, one-shot", [("shelved", False), ("one_shot", True)]),
        (
            "shelved until 00:10:00 by Anna",
            [("shelved", True), ("shelved_until_ns", 600 * S), ("shelved_by", "Anna")],
        ),
        ("suppressed, out-of-service", [("suppressed", True), ("out_of_service", True)]),
        ("priority low, peak critical", [("priority", 4), ("priority_peak", 1)]),
        ("hidden twice", [("hidden_count", 2)]),
        ("hidden 7 times", [("hidden_count", 7)]),
        ('because "tank wash"', [("reason", "tank wash")]),
        ("first-out", [("first_out", "first")]),
        ("tied", [("first_out", "tied")]),
        ("raised at 5 s, began at 00:00:03", [("raised_at_ns", 5 * S), ("onset_ns", 3 * S)]),
        ("value -9.5", [("value", -9.5)]),
    ],
)
def test_items_of_an_alarm(said: str, items: list[tuple[str, Any]]) -> None:
    expected = AlarmFact(ONE, tuple(Item(*item) for item in items))
    assert step(f"at 10 s LAH-1 is {said}").what == expected
    span = step(f"between 10 s and 20 s LAH-1 stays {said}")
    assert (span.what, span.at_ns, span.until_ns) == (expected, 10 * S, 20 * S)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("at 1 s LAH-1, B are A", AlarmFact(("LAH-1", "B"), (Item("letter", "A"),))),
        ("at 1 s all alarms are A", AlarmFact(("LAH-1", "B"), (Item("letter", "A"),))),
        ("at 1 s LAH-1 has annunciated once", AnnunciationFact(ONE, Count(1, 1))),
        ("at 1 s LAH-1 has never annunciated", AnnunciationFact(ONE, Count(0, 0))),
        ("at 1 s LAH-1 has annunciated never", AnnunciationFact(ONE, Count(0, 0))),
        ("at 1 s all alarms have annunciated 5 times", AnnunciationFact(("LAH-1", "B"), Count(5, 5))),
        ("between 1 s and 2 s LAH-1 annunciates at most 3 times", AnnunciationFact(ONE, Count(0, 3))),
        ("between 1 s and 2 s LAH-1 annunciates at least 1 time", AnnunciationFact(ONE, Count(1, None))),
        ("between 1 s and 2 s LAH-1 never annunciates", AnnunciationFact(ONE, Count(0, 0))),
        ("between 1 s and 2 s nothing happens", QuietFact(("LAH-1", "B"))),
        ("between 1 s and 2 s nothing happens to B", QuietFact(("B",))),
        ("at 1 s the journal has 2 acknowledge records", JournalFact(Count(2, 2), "acknowledge")),
        (
            'at 1 s the journal has no refusal records of LAH-1 by Anna "role" "viewer"',
            JournalFact(Count(0, 0), "refusal", "LAH-1", "Anna", ("role", "viewer")),
        ),
        (
            "between 1 s and 2 s the journal has at most 1 mode record of u",
            JournalFact(Count(0, 1), "mode", "u"),
        ),
        ("at 1 s the journal has 1 input record of LI-1", JournalFact(Count(1, 1), "input", "LI-1")),
        ("at 1 s the journal has 1 first-out record of g", JournalFact(Count(1, 1), "first-out", "g")),
        ("at 1 s the journal explains LAH-1, B", ExplainFact(("LAH-1", "B"))),
        ("at 1 s position site is in flood", PositionFact("site", True)),
        ("at 1 s position site is not in flood, count 4", PositionFact("site", False, 4)),
        ("at 1 s position site is in flood, total 12, count 11", PositionFact("site", True, 11, 12)),
        ("at 1 s system u is in mode up", ModeFact("u", "up")),
        ("at 1 s system u is in no mode", ModeFact("u", "")),
        ("at 1 s group g is at rest", GroupFact("g", "")),
        ("at 1 s group g began with B", GroupFact("g", "B")),
        ("at 1 s group g began with B tied with LAH-1", GroupFact("g", "B", ("LAH-1",))),
    ],
)
def test_facts(line: str, expected: object) -> None:
    assert step(line).what == expected


@pytest.mark.parametrize(
    ("line", "finding"),
    [
        ("at 1 s LAH-1 is X", "17: 'x' is no thing to say of an alarm"),
        ("at 1 s LAH-1 is B sounding", "19: sounding is not understood here"),
        ("at 1 s LAH-1 is not B", "21: 'b' is no thing to deny of an alarm"),
        ("at 1 s LAH-1 is until 5 s", "23: 'until' stands alone"),
        ("at 1 s LAH-1 stays B", "14: stays is not understood here"),
        ("at 1 s LAH-1 has annunciated often", "30: often is not understood here"),
        ("at 1 s LAH-1 has annunciated 3", "32: the line ends here; expected word: time, times"),
        ("between 1 s and 2 s LAH-1 is B", "27: is is not understood here"),
        ("between 2 s and 1 s LAH-1 stays B", "17: the time ends before it begins"),
        ("between 2 s LAH-1 stays B", "13: LAH-1 is not understood here"),
        ("at 1 s the journal has 1 nonsense record", "26: 'nonsense' is no kind of record"),
        ("at 1 s the journal has 1 move record of X", "41: there is no thing 'X'"),
        ("at 1 s position desk is in flood", "17: there is no position 'desk'"),
        ("at 1 s position site is calm", "25: calm is not understood here"),
        ("at 1 s system u is in mode sideways", "28: there is no mode 'sideways'"),
        ("at 1 s system v is in mode up", "15: there is no system 'v'"),
        ("at 1 s group h is at rest", "14: there is no group 'h'"),
        ("at 1 s Bert is B", "8: there is no alarm 'Bert'"),
        ("at 1 s", "8: the line ends here; expected the name of an alarm"),
    ],
)
def test_mistakes(line: str, finding: str) -> None:
    (found,) = findings(f"{MORE}{line}")
    assert found.startswith(f"3:{finding}")
