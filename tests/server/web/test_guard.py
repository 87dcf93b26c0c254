"""What every request must pass before a route sees it."""

import asyncio
from typing import Any

import httpx
import pytest

from tests.server.house import House
from wakeful.server.web.guard import (
    BODY_BYTES_MAX,
    CALLERS_MAX,
    QUERY_BYTES_MAX,
    REQUESTS_BURST_MAX,
    REQUESTS_PER_S_MAX,
    Guard,
    RateLimit,
)


async def application(scope: Any, receive: Any, send: Any) -> None:
    """Reads the whole body and answers 200 with its length."""
    length, more = 0, True
    while more:
        message = await receive()
        length += len(message.get("body", b""))
        more = message.get("more_body", False)
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": str(length).encode()})


def ask(method: str = "GET", path: str = "/", guard: Guard | None = None, **more: Any) -> httpx.Response:
    """One request through a guard, without a network."""
    transport = httpx.ASGITransport(app=guard or Guard(application, ["wall.example"]))

    async def asking() -> httpx.Response:
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8765") as client:
            return await client.request(method, path, **more)

    return asyncio.run(asking())


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("127.0.0.1:8765", 200),
        ("localhost:8765", 200),
        ("[::1]:8765", 200),
        ("192.168.1.20", 200),
        ("wall.example", 200),
        ("WALL.example:443", 200),
        ("evil.example", 421),
        ("evil.example:8765", 421),
        ("127.0.0.1.evil.example", 421),
        ("", 421),
    ],
)
def test_the_host_must_be_this_server(host: str, status: int) -> None:
    answer = ask(headers={"Host": host})
    assert answer.status_code == status
    if status != 200:
        assert "--host-name" in answer.json()["error"]


@pytest.mark.parametrize(
    ("method", "origin", "status"),
    [
        ("POST", "http://127.0.0.1:8765", 200),
        ("POST", None, 200),
        ("POST", "http://evil.example", 403),
        ("POST", "http://127.0.0.1:9999", 403),
        ("POST", "null", 403),
        ("DELETE", "http://evil.example", 403),
        ("GET", "http://evil.example", 200),
    ],
)
def test_another_sites_page_may_look_at_nothing_it_could_change(
    method: str, origin: str | None, status: int
) -> None:
    headers = {} if origin is None else {"Origin": origin}
    assert ask(method, headers=headers).status_code == status


def test_bodies_and_queries_have_limits() -> None:
    assert ask("POST", content=b"x" * BODY_BYTES_MAX).status_code == 200
    assert ask("POST", content=b"x" * (BODY_BYTES_MAX + 1)).status_code == 413
    assert ask(path="/?q=" + "x" * QUERY_BYTES_MAX).status_code == 414
    for length in ("-5", "1e3", "9" * 30, "¹"):
        answer = ask("POST", headers=[("Content-Length", length.encode("latin-1"))])
        assert answer.status_code == 400


def test_every_answer_bears_the_headers() -> None:
    for answer in (ask(), ask(headers={"Host": "evil.example"})):
        assert "default-src 'none'" in answer.headers["content-security-policy"]
        assert "http" not in answer.headers["content-security-policy"], "no other host"
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["x-frame-options"] == "DENY"


def test_a_body_that_grows_beyond_its_word_is_cut_off(house: House) -> None:
    console = house.sign_in()
    chunks = (b"x" * 10_000 for _ in range(10))
    answer = console.http.post("/api/operate", content=chunks, headers={"Content-Type": "application/json"})
    assert answer.status_code == 413


def test_who_asks_too_often_is_told() -> None:
    now_s = [0.0]
    guard = Guard(application, monotonic_s=lambda: now_s[0])
    limit = RateLimit(lambda: now_s[0])
    assert all(limit.take("a") for _ in range(int(REQUESTS_BURST_MAX)))
    assert not limit.take("a")
    assert limit.take("b"), "others are not held up"
    now_s[0] += 1.0
    assert [limit.take("a") for _ in range(int(REQUESTS_PER_S_MAX) + 1)].count(True) == REQUESTS_PER_S_MAX
    guard._rate = limit
    while limit.take("127.0.0.1"):
        pass
    assert ask(guard=guard).status_code == 429


def test_callers_are_forgotten() -> None:
    limit = RateLimit(lambda: 0.0)
    for number in range(3 * CALLERS_MAX):
        limit.take(str(number))
    assert len(limit._buckets) == CALLERS_MAX


@pytest.mark.parametrize("host", ["[", "[::1", "a]b"])
def test_a_host_that_cannot_be_read_is_refused(host: str) -> None:
    assert ask(headers={"host": host}).status_code == 421


def test_an_origin_that_cannot_be_read_is_refused() -> None:
    assert ask("POST", headers={"origin": "http://[x"}).status_code == 403
