"""Commands to equipment, sources and systems over HTTP: journaled, answered, limited."""

from typing import Any

import msgspec
import pytest

from tests.server.house import Console, House, messages
from wakeful.server.wire import CommandResult, CommandResults, JournalBody, SummariesChanged
from wakeful.terms.effect import CommandAccepted, CommandRefused, ModeChanged, OutputDone, WriteOutput

STOPPED = {"system": "works", "mode": "stopped", "reason": "the weekend"}
SPEED = {"equipment": "plant-pump", "control": "speed", "value": 42.0, "reason": "test run"}


def results(answer: Any) -> tuple[CommandResult, ...]:
    assert answer.status_code == 200, answer.text
    return msgspec.json.decode(answer.content, type=CommandResults).results


def journal(console: Console) -> list[Any]:
    return [entry.record for entry in console.get("/api/journal", JournalBody, limit=1000).entries]


def test_a_viewer_may_not_and_that_is_journaled(house: House) -> None:
    viewer = house.sign_in("Vera", "viewer")
    (operated,) = results(viewer.http.post("/api/operate", json=SPEED))
    (set_mode,) = results(viewer.http.post("/api/mode", json=STOPPED))
    assert [(item.done, item.reason) for item in (operated, set_mode)] == [(False, "role")] * 2
    refusals = [record for record in journal(viewer) if isinstance(record, CommandRefused)]
    assert [record.command.actor.name for record in refusals] == ["Vera"] * 2
    assert house.driver().orders == []


def test_a_mode_is_set_journaled_and_shown(house: House) -> None:
    console = house.sign_in()
    (result,) = results(console.http.post("/api/mode", json=STOPPED))
    assert result.done
    (change,) = [record for record in journal(console) if isinstance(record, ModeChanged)]
    assert (change.system, change.before, change.after, change.command_id) == (
        "works",
        "",
        "stopped",
        result.id,
    )
    assert change.actor is not None and change.actor.name == "Anna"
    with console.stream() as socket:
        summaries = next(item for item in messages(socket) if isinstance(item, SummariesChanged))
    assert {item.system: item.mode for item in summaries.summaries}["works"] == "stopped"
    (again,) = results(console.http.post("/api/mode", json=STOPPED))
    assert (again.done, again.reason) == (False, "already_in_mode")


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ({"system": "yard", "mode": "running"}, "unknown_system"),
        ({"system": "attic", "mode": "running"}, "unknown_system"),
        ({"system": "works", "mode": "flying"}, "unknown_mode"),
    ],
)
def test_a_mode_that_cannot_be_is_refused_and_says_which_can(
    house: House, body: dict[str, str], reason: str
) -> None:
    (result,) = results(house.sign_in().http.post("/api/mode", json=body))
    assert (result.done, result.reason) == (False, reason)
    assert "works" in result.detail


def test_who_it_was_comes_from_the_session_alone(house: House) -> None:
    console = house.sign_in("Anna")
    answer = console.http.post("/api/operate", json={**SPEED, "actor": {"name": "Eve", "role": "operator"}})
    assert results(answer)[0].done
    accepted = next(record for record in journal(console) if isinstance(record, CommandAccepted))
    assert accepted.command.actor.name == "Anna"


def test_an_order_reaches_the_source_after_its_record(house: House) -> None:
    console = house.sign_in()
    (result,) = results(console.http.post("/api/operate", json=SPEED))
    assert result.done
    (order,) = house.driver().orders
    records = journal(console)[::-1]
    kinds = [type(record) for record in records if getattr(record, "command_id", result.id) == result.id]
    assert [kind for kind in kinds if kind in (CommandAccepted, WriteOutput, OutputDone)] == [
        CommandAccepted,
        WriteOutput,
        OutputDone,
    ]
    assert order in records


def test_a_source_that_refuses_is_quoted(house: House) -> None:
    house.driver().answer = "the pump is locked out"
    (result,) = results(house.sign_in().http.post("/api/operate", json=SPEED))
    assert (result.done, result.reason, result.detail) == (False, "source_refused", "the pump is locked out")


def test_a_source_that_does_not_answer_is_told_so(house: House) -> None:
    house.driver().order_gate.clear()
    (result,) = results(house.sign_in().http.post("/api/operate", json=SPEED))
    assert (result.done, result.reason) == (False, "source_silent")


def test_a_disturbance_goes_to_a_simulated_source(house: House) -> None:
    answer = house.sign_in().http.post("/api/disturb", json={"source": "plant", "fault": "burst"})
    assert results(answer)[0].done
    (order,) = house.driver().orders
    assert order.fault == "burst"


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("operate", {**SPEED, "value": "fast"}),
        ("operate", {**SPEED, "reason": "x" * 501}),
        ("operate", {**SPEED, "reason": None}),
        ("operate", []),
        ("disturb", {"source": "plant", "fault": "burst", "severity": None}),
        ("mode", {"system": "works"}),
        ("mode", {"system": "works", "mode": "x" * 501}),
    ],
)
def test_a_wrong_body_is_refused_with_a_sentence(house: House, path: str, body: Any) -> None:
    answer = house.sign_in().http.post(f"/api/{path}", json=body)
    assert answer.status_code == 422
    assert len(answer.json()["error"]) > 20


@pytest.mark.parametrize(
    "text",
    [b"", b"{", b"\xff\xfe", b'{"items": NaN}', b'{"equipment":"a","control":"b","value":1e999}',
     b'{"equipment":"\\ud800","control":"b","value":1}'],
)  # fmt: skip
def test_a_body_that_is_no_json_is_refused(house: House, text: bytes) -> None:
    console = house.sign_in()
    answer = console.http.post("/api/operate", content=text, headers={"Content-Type": "application/json"})
    assert answer.status_code == 422, answer.text


def test_another_type_of_content_is_refused(house: House) -> None:
    answer = house.sign_in().http.post("/api/operate", content=b"{}", headers={"Content-Type": "text/plain"})
    assert answer.status_code == 415


def test_without_a_session_nothing_is_taken(house: House) -> None:
    console = house.sign_in()
    console.http.cookies.clear()
    for path in ("acknowledge", "alarm-command", "mode", "operate", "disturb", "console-state", "sign-out"):
        assert console.http.post(f"/api/{path}", json={}).status_code == 401


def test_a_command_is_answered_fast(house: House) -> None:
    console = house.sign_in()
    house.assembly.loop._period_ns = 10**12  # only the command itself ends the sleep
    (result,) = console.acknowledge(house_alarm(console, house)).results
    assert result.reason == "nothing_to_acknowledge"


def house_alarm(console: Console, house: House) -> Any:
    from wakeful.server.wire import AcknowledgeItem

    return AcknowledgeItem(0, 0, 0)
