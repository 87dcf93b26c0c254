"""Commands over HTTP: bound to what was seen, journaled, answered, limited."""

from typing import Any

import msgspec
import pytest

from tests.server.house import Console, House, running
from tests.server.waiting import wait_until
from wakeful.server.wire import CommandResult, CommandResults, JournalBody
from wakeful.terms.effect import AlarmChanged, CommandAccepted, CommandRefused, OutputDone, WriteOutput

SPEED = {"equipment": "plant-pump", "control": "speed", "value": 42.0, "reason": "test run"}


def results(answer: Any) -> tuple[CommandResult, ...]:
    assert answer.status_code == 200, answer.text
    return msgspec.json.decode(answer.content, type=CommandResults).results


def journal(console: Console) -> list[Any]:
    return [entry.record for entry in console.get("/api/journal", JournalBody, limit=1000).entries]


def test_an_acknowledgement_is_done_journaled_and_shown(house: House) -> None:
    console = house.sign_in()
    seen = house.raise_alarm(console)
    assert (seen.letter, seen.priority, seen.value, seen.trusted) == ("B", 2, 90.0, True)
    (result,) = console.acknowledge(seen).results
    assert result.done
    after = console.alarms()[seen.alarm]
    assert (after.letter, after.acknowledged_by, after.occurrence) == ("C", "Anna", seen.occurrence)
    moves = [record for record in journal(console) if isinstance(record, AlarmChanged)]
    assert moves[0].command_id == result.id
    assert moves[0].actor is not None and moves[0].actor.name == "Anna"


def test_a_stale_acknowledgement_is_refused_and_says_what_changed(house: House) -> None:
    console, other = house.sign_in(), house.sign_in("Bo")
    seen = house.raise_alarm(console)
    assert console.acknowledge(seen).results[0].done
    house.driver().push(t0=20.0)
    wait_until(lambda: seen.alarm not in console.alarms(), "the alarm is at rest")
    again = house.raise_alarm(console)
    (result,) = other.acknowledge(seen).results
    assert (result.done, result.reason) == (False, "new_occurrence")
    assert str(again.occurrence) in result.detail
    assert console.alarms()[seen.alarm].letter == "B"
    refusals = [record for record in journal(console) if isinstance(record, CommandRefused)]
    assert [(record.reason, record.command.actor.name) for record in refusals] == [("new_occurrence", "Bo")]


def test_each_of_a_list_is_judged_alone(house: House) -> None:
    console = house.sign_in()
    first = house.raise_alarm(console, "plant.0.high")
    second = house.raise_alarm(console, "yard.1.high")
    stale = msgspec.structs.replace(first, occurrence=first.occurrence + 5)
    assert [result.done for result in console.acknowledge(first, stale, second).results] == [
        True,
        False,
        True,
    ]


def test_a_viewer_may_not_and_that_is_journaled(house: House) -> None:
    viewer = house.sign_in("Vera", "viewer")
    seen = house.raise_alarm(viewer)
    (acknowledged,) = viewer.acknowledge(seen).results
    (operated,) = results(viewer.http.post("/api/operate", json=SPEED))
    assert [(item.done, item.reason) for item in (acknowledged, operated)] == [(False, "role")] * 2
    refusals = [record for record in journal(viewer) if isinstance(record, CommandRefused)]
    assert {record.command.actor.name for record in refusals} == {"Vera"}
    assert house.driver().orders == []


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
        ("acknowledge", {}),
        ("acknowledge", {"items": []}),
        ("acknowledge", {"items": [{"alarm": 0, "occurrence": 1}]}),
        ("acknowledge", {"items": [{"alarm": 0.5, "occurrence": 1, "revision": 1}]}),
        ("acknowledge", {"items": [{"alarm": -1, "occurrence": 1, "revision": 1}]}),
        ("acknowledge", {"items": [{"alarm": 10**6, "occurrence": 1, "revision": 1}]}),
        ("acknowledge", {"items": [{"alarm": 0, "occurrence": 2**63, "revision": 1}]}),
        ("acknowledge", {"items": [{"alarm": 0, "occurrence": 1, "revision": 1}] * 501}),
        ("operate", {**SPEED, "value": "fast"}),
        ("operate", {**SPEED, "reason": "x" * 501}),
        ("operate", {**SPEED, "reason": None}),
        ("operate", []),
        ("disturb", {"source": "plant", "fault": "burst", "severity": None}),
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


def test_commands_that_do_not_fit_the_inbox_are_refused_with_503(house: House) -> None:
    console = house.sign_in()
    seen = house.raise_alarm(console)
    house.assembly.desk.inbox._commands_max = 1
    answer = console.acknowledge_raw(seen, seen)
    assert answer.status_code == 503
    assert "try again" in answer.json()["error"]
    assert console.acknowledge(seen).results[0].done


def test_without_a_session_nothing_is_taken(house: House) -> None:
    console = house.sign_in()
    console.http.cookies.clear()
    for path in ("acknowledge", "operate", "disturb", "console-state", "sign-out"):
        assert console.http.post(f"/api/{path}", json={}).status_code == 401


def test_a_command_is_answered_fast(house: House) -> None:
    console = house.sign_in()
    house.assembly.loop._period_ns = 10**12  # only the command itself ends the sleep
    (result,) = console.acknowledge(house_alarm(console, house)).results
    assert result.reason == "nothing_to_acknowledge"


def house_alarm(console: Console, house: House) -> Any:
    from wakeful.server.wire import AcknowledgeItem

    return AcknowledgeItem(0, 0, 0)


def test_a_stopping_server_takes_no_command(site: Any, tmp_path: Any) -> None:
    with running(site, tmp_path / "data") as house:
        console = house.sign_in()
        house.assembly.desk.inbox.close()
        assert console.http.post("/api/operate", json=SPEED).status_code == 503
