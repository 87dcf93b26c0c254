"""Which records belong to an alarm, a tag or a system; and bounded work to find them."""

from pathlib import Path

import pytest

from tests.server.scripted_driver import ScriptedDriver
from tests.server.small_site import ANNA, acknowledge, move, small_plan
from wakeful.engine.plan import Plan
from wakeful.journal import Journal
from wakeful.server.web import journal_page
from wakeful.server.web.journal_page import JournalFilter, read_page
from wakeful.terms.command import Disturb, Operate
from wakeful.terms.effect import (
    CommandAccepted,
    CommandRefused,
    InjectFault,
    InputChanged,
    Record,
    ServerStopped,
    WriteOutput,
)
from wakeful.terms.site import Site, Source, System

SOURCE = Source(id="plant", driver="scripted", system="works")
DESCRIPTION = ScriptedDriver(SOURCE).describe()
PLAN = Plan.compile(
    Site(
        name="Works",
        systems=(System(id="works", name="Works"), System(id="yard", name="Yard")),
        sources=(SOURCE,),
        tags=DESCRIPTION.tags,
        alarms=DESCRIPTION.alarms,
        equipment=DESCRIPTION.equipment,
    )
)
OPERATE = Operate(id="1", actor=ANNA, at_ns=1, equipment="plant-pump", control="speed", value=1.0)
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
    "stopped": ServerStopped(at_ns=1, cause="SIGTERM"),
}


@pytest.mark.parametrize(
    ("alarm", "tag", "system", "expected"),
    [
        ("", "", "", set(RECORDS)),
        ("plant.0.high", "", "", {"move", "refused"}),
        ("", "plant.0", "", {"move", "refused", "operate", "write", "input"}),
        ("", "plant.1", "", {"other move"}),
        ("", "plant.2", "", {"input"}),
        ("", "", "works", set(RECORDS) - {"stopped"}),
        ("", "", "yard", set()),
        ("plant.0.high", "plant.1", "", set()),
        ("plant.0.high", "plant.0", "works", {"move", "refused"}),
    ],
)
def test_what_belongs_to_what(alarm: str, tag: str, system: str, expected: set[str]) -> None:
    wanted = JournalFilter(PLAN, alarm, tag, system)
    assert {name for name, record in RECORDS.items() if wanted(record)} == expected


@pytest.fixture
def journal(tmp_path: Path):  # type: ignore[no-untyped-def]
    with Journal.open(tmp_path / "journal") as opened:
        opened.append([move(f"T{number % 3}.high", "abnormal", number, number) for number in range(30)])
        yield opened


def test_a_page_is_newest_first_and_says_where_to_go_on(journal: Journal) -> None:
    page = read_page(journal, lambda record: True, None, 4)
    assert [entry.sequence for entry in page.entries] == [29, 28, 27, 26]
    assert page.next_before == 26
    page = read_page(journal, lambda record: True, 3, 4)
    assert [entry.sequence for entry in page.entries] == [2, 1, 0]
    assert page.next_before is None
    assert read_page(journal, lambda record: True, 0, 4).entries == ()


def test_looking_is_bounded_and_goes_on_where_it_stopped(
    journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(journal_page, "LOOKED_AT_MAX", 10)
    wanted = JournalFilter(small_plan(), "T0.high", "", "")
    page = read_page(journal, lambda record: False, None, 5)
    assert (page.entries, page.next_before) == ((), 20)
    found, before = [], None
    while True:
        page = read_page(journal, wanted, before, 100)
        found += [entry.sequence for entry in page.entries]
        before = page.next_before
        if before is None:
            break
    assert found == list(range(27, -1, -3))
