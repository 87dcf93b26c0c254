"""Bodies and queries: read strictly, refused with a sentence."""

import asyncio
from typing import Any

import msgspec
import pytest
from starlette.requests import Request

from wakeful.server.web.reply import Refused, read_body, read_query, reply, reply_refused
from wakeful.server.wire import ErrorBody, OperateRequest


def request(query: str = "", body: bytes = b"", content_type: str = "application/json") -> Request:
    async def receive() -> Any:
        return {"type": "http.request", "body": body, "more_body": False}

    scope = {
        "type": "http",
        "method": "POST",
        "path": "/",
        "query_string": query.encode(),
        "headers": [(b"content-type", content_type.encode())],
    }
    return Request(scope, receive)


def test_a_body_is_read() -> None:
    body = asyncio.run(read_body(request(body=b'{"equipment":"p","control":"s","value":1}'), OperateRequest))
    assert body == OperateRequest("p", "s", 1.0)


@pytest.mark.parametrize(
    ("body", "content_type", "status"),
    [
        (b"{}", "application/json; charset=utf-8", 422),
        (b"{", "APPLICATION/JSON", 422),
        (b"{}", "text/plain", 415),
        (b"{}", "", 415),
    ],
)
def test_a_wrong_body_is_refused(body: bytes, content_type: str, status: int) -> None:
    with pytest.raises(Refused) as refused:
        asyncio.run(read_body(request(body=body, content_type=content_type), OperateRequest))
    assert refused.value.status == status


@pytest.mark.parametrize(("query", "value"), [("n=5", 5), ("n=-1", -1), ("", 7)])
def test_a_query_parameter_is_read_as_its_kind(query: str, value: int) -> None:
    assert read_query(request(query), int, "n", 7) == value


@pytest.mark.parametrize("query", ["n=five", "n=5.5", "n=", "n=1e400", "m=1"])
def test_a_wrong_or_missing_query_parameter_is_refused(query: str) -> None:
    with pytest.raises(Refused, match="query parameter n") as refused:
        read_query(request(query), int, "n")
    assert refused.value.status == 422


def test_answers_are_kept_by_no_cache() -> None:
    answer = reply(ErrorBody("no"), 409)
    assert (answer.status_code, answer.headers["cache-control"]) == (409, "no-store")
    assert msgspec.json.decode(answer.body) == {"error": "no"}


def test_a_refusal_becomes_an_error_body() -> None:
    answer = asyncio.run(reply_refused(request(), Refused(418, "no coffee here")))
    assert (answer.status_code, answer.body) == (418, b'{"error":"no coffee here"}')
