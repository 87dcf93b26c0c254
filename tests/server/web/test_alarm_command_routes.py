"""Acts on alarms over HTTP: bound to what was seen, each judged alone, journaled, limited."""

from typing import Any

import msgspec
import pytest

from tests.server.house import Console, House
from tests.server.waiting import wait_until
from wakeful.server.alarm_room.alarm_sheet import AlarmSheetBody
from wakeful.server.web.alarm_command_routes import SHELVE_MS_MAX, VERBS
from wakeful.server.wire import JournalBody
from wakeful.terms.effect import AlarmChanged, CommandRefused

HOUR_MS = 3_600_000


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


@pytest.mark.parametrize("verb", ["acknowledge", "silence"])
def test_each_of_a_list_is_judged_alone(house: House, verb: str) -> None:
    console = house.sign_in()
    first = house.raise_alarm(console, "plant.0.high")
    second = house.raise_alarm(console, "yard.1.high")
    stale = msgspec.structs.replace(first, occurrence=first.occurrence + 5)
    if verb == "acknowledge":
        results = console.acknowledge(first, stale, second).results
    else:
        results = console.act(verb, first, stale, second).results
    assert [result.done for result in results] == [True, False, True]


def test_a_shelf_has_a_reason_an_end_and_a_person(house: House) -> None:
    console = house.sign_in()
    seen = house.raise_alarm(console)
    (result,) = console.act("shelve", seen, reason="waiting for a part", duration_ms=HOUR_MS).results
    assert result.done
    shelved = console.alarms()[seen.alarm]
    (shelf,) = shelved.overrides
    assert (shelved.letter, shelf.kind, shelf.by, shelf.reason) == (
        "E",
        "shelved",
        "Anna",
        "waiting for a part",
    )
    assert shelf.until_ms == pytest.approx(shelf.since_ms + HOUR_MS, abs=1e-3)
    (move,) = [item for item in journal(console) if getattr(item, "command_id", "") == result.id]
    assert (move.event, move.reason) == ("shelve_timed", "waiting for a part")
    assert console.act("unshelve", shelved).results[0].done
    assert console.alarms()[seen.alarm].letter == "C", "who brings it back has seen it"


def test_an_alarm_at_rest_can_be_shelved_by_what_its_sheet_says(house: House) -> None:
    console = house.sign_in()
    index = house.alarm_index("plant.1.high")
    sheet = console.get("/api/alarm-sheet", AlarmSheetBody, alarm=index)
    assert sheet.state.letter == "A"
    (result,) = console.act(
        "shelve", sheet.state, reason="work on the pump", duration_ms=HOUR_MS, one_shot=True
    ).results
    assert result.done
    assert console.alarms()[index].overrides[0].one_shot


@pytest.mark.parametrize(
    ("verb", "more", "reason"),
    [
        ("reset", {}, "not_latched"),
        ("unshelve", {}, "not_shelved"),
        ("return_to_service", {}, "role"),
        ("remove_from_service", {"reason": "calibration"}, "role"),
        ("shelve", {"duration_ms": HOUR_MS}, "no_reason"),
        ("shelve", {"duration_ms": 13 * HOUR_MS, "reason": "the whole shift"}, "too_long"),
    ],
)
def test_what_may_not_be_is_refused_with_a_sentence_and_journaled(
    house: House, verb: str, more: dict[str, Any], reason: str
) -> None:
    console = house.sign_in()
    seen = house.raise_alarm(console)
    (result,) = console.act(verb, seen, **more).results
    assert (result.done, result.reason) == (False, reason)
    assert len(result.detail) > 10
    assert console.alarms()[seen.alarm] == seen
    refusals = [record for record in journal(console) if isinstance(record, CommandRefused)]
    assert [record.reason for record in refusals] == [reason]


def test_an_engineer_takes_alarms_out_of_service_and_back(house: House) -> None:
    console = house.sign_in("Eve", "engineer")
    seen = house.raise_alarm(console)
    assert console.act("remove_from_service", seen, reason="calibration").results[0].done
    removed = console.alarms()[seen.alarm]
    assert (removed.letter, removed.overrides[0].by, removed.overrides[0].until_ms) == ("G", "Eve", None)
    assert console.act("return_to_service", removed).results[0].done
    assert console.alarms()[seen.alarm].letter == "B"


def test_silence_stops_the_sound_for_everybody_and_nothing_else(house: House) -> None:
    console, other = house.sign_in(), house.sign_in("Bo")
    seen = house.raise_alarm(console)
    assert console.act("silence", seen).results[0].done
    silenced = other.alarms()[seen.alarm]
    assert (silenced.letter, silenced.silenced, silenced.waiting) == ("B", True, True)
    assert other.act("silence", silenced).results[0].reason == "nothing_sounds"


def test_a_viewer_may_not_and_that_is_journaled(house: House) -> None:
    viewer = house.sign_in("Vera", "viewer")
    seen = house.raise_alarm(viewer)
    results = [*viewer.acknowledge(seen).results, *viewer.act("silence", seen).results]
    assert [(item.done, item.reason) for item in results] == [(False, "role")] * 2
    refusals = [record for record in journal(viewer) if isinstance(record, CommandRefused)]
    assert [record.command.actor.name for record in refusals] == ["Vera"] * 2


ITEM = {"alarm": 0, "occurrence": 1, "revision": 1}
SHELVE = {"verb": "shelve", "reason": "x", "duration_ms": 1_000, "items": [ITEM]}


@pytest.mark.parametrize(
    ("path", "body", "says"),
    [
        ("acknowledge", {}, "items"),
        ("acknowledge", {"items": []}, "1 to 500 alarms"),
        ("acknowledge", {"items": [{"alarm": 0, "occurrence": 1}]}, "revision"),
        ("acknowledge", {"items": [{**ITEM, "alarm": 0.5}]}, "int"),
        ("acknowledge", {"items": [{**ITEM, "alarm": -1}]}, "There is no alarm -1"),
        ("acknowledge", {"items": [{**ITEM, "alarm": 10**6}]}, "There is no alarm 1000000"),
        ("acknowledge", {"items": [{**ITEM, "occurrence": 2**63}]}, "int64|whole numbers"),
        ("acknowledge", {"items": [ITEM] * 501}, "1 to 500 alarms"),
        ("alarm-command", {"verb": "silence", "items": []}, "1 to 500 alarms"),
        ("alarm-command", {"verb": "silence", "items": [ITEM] * 501}, "1 to 500 alarms"),
        ("alarm-command", {"verb": "delete", "items": [ITEM]}, "reset, silence, shelve"),
        ("alarm-command", {"verb": "acknowledge", "items": [ITEM]}, "not 'acknowledge'"),
        ("alarm-command", {"items": [ITEM]}, "verb"),
        ("alarm-command", {**SHELVE, "duration_ms": 0}, "duration_ms"),
        ("alarm-command", {**SHELVE, "duration_ms": -5}, "duration_ms"),
        ("alarm-command", {**SHELVE, "duration_ms": 1.5}, "duration_ms"),
        ("alarm-command", {**SHELVE, "duration_ms": SHELVE_MS_MAX + 1}, "duration_ms"),
        ("alarm-command", {**SHELVE, "duration_ms": None}, "duration_ms"),
        ("alarm-command", {**SHELVE, "reason": "x" * 501}, "at most 500 characters"),
        ("alarm-command", {**SHELVE, "reason": 5}, "reason"),
        ("alarm-command", {**SHELVE, "verb": "silence"}, "not to silence"),
        ("alarm-command", {**SHELVE, "verb": "remove_from_service"}, "belong to shelve"),
        ("alarm-command", {"verb": "reset", "items": [ITEM], "one_shot": True}, "belong to shelve"),
    ],
)
def test_what_is_no_act_at_all_is_refused_with_a_sentence(
    house: House, path: str, body: Any, says: str
) -> None:
    answer = house.sign_in().http.post(f"/api/{path}", json=body)
    assert answer.status_code == 422
    assert any(part in answer.json()["error"] for part in says.split("|")), answer.text


def test_every_verb_has_its_command() -> None:
    assert {command.__struct_config__.tag for command in VERBS.values()} == set(VERBS)
