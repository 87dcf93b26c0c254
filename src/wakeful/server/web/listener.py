"""uvicorn, set up for this house: no compression, bounded everything, and a way to hang up on the deaf."""

import contextlib
import socket
from collections.abc import Iterator
from typing import Any, cast

import uvicorn
from starlette.types import ASGIApp
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.http11 import Request

from wakeful.server.web.stream_route import MESSAGE_BYTES_MAX
from wakeful.terms.errors import ConfigurationError

CONNECTIONS_MAX = 500
PING_S = 10.0
STOP_S_MAX = 1
BACKLOG = 256


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
                http="h11",
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
