"""Answers as JSON, and refusals as an ErrorBody that says what would be right."""

from typing import Any, TypeVar

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from wakeful.server.wire import ErrorBody

Body = TypeVar("Body", bound=msgspec.Struct)


class Refused(Exception):
    """A request that is not carried out: HTTP status and a sentence for its sender."""

    def __init__(self, status: int, error: str) -> None:
        super().__init__(error)
        self.status = status
        self.error = error


def reply(body: msgspec.Struct, status: int = 200) -> Response:
    """A body as JSON; never kept by a cache."""
    return reply_encoded(msgspec.json.encode(body), status)


def reply_encoded(text: bytes, status: int = 200) -> Response:
    """A body that is JSON already; never kept by a cache."""
    return Response(text, status, {"Cache-Control": "no-store"}, media_type="application/json")


async def reply_refused(_: Request, error: Exception) -> Response:
    """A refusal as an ErrorBody."""
    assert isinstance(error, Refused)
    return reply(ErrorBody(error.error), error.status)


async def read_body(request: Request, kind: type[Body]) -> Body:
    """The request's JSON body. Raises Refused 415 for another type of content, 422 for a wrong body."""
    content_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if content_type != "application/json":
        raise Refused(415, "Send the body as application/json.")
    try:
        return msgspec.json.decode(await request.body(), type=kind)
    except msgspec.DecodeError as error:
        raise Refused(422, f"The body is not a {kind.__name__}: {error}.") from error


def read_query(request: Request, kind: type[Any], name: str, default: Any = None) -> Any:
    """One query parameter as ``kind``. Raises Refused 422 when missing (no default) or not of that kind."""
    text = request.query_params.get(name)
    if text is None:
        if default is None:
            raise Refused(422, f"The query parameter {name} is missing.")
        return default
    try:
        return msgspec.convert(text, kind, strict=False)
    except msgspec.ValidationError as error:
        raise Refused(422, f"The query parameter {name} is wrong: {error}.") from error
