"""Which records belong to an alarm, a tag or a system, are of a kind or a priority, or hold a text."""

from dataclasses import replace

import msgspec
import pytest

from tests.server.scripted_driver import ScriptedDriver
from tests.server.small_site import ANNA, acknowledge, move
from wakeful.engine.plan import Plan
from wakeful.server.web.journal_filter import KINDS, JournalFilter, Question
from wakeful.terms.alarm import Handling
from wakeful.terms.command import Disturb, Operate, SetMode, Shelve
from wakeful.terms.effect import (
    CommandAccepted,
    CommandRefused,
    ConditionChanged,
    FirstOutChanged,
    FloodChanged,
    InjectFault,
    InputChanged,
    ModeChanged,
    Record,
    ServerStopped,
    WriteOutput,
)
from wakeful.terms.site import Position, Site, Source, System

SOURCE = Source(id="plant", driver="scripted", system="works")
DESCRIPTION = ScriptedDriver(SOURCE).describe()
PLAN = Plan.compile(
    Site(
        name="Works",
        systems=(System(id="works", name="Works"), System(id="yard", name="Yard")),
        sources=(SOURCE,),
        tags=DESCRIPTION.tags,
        alarms=(
            *DESCRIPTION.alarms[:2],
            msgspec.structs.replace(DESCRIPTION.alarms[2], handling=Handling(group="trip")),
        ),
        equipment=DESCRIPTION.equipment,
        positions=(
            Position(id="desk", name="Desk", systems=("works",)),
            Position(id="gate", name="Gate", systems=("yard",)),
        ),
    )
)
OPERATE = Operate(id="1", actor=ANNA, at_ns=1, equipment="plant-pump", control="speed", value=1.0)
SHELVE = Shelve(
    id="2", actor=ANNA, at_ns=1, alarm="plant.1.high", occurrence=1, revision=1,
    duration_ms=60_000, reason="Waiting for a Spare Part",
)  # fmt: skip
SET_MODE = SetMode(id="3", actor=ANNA, at_ns=1, system="works", mode="running")
DISTURB = Disturb(id="1", actor=ANNA, at_ns=1, source="plant", fault="burst")
RECORDS: dict[str, Record] = {
    "move": move("plant.0.high", "abnormal", 1, 1),
    "other move": move("plant.1.high", "abnormal", 1, 1),
    "refused": CommandRefused(at_ns=1, command=acknowledge("plant.0.high", 1, 1), reason="role", detail=""),
    "operate": CommandAccepted(at_ns=1, command=OPERATE),
    "disturb": CommandAccepted(at_ns=1, command=DISTURB),
    "write": WriteOutput(
        at_ns=1, command_id="1", source="plant", equipment="plant-pump", control="speed", value=1.0
    ),
    "inject": InjectFault(
        at_ns=1, command_id="1", source="plant", fault="burst", target="", severity=1.0, active=True
    ),
    "input": InputChanged(at_ns=1, cause="bad", count=2, tags=("plant.0", "plant.2")),
    "shelve": CommandRefused(at_ns=1, command=SHELVE, reason="too_long", detail="the site allows one hour"),
    "set mode": CommandAccepted(at_ns=1, command=SET_MODE),
    "mode": ModeChanged(at_ns=1, system="works", before="", after="running", actor=ANNA),
    "event": ConditionChanged(at_ns=1, alarm="plant.2.high", tag="plant.2", kind="high", active=True),
    "flood": FloodChanged(at_ns=1, position="desk", active=True, count=11, window_ms=600_000),
    "first": FirstOutChanged(at_ns=1, group="trip", alarm="plant.2.high"),
    "stopped": ServerStopped(at_ns=1, cause="SIGTERM"),
}


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        (Question(), set(RECORDS)),
        (Question(alarm="plant.0.high"), {"move", "refused"}),
        (Question(tag="plant.0"), {"move", "refused", "operate", "write", "input"}),
        (Question(tag="plant.1"), {"other move", "shelve"}),
        (Question(tag="plant.2"), {"input", "event", "first"}),
        (Question(alarm="plant.2.high"), {"event", "first"}),
        (Question(system="works"), set(RECORDS) - {"stopped"}),
        (Question(system="yard"), set()),
        (Question(alarm="plant.0.high", tag="plant.1"), set()),
        (Question(alarm="plant.0.high", tag="plant.0", system="works"), {"move", "refused"}),
    ],
)
def test_what_belongs_to_what(question: Question, expected: set[str]) -> None:
    assert found(question) == expected


@pytest.mark.parametrize(
    ("kinds", "expected"),
    [
        ({"alarm_changed"}, {"move", "other move"}),
        ({"abnormal"}, {"move", "other move"}),
        ({"normal"}, set()),
        ({"acknowledge"}, set()),
        ({"flood_changed", "mode_changed"}, {"flood", "mode"}),
        ({"command_refused", "abnormal"}, {"refused", "shelve", "move", "other move"}),
    ],
)
def test_kinds_are_types_of_record_and_events_of_alarms(kinds: set[str], expected: set[str]) -> None:
    assert kinds <= KINDS
    assert found(Question(kinds=frozenset(kinds))) == expected


def test_a_priority_is_of_the_alarm_that_a_record_is_about() -> None:
    assert found(Question(priority=2)) == {"move", "other move", "refused", "shelve", "event"}
    assert found(Question(priority=1)) == set()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("spare PART", {"shelve"}),
        ("anna", {"refused", "operate", "disturb", "shelve", "set mode", "mode"}),
        ("one hour", {"shelve"}),
        ("plant.1", {"other move", "shelve"}),
        ("burst", {"disturb", "inject"}),
        ("desk", {"flood"}),
        ("trip", {"first"}),
        ("sigterm", {"stopped"}),
        ("nowhere", set()),
    ],
)
def test_a_text_is_found_in_names_reasons_and_sentences(text: str, expected: set[str]) -> None:
    assert found(Question(text=text)) == expected


def test_all_that_is_asked_must_fit() -> None:
    asked = Question(tag="plant.1", text="anna", priority=2, kinds=frozenset({"command_refused"}))
    assert found(asked) == {"shelve"}
    assert found(replace(asked, priority=3)) == set()


@pytest.mark.parametrize(("from_ns", "to_ns", "fits"), [(1, 2, True), (2, 9, False), (0, 1, False)])
def test_a_period_has_its_beginning_and_not_its_end(from_ns: int, to_ns: int, fits: bool) -> None:
    assert (found(Question(from_ns=from_ns, to_ns=to_ns)) == set(RECORDS)) is fits
    assert bool(found(Question(from_ns=from_ns))) is (from_ns <= 1)
    assert bool(found(Question(to_ns=to_ns))) is (to_ns > 1)


def found(question: Question) -> set[str]:
    wanted = JournalFilter(PLAN, question)
    return {name for name, record in RECORDS.items() if wanted(record)}
