"""What a console says to the server: signing in, asking over HTTP, and the stream, over real sockets."""

import asyncio
import http.client
import time
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

import msgspec
import numpy as np
from websockets.asyncio.client import ClientConnection
from websockets.asyncio.client import connect as connect_asyncio
from websockets.exceptions import ConnectionClosed

from wakeful.server.frame import decode_frame
from wakeful.server.wire import Subscribe

ANSWER_S_MAX = 60.0
REDIRECTED = 303


@dataclass(frozen=True, slots=True)
class Console:
    """A signed-in browser: the server's ``host:port`` and the session's cookie."""

    host: str
    cookie: str

    def get(self, path: str) -> bytes:
        """The body of an answer. Raises RuntimeError when it is not 200."""
        connection = http.client.HTTPConnection(self.host, timeout=ANSWER_S_MAX)
        try:
            connection.request("GET", path, headers={"Cookie": self.cookie})
            answer = connection.getresponse()
            body = answer.read()
        finally:
            connection.close()
        if answer.status != http.client.OK:
            raise RuntimeError(f"GET {path}: {answer.status} {body[:200]!r}")
        return body

    @property
    def stream_address(self) -> str:
        """Where the stream is."""
        return f"ws://{self.host}/api/stream"


def sign_in(link: str) -> Console:
    """Open a one-time link. Raises RuntimeError when it is refused."""
    parts = urlsplit(link)
    connection = http.client.HTTPConnection(parts.netloc, timeout=ANSWER_S_MAX)
    try:
        connection.request("GET", f"{parts.path}?{parts.query}")
        answer = connection.getresponse()
        body, cookie = answer.read(), answer.getheader("Set-Cookie", "")
    finally:
        connection.close()
    if answer.status != REDIRECTED or not cookie:
        raise RuntimeError(f"signing in: {answer.status} {body[:200]!r}")
    return Console(parts.netloc, cookie.partition(";")[0])


@dataclass(frozen=True, slots=True)
class Arrivals:
    """Value frames that one console received, with samples of the watched tags in them, each (K,).

    What was older than the subscription is left out: it comes with it, whatever its age.

    ``closed_early`` says that the server hung up before the end.
    """

    received_ns: np.ndarray
    oldest_ns: np.ndarray
    """Source time of the frame's oldest sample."""
    scanned_ns: np.ndarray
    samples: np.ndarray
    closed_early: bool

    def since(self, began_ns: int) -> "Arrivals":
        """Those whose samples are from this time on."""
        own = self.oldest_ns >= began_ns
        return Arrivals(
            self.received_ns[own],
            self.oldest_ns[own],
            self.scanned_ns[own],
            self.samples[own],
            self.closed_early,
        )


def watch_streams(
    consoles: Sequence[Console], systems: Sequence[str], tags: int, until_ns: int
) -> list[Arrivals]:
    """Receive the stream as each of these consoles until a time; for a process of its own.

    Parameters
    ----------
    tags : only samples of the first so many tags are looked at.
    until_ns : wall-clock time.
    """

    async def watch_all() -> list[Arrivals]:
        return await asyncio.gather(*(_watch(console, systems, tags, until_ns) for console in consoles))

    return asyncio.run(watch_all())


async def _watch(console: Console, systems: Sequence[str], tags: int, until_ns: int) -> Arrivals:
    rows: list[tuple[int, float, float, int]] = []
    closed_early = False
    async with connect_asyncio(
        console.stream_address,
        additional_headers={"Cookie": console.cookie},
        compression=None,
        max_size=None,
        proxy=None,
    ) as socket:
        await socket.send(msgspec.json.encode(Subscribe(tuple(systems))).decode())
        subscribed_ms = time.time_ns() / 1e6
        try:
            async with asyncio.timeout((until_ns - time.time_ns()) / 1e9):
                await _receive(socket, tags, rows)
        except TimeoutError:
            pass
        except ConnectionClosed:
            closed_early = True
    rows = [row for row in rows if row[1] >= subscribed_ms]
    table = np.array(rows, np.float64).reshape(-1, 4)
    received_ns = np.array([row[0] for row in rows], np.int64)
    oldest_ns, scanned_ns = (np.rint(table[:, column] * 1e6).astype(np.int64) for column in (1, 2))
    return Arrivals(received_ns, oldest_ns, scanned_ns, table[:, 3].astype(np.int64), closed_early)


async def _receive(socket: ClientConnection, tags: int, rows: list[tuple[int, float, float, int]]) -> None:
    while True:
        message = await socket.recv()
        received_ns = time.time_ns()
        if isinstance(message, bytes):
            scan_time_ms, tag_indices, _, times_ms, _ = decode_frame(message)
            own = times_ms[tag_indices < tags]
            if len(own):
                rows.append((received_ns, float(own.min()), scan_time_ms, len(own)))
