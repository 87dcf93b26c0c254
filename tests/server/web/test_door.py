"""Reads at rest: few at once, and no endless queue of them."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.server.house import House
from tests.server.waiting import wait_until
from wakeful.server.web import door as door_module


def test_reads_are_few_at_once_and_their_queue_is_bounded(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(door_module, "READS_WAITING_MAX", 6)
    console, door = house.sign_in(), house.assembly.door
    gate, inside, most = threading.Event(), [0], [0]

    def slow() -> None:
        inside[0] += 1
        most[0] = max(most[0], inside[0])
        gate.wait(20.0)
        inside[0] -= 1

    monkeypatch.setattr(door.historian, "first_time_ns", slow)
    with ThreadPoolExecutor(10) as people:
        answers = [people.submit(console.http.get, "/api/site") for _ in range(6)]
        wait_until(lambda: door.reads_waiting == 6, "six reads wait")
        refused = console.http.get("/api/site")
        assert refused.status_code == 503
        assert "try again" in refused.json()["error"]
        assert console.http.get("/api/alarms").status_code == 200, "what is not at rest is answered meanwhile"
        gate.set()
        assert [answer.result().status_code for answer in answers] == [200] * 6
    assert most[0] <= door_module.READS_AT_ONCE
    assert door.reads_waiting == 0
