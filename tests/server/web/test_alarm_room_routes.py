"""The alarm room over HTTP: sheet, figures, worklist and advice of a running server."""

import threading
from typing import Any

import pytest

from tests.server.house import Console, House
from tests.server.waiting import wait_until
from wakeful.server.alarm_room.advisor_warm_up import AdvisorWarmUp
from wakeful.server.alarm_room.alarm_figures import FiguresBody, WorklistBody
from wakeful.server.alarm_room.alarm_load import AlarmLoad, NotReadYet
from wakeful.server.alarm_room.alarm_sheet import AlarmSheetBody
from wakeful.server.web import alarm_room_routes
from wakeful.server.wire import Advice, RationalisationBody
from wakeful.terms.errors import StorageError

DAY_MS = 86_400_000.0
PATHS = ("alarm-figures", "alarm-worklist", "alarm-advice")


def period(house: House, days: float = 1.0) -> dict[str, float]:
    now_ms = house.assembly.clock() / 1e6
    return {"from_ms": now_ms - days * DAY_MS, "to_ms": now_ms + 1_000}


def test_a_sheet_says_how_an_alarm_is_and_how_it_fared(house: House) -> None:
    console = house.sign_in("Vera", "viewer")
    index = house.alarm_index("plant.0.high")

    def sheet() -> AlarmSheetBody:
        return console.get("/api/alarm-sheet", AlarmSheetBody, alarm=index)

    at_rest = sheet()
    assert (at_rest.name, at_rest.tag, at_rest.system) == ("plant.0.high", "plant.0", "works")
    assert (at_rest.state.letter, at_rest.state.occurrence) == ("A", 0)
    assert (at_rest.message, at_rest.response) == ("too high", "look")
    seen = house.raise_alarm(console)
    wait_until(lambda: sheet().annunciated_24_h == 1, "its annunciation is counted")
    raised = sheet()
    assert raised.state == seen
    assert raised.annunciated_30_days == 1


def test_a_sheet_is_there_although_its_past_cannot_be_counted(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    def not_yet(load: AlarmLoad) -> None:
        raise NotReadYet("12 % so far")

    monkeypatch.setattr(AlarmLoad, "rows", not_yet)
    console = house.sign_in()
    sheet = console.get("/api/alarm-sheet", AlarmSheetBody, alarm=0)
    assert (sheet.annunciated_24_h, sheet.annunciated_30_days) == (None, None)
    answer = console.http.get("/api/alarm-figures", params=period(house))
    assert (answer.status_code, answer.json()["error"]) == (503, "12 % so far")


def test_figures_and_worklist_are_of_what_is_in_the_journal(house: House) -> None:
    console = house.sign_in()
    house.raise_alarm(console, "plant.0.high")
    house.raise_alarm(console, "yard.1.high")

    def figures() -> FiguresBody:
        return console.get("/api/alarm-figures", FiguresBody, **period(house))

    site, position = figures().figures
    assert (site.position, position.position) == ("", "site")
    assert site.annunciated == position.annunciated == 2
    assert figures().complete_from_ms <= house.assembly.clock() / 1e6
    worklist = console.get("/api/alarm-worklist", WorklistBody, **period(house))
    assert {entry.alarm for entry in worklist.entries} >= {"plant.0.high", "yard.1.high"}
    assert all(entry.fault in ("standing", "stale", "duplicate") for entry in worklist.entries)


def test_rationalisation_says_what_is_missing_and_where_the_site_left_its_master(house: House) -> None:
    console = house.sign_in("Vera", "viewer")
    body = console.get("/api/rationalisation", RationalisationBody)
    site = house.assembly.site
    index = house.alarm_index("plant.0.high")
    missing = {each.alarm: each.missing for each in body.unrationalised}
    assert "cause" in missing[index]
    assert console.get("/api/alarm-sheet", AlarmSheetBody, alarm=index).missing == missing[index]
    assert (body.alarms, body.complete) == (len(site.alarms), len(site.alarms) - len(missing))
    assert (body.master_revision, body.drift) == ("", ())


def test_the_same_question_is_answered_once(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    console, asked = house.sign_in(), period(house)
    made: list[Any] = []
    figures_body = alarm_room_routes.figures_body

    def counting(*arguments: Any) -> FiguresBody:
        made.append(threading.current_thread().name)
        return figures_body(*arguments)

    monkeypatch.setattr(alarm_room_routes, "figures_body", counting)
    for _ in range(3):
        console.get("/api/alarm-figures", FiguresBody, **asked)
    assert len(made) == 1
    assert made[0] not in ("MainThread", "scan"), "neither the event loop nor the scan computes it"


def test_advice_comes_from_history(house: House) -> None:
    console = house.sign_in()
    for number in range(40):
        house.driver().push(t0=90.0 if number % 2 else 79.0)
    index = house.alarm_index("plant.0.high")

    def advice() -> Advice:
        return console.get("/api/alarm-advice", Advice, alarm=index, **period(house))

    wait_until(lambda: sampled(console, house) == 40, "all samples are at rest")
    found = advice()
    assert (found.alarm, found.samples) == ("plant.0.high", 40)
    assert found.candidates[0].annunciated >= 1 and found.reasons


def test_advice_is_refused_while_the_advisor_is_being_prepared(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(AdvisorWarmUp, "over", False)
    answer = house.sign_in().http.get("/api/alarm-advice", params={"alarm": 0, **period(house)})
    assert answer.status_code == 503, "the page shows why, and asks again"
    assert "being prepared" in answer.json()["error"]


def sampled(console: Console, house: House) -> int:
    answer = console.http.get(
        "/api/history", params={"tag": "plant.0", "from_ms": 0, "to_ms": period(house)["to_ms"]}
    )
    return len(answer.json()["times_ms"])


def test_one_advice_at_a_time(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    console, begun, go = house.sign_in(), threading.Event(), threading.Event()

    def slow(*arguments: Any) -> None:
        begun.set()
        assert go.wait(20.0)
        raise alarm_room_routes.NoAdvice("nothing to say")

    monkeypatch.setattr(alarm_room_routes, "advise_from_history", slow)
    answers: list[int] = []
    asked = {"alarm": 0, **period(house)}
    first = threading.Thread(
        target=lambda: answers.append(console.http.get("/api/alarm-advice", params=asked).status_code)
    )
    first.start()
    assert begun.wait(20.0)
    other = house.sign_in().http.get("/api/alarm-advice", params={**asked, "alarm": 1})
    assert other.status_code == 503
    assert "ask again in a moment" in other.json()["error"]
    assert house.sign_in().http.get("/api/health").status_code == 200, "the web is answered meanwhile"
    go.set()
    first.join(20.0)
    assert answers == [422]


def test_storage_that_cannot_be_read_is_said(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    def unreadable(load: AlarmLoad) -> None:
        raise StorageError("record 7 is damaged")

    monkeypatch.setattr(AlarmLoad, "rows", unreadable)
    for path in ("alarm-figures", "alarm-worklist"):
        answer = house.sign_in().http.get(f"/api/{path}", params=period(house))
        assert answer.status_code == 503
        assert "record 7 is damaged" in answer.json()["error"]


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize(
    "asked",
    [
        {"from_ms": 0},
        {"from_ms": 5, "to_ms": 5},
        {"from_ms": "x", "to_ms": 5},
        {"from_ms": 0, "to_ms": 32 * DAY_MS},
        {"from_ms": -1, "to_ms": 5},
    ],
)
def test_a_wrong_period_is_refused(house: House, path: str, asked: dict[str, Any]) -> None:
    answer = house.sign_in().http.get(f"/api/{path}", params={"alarm": 0, **asked})
    assert answer.status_code == 422
    assert len(answer.json()["error"]) > 20


@pytest.mark.parametrize("path", ["alarm-sheet", "alarm-advice"])
@pytest.mark.parametrize(("alarm", "status"), [(-1, 404), (10**6, 404), ("x", 422), (None, 422)])
def test_an_alarm_that_is_none_is_refused(house: House, path: str, alarm: Any, status: int) -> None:
    asked = {} if alarm is None else {"alarm": alarm}
    answer = house.sign_in().http.get(f"/api/{path}", params={**period(house), **asked})
    assert answer.status_code == status


def test_advice_on_the_future_or_on_nothing_says_why_not(house: House) -> None:
    console, now_ms = house.sign_in(), house.assembly.clock() / 1e6
    for begin_ms, says in [(now_ms + DAY_MS, "lies in the future"), (now_ms - DAY_MS, "no samples of")]:
        answer = console.http.get(
            "/api/alarm-advice", params={"alarm": 0, "from_ms": begin_ms, "to_ms": begin_ms + DAY_MS / 2}
        )
        assert answer.status_code == 422
        assert says in answer.json()["error"]
