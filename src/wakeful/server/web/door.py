"""What the routes have to hand: the site, the board, the inbox, what is at rest, and who is signed in."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

from starlette.requests import HTTPConnection

from wakeful.engine.plan import Plan
from wakeful.historian import Historian
from wakeful.journal import Journal
from wakeful.server.alarm_room.advisor_warm_up import AdvisorWarmUp
from wakeful.server.alarm_room.alarm_load import AlarmLoad
from wakeful.server.scanning.board import Board
from wakeful.server.scanning.inbox import Inbox
from wakeful.server.scanning.vital_signs import VitalSigns
from wakeful.server.web.reply import Refused
from wakeful.server.web.sessions import Session, Sessions
from wakeful.server.web.stream import Stream
from wakeful.server.wire import RationalisationBody

Result = TypeVar("Result")
READS_AT_ONCE = 4
READS_WAITING_MAX = 32


@dataclass
class Door:
    """One server's side of the web.

    ``source_states`` gives each source's state in words; ``address`` is where browsers find the server;
    ``rationalisation`` reads the master anew.
    """

    plan: Plan
    configuration_sha256: str
    version: str
    address: str
    cookie: str
    secret: str
    board: Board
    inbox: Inbox
    vital_signs: VitalSigns
    journal: Journal
    historian: Historian
    load: AlarmLoad
    advisor: AdvisorWarmUp
    rationalisation: Callable[[], RationalisationBody]
    sessions: Sessions
    stream: Stream
    source_states: Callable[[], dict[str, str]]
    now_ns: Callable[[], int]
    reads: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(READS_AT_ONCE))
    reads_waiting: int = 0

    def session(self, connection: HTTPConnection) -> Session:
        """Whose request this is. Raises Refused 401 without a live session."""
        session = self.sessions.find(connection.cookies.get(self.cookie))
        if session is None:
            raise Refused(
                401, "Sign in first: open a sign-in link, printed at the start or by `wakeful link`."
            )
        return session

    async def read(self, work: Callable[[], Result]) -> Result:
        """Read what is at rest in another thread, few at once. Raises Refused 503 when too many wait."""
        if self.reads_waiting >= READS_WAITING_MAX:
            raise Refused(503, "Too many history and journal reads wait; try again in a moment.")
        self.reads_waiting += 1
        try:
            async with self.reads:
                return await asyncio.to_thread(work)
        finally:
            self.reads_waiting -= 1
