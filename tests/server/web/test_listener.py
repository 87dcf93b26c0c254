"""Where the server listens, and what it answers when it cannot."""

import contextlib
import socket

import httpx
import pytest

from tests.server.house import House
from wakeful.server.web import listener
from wakeful.server.web.listener import address_of, bind
from wakeful.terms.errors import ConfigurationError


def test_a_free_port_is_picked_and_named() -> None:
    with bind("127.0.0.1", 0) as bound:
        port = bound.getsockname()[1]
        assert address_of(bound) == f"http://127.0.0.1:{port}"


@pytest.mark.parametrize(("host", "address"), [("0.0.0.0", "http://127.0.0.1:"), ("::1", "http://[::1]:")])
def test_the_address_is_one_for_a_browser_here(host: str, address: str) -> None:
    with bind(host, 0) as bound:
        assert address_of(bound).startswith(address)


def test_a_port_that_is_taken_is_said_with_what_to_do() -> None:
    with bind("127.0.0.1", 0) as bound, pytest.raises(ConfigurationError, match="another --port"):
        bind("127.0.0.1", bound.getsockname()[1])


@pytest.mark.parametrize("host", ["203.0.113.7", "no.such.host.invalid"])
def test_an_address_that_is_not_here_is_said(host: str) -> None:
    with pytest.raises(ConfigurationError, match="cannot be had"):
        bind(host, 0)


def test_the_server_does_not_say_what_it_is_made_of_and_keeps_nothing_compressed(house: House) -> None:
    answer = httpx.get(house.address, trust_env=False, headers={"Accept-Encoding": "gzip"})
    assert "server" not in answer.headers
    console = house.sign_in()
    with console.stream(compression="deflate") as stream:
        assert stream.response is not None
        assert "Sec-WebSocket-Extensions" not in stream.response.headers


def test_a_request_line_that_is_too_long_is_refused(house: House) -> None:
    host, port = house.address.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=20.0) as raw:
        raw.sendall(b"GET /" + b"x" * 200_000 + b" HTTP/1.1\r\n")
        assert b"400" in raw.recv(100)


@pytest.mark.parametrize(
    "beginning",
    [b"", b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX: ",
     b"POST /api/link HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 9\r\n\r\n{"],
)  # fmt: skip
def test_a_request_that_never_ends_is_hung_up_on(
    house: House, monkeypatch: pytest.MonkeyPatch, beginning: bytes
) -> None:
    monkeypatch.setattr(listener, "REQUEST_S_MAX", 0.2)
    host, port = house.address.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=5.0) as raw:
        raw.sendall(beginning)
        # An answer (401) may come before the body is whole; the place is given free all the same.
        with contextlib.suppress(ConnectionResetError):
            while raw.recv(1_000):
                pass


def test_a_finished_request_and_a_stream_are_not_hung_up_on(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    console = house.sign_in()
    monkeypatch.setattr(listener, "REQUEST_S_MAX", 0.2)
    with console.stream() as stream:
        # Three heartbeats take two seconds at least.
        beats = 0
        while beats < 3:
            message = stream.recv(timeout=20.0)
            beats += isinstance(message, str) and '"heartbeat"' in message
