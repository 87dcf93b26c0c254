"""Which path goes where, and what comes back for what is nowhere."""

import httpx
import msgspec
import pytest

from tests.server.house import House
from wakeful.server import wire
from wakeful.server.wire import ErrorBody


def routes_of_the_contract() -> list[tuple[str, str]]:
    """Method and path of every line of the table in ``wire.py``."""
    lines = [line.split() for line in (wire.__doc__ or "").splitlines()]
    return [(words[0], words[1].partition("?")[0]) for words in lines if words[:1] in (["GET"], ["POST"])]


def test_the_contract_names_its_routes() -> None:
    assert len(routes_of_the_contract()) == 19


@pytest.mark.parametrize(("method", "path"), routes_of_the_contract())
def test_every_route_of_the_contract_is_there(house: House, method: str, path: str) -> None:
    with httpx.Client(base_url=house.address, trust_env=False) as client:
        answer = client.request(method, path, json={} if method == "POST" else None)
    assert answer.status_code in (401, 422), answer.text
    assert msgspec.json.decode(answer.content, type=ErrorBody).error


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/api/attic", 404),
        ("POST", "/api/site", 405),
        ("GET", "/api/acknowledge", 404),
        ("PUT", "/x", 405),
    ],
)
def test_what_is_nowhere_is_said_in_json(house: House, method: str, path: str, status: int) -> None:
    with httpx.Client(base_url=house.address, trust_env=False) as client:
        answer = client.request(method, path)
    assert answer.status_code == status
    assert msgspec.json.decode(answer.content, type=ErrorBody).error


def test_a_fault_of_a_route_is_an_error_body_and_the_scan_goes_on(
    house: House, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    console = house.sign_in()

    def broken() -> None:
        raise ZeroDivisionError

    with monkeypatch.context() as patched:
        patched.setattr(house.assembly.door.historian, "first_time_ns", broken)
        answer = console.http.get("/api/site")
    assert answer.status_code == 500
    assert "fault" in answer.json()["error"]
    assert "ZeroDivisionError" in caplog.text
    assert console.http.get("/api/site").status_code == 200
