"""The stream: what is new on the board, encoded once, to every console at its own pace.

Each client has a bounded queue. One that cannot keep up is dropped with close code ``TOO_SLOW`` and may
connect again, which brings it the whole picture; it never holds up another client or the scan.
"""

import asyncio
import contextlib
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial

import msgspec
import numpy as np

from wakeful.server.frame import encode_frames
from wakeful.server.scanning.board import Board, Posting, Samples
from wakeful.server.wire import (
    AlarmBody,
    AlarmsChanged,
    ConfigurationChanged,
    PositionsChanged,
    StreamMessage,
    SummariesChanged,
)
from wakeful.terms.site import Site

MESSAGES_MAX = 512
BYTES_MAX = 32_000_000
ALARMS_AT_ONCE = 5_000
"""Alarms in one message (about 2.5 MB), so that no other client waits while many are encoded."""
TOO_SLOW = 4008
SESSION_ENDED = 4001
SERVER_STOPS = 1012

Message = str | bytes
Later = Callable[[], Message]
"""A message that is made when its turn comes: a picture of very many alarms waits as what it is made of."""


@dataclass(eq=False, slots=True)
class Client:
    """One console's queue. ``closed_with`` is set once no more will be put in."""

    session: str
    messages: deque[Message | Later] = field(default_factory=deque)
    bytes_waiting: int = 0
    systems: frozenset[str] = frozenset()
    closed_with: int | None = None
    ready: asyncio.Event = field(default_factory=asyncio.Event)
    closed: asyncio.Event = field(default_factory=asyncio.Event)

    def put(self, messages: Iterable[Message]) -> None:
        """Queue messages, or mark the client as too slow when they do not fit."""
        for message in messages:
            if self.closed_with is not None:
                return
            if len(self.messages) >= MESSAGES_MAX or self.bytes_waiting + len(message) > BYTES_MAX:
                self.close(TOO_SLOW)
                return
            self.messages.append(message)
            self.bytes_waiting += len(message)
            self.ready.set()

    def put_first(self, picture: Iterable[Message | Later]) -> None:
        """Queue the whole picture with which a connection begins; it always fits, the site bounds it."""
        self.messages.extend(picture)
        self.bytes_waiting += sum(len(message) for message in self.messages if not callable(message))
        self.ready.set()

    def close(self, code: int) -> None:
        """Let nothing more in or out; the sender closes the socket with this code."""
        self.closed_with = self.closed_with or code
        self.messages.clear()
        self.bytes_waiting = 0
        self.ready.set()
        self.closed.set()

    async def next(self) -> Message | None:
        """The next message to send; None once the client is to be closed."""
        while not self.messages:
            if self.closed_with is not None:
                return None
            self.ready.clear()
            await self.ready.wait()
        message = self.messages.popleft()
        if callable(message):
            return message()
        self.bytes_waiting -= len(message)
        return message


class Stream:
    """Carries postings from the board to the clients. Lives in the event loop.

    Parameters
    ----------
    site : for the systems of the tags and which tags are overview figures.
    configuration_sha256 : sent first on every connection.
    """

    def __init__(self, site: Site, configuration_sha256: str, board: Board) -> None:
        self._board = board
        self._configuration = configuration_sha256
        self.systems = tuple(system.id for system in site.systems)
        self._positions = {system: index for index, system in enumerate(self.systems)}
        self._system_of_tag = np.array([self._positions[tag.system] for tag in site.tags], np.int16)
        self._overview = np.array([tag.overview for tag in site.tags], np.bool_)
        self._posted = asyncio.Event()
        self.clients: set[Client] = set()
        self.loop: asyncio.AbstractEventLoop

    async def run(self) -> None:
        """Hand on every posting until cancelled."""
        self.loop = asyncio.get_running_loop()

        def posted() -> None:
            # While the loop is closing down nobody is left to be told.
            with contextlib.suppress(RuntimeError):
                self.loop.call_soon_threadsafe(self._posted.set)

        self._board.on_post(posted)
        while True:
            await self._posted.wait()
            self._posted.clear()
            self._hand_on(self._board.take())

    def connect(self, session: str) -> Client:
        """A new client with the whole picture already in its queue."""
        client = Client(session)
        client.put_first(
            [
                _text(ConfigurationChanged(configuration_sha256=self._configuration)),
                *_picture(self._board.scan_time_ns, self._board.alarms()),
                _text(SummariesChanged(summaries=self._board.summaries())),
                _text(PositionsChanged(positions=self._board.positions())),
                *self._frames(self._board.samples(np.flatnonzero(self._overview))),
            ]
        )
        self.clients.add(client)
        return client

    def subscribe(self, client: Client, systems: Sequence[str]) -> None:
        """Replace a client's systems and send it the current samples of the new ones.

        Raises ValueError for a system that the site does not have.
        """
        wanted = frozenset(systems)
        unknown = wanted.difference(self.systems)
        if unknown:
            raise ValueError(f"the site has no system {min(unknown)!r}")
        fresh = [self._positions[system] for system in wanted - client.systems]
        client.systems = wanted
        mask = np.isin(self._system_of_tag, fresh) & ~self._overview
        client.put(self._frames(self._board.samples(np.flatnonzero(mask))))

    def disconnect(self, client: Client) -> None:
        """Forget a client."""
        self.clients.discard(client)

    def close_session(self, session: str) -> None:
        """Close every stream of a session that has ended."""
        for client in self.clients:
            if client.session == session:
                client.close(SESSION_ENDED)

    def close_all(self, code: int) -> None:
        """Close every stream, as when the server stops."""
        for client in self.clients:
            client.close(code)

    def _hand_on(self, posting: Posting) -> None:
        for_all: list[Message] = [
            _text(AlarmsChanged(server_time_ms=posting.scan_time_ns / 1e6, full=False, alarms=part))
            for part in _parts(posting.alarms)
        ]
        if posting.summaries:
            for_all.append(_text(SummariesChanged(summaries=posting.summaries)))
        if posting.positions:
            for_all.append(_text(PositionsChanged(positions=posting.positions)))
        overview = self._overview[posting.samples.tag_indices]
        for_all.extend(self._frames(posting.samples.select(overview)))
        if posting.heartbeat is not None:
            for_all.append(_text(posting.heartbeat))
        by_system = self._frames_by_system(posting.samples.select(~overview))
        for client in self.clients:
            client.put(for_all)
            for system in client.systems & by_system.keys():
                client.put(by_system[system])

    def _frames_by_system(self, samples: Samples) -> dict[str, list[bytes]]:
        """One encoding for each system that is both new and watched by somebody."""
        watched = frozenset[str]().union(*(client.systems for client in self.clients))
        system_of_sample = self._system_of_tag[samples.tag_indices]
        frames = {}
        for system in watched:
            own = np.flatnonzero(system_of_sample == self._positions[system])
            if len(own):
                frames[system] = self._frames(samples.select(own))
        return frames

    def _frames(self, samples: Samples) -> list[bytes]:
        return encode_frames(
            self._board.scan_time_ns, samples.tag_indices, samples.values, samples.times_ns, samples.quality
        )


def _picture(scan_time_ns: int, alarms: tuple[AlarmBody, ...]) -> Iterator[Later]:
    """Every alarm: the first part replaces what the console had, the others add to it."""
    parts = list(_parts(alarms)) or [()]
    for number, part in enumerate(parts):
        message = AlarmsChanged(server_time_ms=scan_time_ns / 1e6, full=number == 0, alarms=part)
        yield partial(_text, message)


def _parts(alarms: tuple[AlarmBody, ...]) -> Iterator[tuple[AlarmBody, ...]]:
    for start in range(0, len(alarms), ALARMS_AT_ONCE):
        yield alarms[start : start + ALARMS_AT_ONCE]


def _text(message: StreamMessage) -> str:
    return msgspec.json.encode(message).decode()
