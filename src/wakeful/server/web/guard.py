"""What every request must pass before a route sees it: host, origin, rate and size.

A browser elsewhere must not be made to speak to this server in a signed-in person's name: the Host header
must be an address or a name of this server (against DNS rebinding), and where a browser says its Origin on
a POST or a WebSocket, it must be this server's own.
"""

import ipaddress
import logging
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from wakeful.server.web.reply import Refused, reply
from wakeful.server.wire import ErrorBody

logger = logging.getLogger(__name__)

BODY_BYTES_MAX = 65_536
QUERY_BYTES_MAX = 4_096
REQUESTS_PER_S_MAX = 200.0
REQUESTS_BURST_MAX = 1_000.0
"""From one address, so that consoles behind one proxy still fit."""
CALLERS_MAX = 1_000

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
        "connect-src 'self'; worker-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'; "
        "frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


class Guard:
    """ASGI middleware around the whole application.

    Parameters
    ----------
    names : host names, beside addresses and localhost, under which this server may be reached.
    """

    def __init__(
        self, app: ASGIApp, names: Iterable[str] = (), *, monotonic_s: Callable[[], float] = time.monotonic
    ) -> None:
        self._app = app
        self._names = {"localhost", *(name.lower() for name in names)}
        self._rate = RateLimit(monotonic_s)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through, or answer it here."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        try:
            self._check(scope)
        except Refused as refused:
            await _refuse(refused, scope, receive, send)
            return
        if scope["type"] == "websocket":
            await self._app(scope, receive, send)
            return
        try:
            await self._app(scope, _limited(receive), _with_headers(send))
        except Exception:
            # The sender has its answer already, an ErrorBody; this is for whoever mends it.
            logger.exception("fault in %s %s", scope["method"], scope["path"])

    def _check(self, scope: Scope) -> None:
        headers = Headers(scope=scope)
        host = headers.get("host", "")
        if not self._own_name(host):
            raise Refused(
                421,
                f"This server is not called {host!r}; open it by its address, or start it with --host-name.",
            )
        unsafe = scope["type"] == "websocket" or scope["method"] not in ("GET", "HEAD")
        origin = headers.get("origin")
        if unsafe and origin is not None and _netloc(origin) != host.lower():
            raise Refused(403, f"A page of {origin} may not speak to this server.")
        if len(scope["query_string"]) > QUERY_BYTES_MAX:
            raise Refused(414, f"A query has at most {QUERY_BYTES_MAX} bytes.")
        if int(_digits(headers.get("content-length", "0"))) > BODY_BYTES_MAX:
            raise Refused(413, f"A body has at most {BODY_BYTES_MAX} bytes.")
        client = scope.get("client") or ("", 0)
        if not self._rate.take(client[0]):
            raise Refused(429, f"More than {REQUESTS_PER_S_MAX:.0f} requests a second; ask less often.")

    def _own_name(self, host: str) -> bool:
        try:
            name = urlsplit(f"//{host}").hostname or ""
        except ValueError:  # an unpaired bracket
            return False
        try:
            ipaddress.ip_address(name)
        except ValueError:
            return name in self._names
        # An address cannot be rebound to another.
        return True


class RateLimit:
    """A bucket of requests for each caller, filled steadily; the longest unseen callers are forgotten."""

    def __init__(self, monotonic_s: Callable[[], float]) -> None:
        self._monotonic_s = monotonic_s
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def take(self, caller: str) -> bool:
        """Whether this caller may ask once more now."""
        now_s = self._monotonic_s()
        level, seen_s = self._buckets.pop(caller, (REQUESTS_BURST_MAX, now_s))
        level = min(REQUESTS_BURST_MAX, level + (now_s - seen_s) * REQUESTS_PER_S_MAX)
        self._buckets[caller] = (level - 1 if level >= 1 else level, now_s)
        while len(self._buckets) > CALLERS_MAX:
            self._buckets.popitem(last=False)
        return level >= 1


def _netloc(origin: str) -> str:
    try:
        return urlsplit(origin).netloc.lower()
    except ValueError:
        return ""


def _digits(text: str) -> str:
    if not text.isascii() or not text.isdigit() or len(text) > 18:
        raise Refused(400, "The Content-Length is not a number.")
    return text


def _limited(receive: Receive) -> Receive:
    """A body that is cut off when it grows beyond the limit without having said so."""
    received = 0

    async def limited() -> Message:
        nonlocal received
        message = await receive()
        received += len(message.get("body", b""))
        if received > BODY_BYTES_MAX:
            raise Refused(413, f"A body has at most {BODY_BYTES_MAX} bytes.")
        return message

    return limited


def _with_headers(send: Send) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                headers.setdefault(name, value)
        await send(message)

    return sending


async def _refuse(refused: Refused, scope: Scope, receive: Receive, send: Send) -> None:
    response: Response = reply(ErrorBody(refused.error), refused.status)
    if scope["type"] == "http":
        await response(scope, receive, _with_headers(send))
        return
    await receive()
    await send(
        {
            "type": "websocket.http.response.start",
            "status": refused.status,
            "headers": [(b"content-type", b"application/json")],
        }
    )
    await send({"type": "websocket.http.response.body", "body": response.body})
