"""Journal records in the words of a sheet."""

import pytest

from wakeful.drills.adapter import Happening
from wakeful.drills.engine_records import happenings_of
from wakeful.drills.facts import RECORDS
from wakeful.terms.command import Acknowledge, Actor, SetMode
from wakeful.terms.effect import (
    AlarmChanged,
    CommandAccepted,
    CommandRefused,
    ConditionChanged,
    FirstOutChanged,
    FloodChanged,
    InputChanged,
    ModeChanged,
    Record,
)

ANNA = Actor("Anna", "operator")
ACKNOWLEDGE = Acknowledge(id="1", actor=ANNA, at_ns=5, alarm="A", occurrence=1, revision=1)
SET_MODE = SetMode(id="1", actor=ANNA, at_ns=5, system="u", mode="up")
MOVE = AlarmChanged(
    at_ns=15, alarm="A", tag="T", kind="high", priority=2, event="shelf_ended", before="E", after="B",
    occurrence=2, revision=3, annunciated=True, actor=ANNA, revision_seen=1, reason="work", hidden_count=4,
)  # fmt: skip


@pytest.mark.parametrize(
    ("record", "expected"),
    [
        (
            MOVE,
            Happening(
                at_ns=5, record="shelf-ended", subject="A", before="E", after="B", occurrence=2, revision=3,
                annunciated=True, move=True, person="Anna",
                text="priority high, work, saw revision 1, hidden 4 times",
            ),
        ),
        (
            ConditionChanged(at_ns=15, alarm="A", tag="T", kind="high", active=False),
            Happening(at_ns=5, record="went", subject="A"),
        ),
        (
            ModeChanged(at_ns=15, system="u", before="", after="up", cause="tag T"),
            Happening(at_ns=5, record="mode", subject="u", text="no mode to up; tag T"),
        ),
        (
            FloodChanged(at_ns=15, position="p", active=True, count=11, window_ms=1),
            Happening(at_ns=5, record="flood", subject="p", text="begins with 11"),
        ),
        (
            FloodChanged(at_ns=15, position="p", active=False, count=4, window_ms=1, total=12),
            Happening(at_ns=5, record="flood", subject="p", text="ends with 4, 12 in all"),
        ),
        (
            FirstOutChanged(at_ns=15, group="g", alarm="A", tied=("B", "C")),
            Happening(at_ns=5, record="first-out", subject="g", text="A tied with B, C"),
        ),
        (
            FirstOutChanged(at_ns=15, group="g", alarm=""),
            Happening(at_ns=5, record="first-out", subject="g", text="at rest"),
        ),
        (
            CommandRefused(at_ns=15, command=ACKNOWLEDGE, reason="role", detail="no"),
            Happening(at_ns=5, record="refusal", subject="A", person="Anna", text="role: no"),
        ),
        (
            CommandRefused(at_ns=15, command=SET_MODE, reason="role", detail="no"),
            Happening(at_ns=5, record="refusal", subject="u", person="Anna", text="role: no"),
        ),
    ],
)  # fmt: skip
def test_records(record: Record, expected: Happening) -> None:
    assert list(happenings_of(record, 10)) == [expected]
    assert expected.record in RECORDS


def test_inputs_are_told_tag_by_tag() -> None:
    lost = InputChanged(at_ns=15, cause="lost", count=2, tags=("T", "U"))
    assert [(each.record, each.subject, each.text) for each in happenings_of(lost, 10)] == [
        ("input", "T", "lost"),
        ("input", "U", "lost"),
    ]
    (rejected,) = happenings_of(InputChanged(at_ns=15, cause="rejected", count=1, tags=("T",)), 10)
    assert rejected.record == "rejected"


def test_what_a_sheet_does_not_speak_of_is_left_out() -> None:
    assert list(happenings_of(CommandAccepted(at_ns=15, command=ACKNOWLEDGE), 10)) == []
