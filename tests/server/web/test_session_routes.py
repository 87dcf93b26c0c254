"""Signing in and out over HTTP."""

from concurrent.futures import Future

import httpx
import pytest

from tests.server.house import Console, House, messages
from tests.server.waiting import wait_until
from wakeful.server.web.session_routes import HEARD_EVENT
from wakeful.server.wire import HealthBody, JournalBody, SiteBody
from wakeful.terms.effect import SessionChanged
from wakeful.terms.errors import StorageError


def test_the_printed_link_signs_in_once(house: House) -> None:
    console = house.open(house.link)
    assert console.signed_in.status_code == 303
    assert console.signed_in.headers["location"] == "/"
    body = console.get("/api/site", SiteBody)
    assert (body.user, body.role) == ("Operator", "operator")
    second = house.open(house.link)
    assert second.signed_in.status_code == 403
    assert "wakeful link" in second.signed_in.json()["error"]


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(house: House) -> None:
    cookie = house.sign_in().signed_in.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie
    assert "path=/" in cookie
    assert "secure" not in cookie, "the server speaks plain HTTP on this machine"


def test_looking_ahead_does_not_use_a_link_up(house: House) -> None:
    with httpx.Client(trust_env=False) as client:
        assert client.head(house.link).status_code == 403
        assert client.get(house.link, headers={"Sec-Purpose": "prefetch"}).status_code == 403
        assert client.get(house.link).status_code == 303


@pytest.mark.parametrize("query", ["", "?key=", "?key=nonsense", "?key=%00"])
def test_a_wrong_key_opens_nothing(house: House, query: str) -> None:
    answer = httpx.get(f"{house.address}/sign-in{query}", trust_env=False)
    assert answer.status_code in (403, 422)
    assert "set-cookie" not in answer.headers


def test_signing_out_ends_session_and_stream(house: House) -> None:
    console = house.sign_in()
    cookie = dict(console.http.cookies)
    with console.stream() as socket:
        assert console.http.post("/api/sign-out").status_code == 204
        with pytest.raises(Exception, match="4001"):
            list(messages(socket))
    console.http.cookies.update(cookie)
    assert console.http.get("/api/site").status_code == 401


def test_coming_and_going_is_journaled(house: House) -> None:
    console, witness = house.sign_in("Bo", "viewer"), house.sign_in()
    console.http.post("/api/sign-out")

    def events() -> list[str]:
        entries = witness.get("/api/journal", JournalBody).entries[::-1]
        return [
            entry.record.event
            for entry in entries
            if isinstance(entry.record, SessionChanged) and entry.record.actor.name == "Bo"
        ]

    wait_until(lambda: events() == ["signed_in", "signed_out"], "both events")


def test_a_link_needs_the_secret_of_the_data_folder(house: House) -> None:
    body = {"name": "Cleo", "role": "viewer"}
    with httpx.Client(base_url=house.address, trust_env=False) as client:
        assert client.post("/api/link", json=body).status_code == 401
        assert client.post("/api/link", json=body, headers={"Authorization": "Bearer x"}).status_code == 401
        secret = {"Authorization": f"Bearer {(house.settings.data / 'secret').read_text()}"}
        answer = client.post("/api/link", json=body, headers=secret)
        assert answer.status_code == 200
        assert client.post("/api/link", json={**body, "role": "root"}, headers=secret).status_code == 422
    assert house.open(answer.json()["link"]).get("/api/site", SiteBody).user == "Cleo"


def test_who_heard_every_sound_is_journaled_and_shown_to_others(house: House) -> None:
    ada, bo = house.sign_in("Ada"), house.sign_in("Bo")

    def sounds(console: Console) -> list[tuple[str, bool, bool, str, bool]]:
        return [
            (body.user, body.here, body.connected, body.sound, body.heard_ms is not None)
            for body in console.get("/api/health", HealthBody).sounds
        ]

    with ada.stream(), bo.stream():
        assert ada.http.post("/api/console-state", json={"sound": "on"}).status_code == 204
        assert ada.http.post("/api/console-state", json={"sound": "heard"}).status_code == 204
        assert sounds(ada) == [("Ada", True, True, "on", True), ("Bo", False, True, "unknown", False)]
        assert sounds(bo) == [("Bo", True, True, "unknown", False), ("Ada", False, True, "on", True)]
    wait_until(lambda: not house.assembly.door.stream.clients, "both have left")
    assert sounds(bo) == [("Ada", False, False, "on", True)]
    (shown,) = bo.get("/api/health", HealthBody).sounds
    (record,) = [
        entry.record
        for entry in bo.get("/api/journal", JournalBody, kinds="session_changed").entries
        if isinstance(entry.record, SessionChanged) and entry.record.event.startswith(HEARD_EVENT)
    ]
    assert (record.actor.name, record.event) == ("Ada", f"heard_every_sound: console {shown.console}")
    assert shown.console.endswith(" at 127.0.0.1")
    assert shown.heard_ms == record.at_ns / 1e6


def test_what_cannot_be_journaled_is_not_shown_as_heard(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    console = house.sign_in()

    def refused(fact: SessionChanged) -> "Future[None]":
        answer: Future[None] = Future()
        answer.set_exception(StorageError("The journal is not available"))
        return answer

    monkeypatch.setattr(house.assembly.door.inbox, "confirm", refused)
    answer = console.http.post("/api/console-state", json={"sound": "heard"})
    assert (answer.status_code, answer.json()["error"]) == (503, "The journal is not available")
    assert console.get("/api/health", HealthBody).sounds == ()


def test_a_console_says_whether_it_can_be_heard(house: House) -> None:
    console, signs = house.sign_in(), house.assembly.desk.vital_signs
    with console.stream():
        assert console.http.post("/api/console-state", json={"sound": "blocked"}).status_code == 204
        wait_until(lambda: (signs.consoles, signs.consoles_silent) == (1, 1), "one silent console")
        assert console.http.post("/api/console-state", json={"sound": "on"}).status_code == 204
        wait_until(lambda: signs.consoles_silent == 0, "no silent console")
    wait_until(lambda: signs.consoles == 0, "no console")
    assert console.http.post("/api/console-state", json={"sound": "loud"}).status_code == 422
