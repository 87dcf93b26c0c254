"""The stream over a real WebSocket."""

import socket as sockets

import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus

from tests.server.house import House, messages
from tests.server.waiting import wait_until
from wakeful.server.web import stream_route
from wakeful.server.wire import (
    AlarmsChanged,
    ConfigurationChanged,
    Heartbeat,
    PositionsChanged,
    SiteBody,
    SummariesChanged,
)


def test_the_whole_picture_comes_first(house: House) -> None:
    console = house.sign_in()
    standing = house.raise_alarm(console)
    site = console.get("/api/site", SiteBody)
    with console.stream() as socket:
        first = list(messages(socket, until=Heartbeat))
    configuration, alarms, summaries, positions, frame = first[:5]
    assert isinstance(configuration, ConfigurationChanged)
    assert configuration.configuration_sha256 == site.configuration_sha256
    assert isinstance(alarms, AlarmsChanged)
    assert alarms.full and [body.alarm for body in alarms.alarms] == [standing.alarm]
    assert isinstance(summaries, SummariesChanged)
    works = {summary.system: summary for summary in summaries.summaries}["works"]
    assert works.unacknowledged == (0, 1, 0, 0) and works.standing == (0, 1, 0, 0) and works.tags == 3
    assert {system.id for system in site.systems} == {summary.system for summary in summaries.summaries}
    assert isinstance(positions, PositionsChanged)
    assert [(item.position, item.flood) for item in positions.positions] == [("site", False)]
    overview = [index for index, tag in enumerate(site.tags) if tag.overview]
    assert frame[1].tolist() == overview


def test_what_changes_follows(house: House) -> None:
    console = house.sign_in()
    with console.stream() as socket:
        list(messages(socket, until=Heartbeat))
        index = house.alarm_index("plant.1.high")
        house.driver().push(t1=95.0)
        for message in messages(socket):
            if isinstance(message, AlarmsChanged):
                break
        assert [(body.alarm, body.letter, message.full) for body in message.alarms] == [(index, "B", False)]
        console.acknowledge(message.alarms[0])
        for message in messages(socket):
            if isinstance(message, AlarmsChanged):
                break
        assert [body.letter for body in message.alarms] == ["C"]


def test_values_come_for_subscribed_systems_and_overviews_alone(house: House) -> None:
    console = house.sign_in()
    tags = [tag.name for tag in console.get("/api/site", SiteBody).tags]
    with console.stream() as socket:
        list(messages(socket, until=Heartbeat))
        socket.send('{"type": "subscribe", "systems": ["works"]}')
        frame = next(
            message for message in messages(socket) if isinstance(message, tuple) and 1 in message[1]
        )
        assert [tags[index] for index in frame[1]] == ["plant.1", "plant.2"]
        house.driver("yard").push(t1=5.0)
        house.driver("yard").push(t0=6.0)
        house.driver().push(t2=7.0)
        seen: dict[str, float] = {}
        for message in messages(socket):
            if isinstance(message, tuple):
                seen |= {tags[index]: value for index, value in zip(message[1], message[2], strict=True)}
            if "plant.2" in seen and seen.get("yard.0") == 6.0:
                break
        assert seen["plant.2"] == 7.0
        assert "yard.1" not in seen


def test_heartbeats_follow_the_scan_loop(house: House) -> None:
    with house.sign_in().stream() as socket:
        first, second = (list(messages(socket, until=Heartbeat))[-1] for _ in range(2))
    assert second.last_scan_ms > first.last_scan_ms
    assert second.journal_error is None


@pytest.mark.parametrize(
    "said", ["nonsense", "{}", '{"type": "subscribe", "systems": ["attic"]}', '{"type": "subscribe"}']
)
def test_what_is_no_subscription_ends_the_stream(house: House, said: str) -> None:
    with house.sign_in().stream() as socket:
        socket.send(said)
        with pytest.raises(ConnectionClosed) as closed:
            list(messages(socket))
    assert closed.value.rcvd is not None and closed.value.rcvd.code == 1008


def test_bytes_are_not_understood(house: House) -> None:
    with house.sign_in().stream() as socket:
        socket.send(b"subscribe")
        with pytest.raises(ConnectionClosed) as closed:
            list(messages(socket))
    assert closed.value.rcvd is not None and closed.value.rcvd.code == 1003


def test_a_stream_needs_a_session(house: House) -> None:
    console = house.sign_in()
    console.http.cookies.clear()
    with pytest.raises(InvalidStatus) as refused:
        console.stream()
    assert refused.value.response.status_code == 401


def test_another_sites_page_gets_no_stream(house: House) -> None:
    with pytest.raises(InvalidStatus) as refused:
        house.sign_in().stream(origin="http://elsewhere.example")
    assert refused.value.response.status_code == 403


def test_consoles_have_a_limit(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stream_route, "CONSOLES_MAX", 1)
    console = house.sign_in()
    with console.stream():
        wait_until(lambda: house.assembly.door.stream.clients, "the first console")
        with pytest.raises(InvalidStatus) as refused:
            console.stream()
    assert refused.value.response.status_code == 503


def test_a_console_that_does_not_read_is_dropped_and_may_come_back(house: House) -> None:
    console = house.sign_in()
    stream = house.assembly.door.stream
    deaf = sockets.create_connection(house.address.removeprefix("http://").split(":"))
    cookies = "; ".join(f"{name}={value}" for name, value in console.http.cookies.items())
    lines = (
        "GET /api/stream HTTP/1.1",
        "Host: 127.0.0.1",
        "Upgrade: websocket",
        "Connection: Upgrade",
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
        "Sec-WebSocket-Version: 13",
        f"Cookie: {cookies}",
    )
    deaf.sendall("\r\n".join((*lines, "", "")).encode())
    wait_until(lambda: stream.clients, "the deaf console is connected")
    (client,) = stream.clients
    loop = stream.loop

    def flood() -> bool:
        loop.call_soon_threadsafe(client.put, [b"x" * 1_000_000])
        return client not in stream.clients

    wait_until(flood, "the deaf console is dropped")
    assert client.closed_with == 4008
    with console.stream() as socket:
        assert len(list(messages(socket, until=Heartbeat))) >= 4
    deaf.close()
