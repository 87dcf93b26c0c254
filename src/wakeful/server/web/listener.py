"""uvicorn, set up for this house: no compression, bounded everything, and a way to hang up on the deaf."""

import asyncio
import contextlib
import socket
from collections.abc import Iterator
from typing import Any, cast

import uvicorn
from starlette.types import ASGIApp
from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.http11 import Request

from wakeful.server.web.stream_route import MESSAGE_BYTES_MAX
from wakeful.terms.errors import ConfigurationError

CONNECTIONS_MAX = 500
PING_S = 10.0
REQUEST_S_MAX = 10.0
"""From the first byte that may be sent to the last one of a request's body."""
STOP_S_MAX = 1
BACKLOG = 256


class PatientProtocol(H11Protocol):
    """Hangs up on a caller that does not finish its request within ``REQUEST_S_MAX``.

    Requests that never end would otherwise hold all ``CONNECTIONS_MAX`` places, and every console stay out.
    """

    _unfinished: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """A request is expected from here on."""
        super().connection_made(transport)
        self._watch_request()

    def data_received(self, data: bytes) -> None:
        """Part of a request, or its end."""
        super().data_received(data)
        whole = self.cycle is not None and not self.cycle.more_body and not self.cycle.response_complete
        if whole or self.transport.get_protocol() is not self:  # a stream has a protocol of its own
            self._forget_request()
        else:
            self._watch_request()

    def connection_lost(self, exc: Exception | None) -> None:
        """Nobody is there any more."""
        self._forget_request()
        super().connection_lost(exc)

    def _watch_request(self) -> None:
        if self._unfinished is None:
            loop = asyncio.get_running_loop()
            self._unfinished = loop.call_later(REQUEST_S_MAX, self.transport.abort)

    def _forget_request(self) -> None:
        if self._unfinished is not None:
            self._unfinished.cancel()
            self._unfinished = None


class AbortableProtocol(WebSocketsSansIOProtocol):
    """Gives the route ``scope["extensions"]["wakeful.abort"]``: end the connection without waiting.

    Closing politely waits until the peer has taken what is buffered, which one that reads nothing never does.
    """

    def handle_connect(self, event: Request) -> None:
        """Begin the application's task, with the extension in its scope."""
        super().handle_connect(event)
        if hasattr(self, "scope"):
            extensions = cast(dict[str, Any], self.scope["extensions"])
            extensions["wakeful.abort"] = self.transport.abort


class Listener(uvicorn.Server):
    """The web server; signals are the caller's business."""

    def __init__(self, app: ASGIApp) -> None:
        super().__init__(
            uvicorn.Config(
                app,
                http=PatientProtocol,
                ws=AbortableProtocol,
                ws_per_message_deflate=False,
                ws_max_size=MESSAGE_BYTES_MAX,
                ws_ping_interval=PING_S,
                ws_ping_timeout=PING_S,
                lifespan="off",
                log_config=None,
                access_log=False,
                server_header=False,
                limit_concurrency=CONNECTIONS_MAX,
                timeout_graceful_shutdown=STOP_S_MAX,
            )
        )

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave signals alone."""
        yield


def bind(host: str, port: int) -> socket.socket:
    """A listening-ready socket. Raises ConfigurationError when the address cannot be had."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    bound = socket.socket(family, socket.SOCK_STREAM)
    try:
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        bound.bind((host, port))
        # Listening at once makes a second server fail here instead of after its whole start.
        bound.listen(BACKLOG)
    except (OSError, OverflowError) as error:
        bound.close()
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise ConfigurationError(
            f"{host} port {port} cannot be had ({reason}); stop what listens there or choose another --port."
        ) from error
    return bound


def address_of(bound: socket.socket) -> str:
    """The address for a browser on this machine."""
    host, port = bound.getsockname()[:2]
    if host in ("0.0.0.0", "::"):
        host = "127.0.0.1"
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
