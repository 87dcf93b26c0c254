"""What the alarm room is asked: sheets, figures, worklist, advice and rationalisation. Changes nothing."""

import asyncio
from collections.abc import Callable, Hashable
from functools import cached_property

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from wakeful.alarms.advisor.site_advisor import SiteAdvisor
from wakeful.server.alarm_room import alarm_advice, alarm_figures
from wakeful.server.alarm_room.alarm_advice import NoAdvice, advise_from_history
from wakeful.server.alarm_room.alarm_figures import figures_body, worklist_body
from wakeful.server.alarm_room.alarm_load import NotReadYet
from wakeful.server.alarm_room.alarm_sheet import AlarmSheets, count_annunciations
from wakeful.server.alarm_room.computing import Computing, TooBusy
from wakeful.server.rationalisation.missing import missing_of
from wakeful.server.web.door import Door
from wakeful.server.web.instant import read_period
from wakeful.server.web.reply import Refused, read_query, reply, reply_encoded
from wakeful.server.wire import AlarmBody
from wakeful.terms.errors import CommandError, ConfigurationError, DataError, StorageError

FIGURES_AT_ONCE = 8
ANSWER_S_MAX = 10.0
BEING_PREPARED = (
    "The advisor is being prepared, which takes some seconds after a start and longer after the first one; "
    "ask again in a moment."
)


class AlarmRoomRoutes:
    """Handlers that compute in threads and answer when it is done."""

    def __init__(self, door: Door) -> None:
        self._door = door
        self._site = door.plan.site
        self._sheets = AlarmSheets(door.plan)
        self._figures = Computing(FIGURES_AT_ONCE)
        self._advice = Computing(1)

    async def sheet(self, request: Request) -> Response:
        """The response sheet of one alarm, by its place in the site."""
        self._door.session(request)
        alarm = self._alarm(request)
        state = await self._state(alarm)
        load, now_ns = self._door.load, self._door.now_ns()

        def counts() -> tuple[int, int] | None:
            try:
                return count_annunciations(load.rows(), self._site.alarms[alarm].name, now_ns)
            except (NotReadYet, StorageError, DataError):
                # What to do about an alarm must be there also when its past cannot be counted.
                return None

        missing = missing_of(self._site.alarms[alarm])
        return reply(self._sheets.sheet(state, await self._door.read(counts), missing))

    async def figures(self, request: Request) -> Response:
        """Figures of a period, of the site and each position."""
        self._door.session(request)
        from_ns, to_ns = read_period(request, alarm_figures.PERIOD_DAYS_MAX)
        site, load, now_ns = self._site, self._door.load, self._door.now_ns()
        return await self._compute(
            self._figures,
            ("figures", from_ns, to_ns),
            lambda: figures_body(load.rows(), site, from_ns, to_ns, now_ns),
        )

    async def worklist(self, request: Request) -> Response:
        """Alarms that made a nuisance of themselves in a period."""
        self._door.session(request)
        from_ns, to_ns = read_period(request, alarm_figures.PERIOD_DAYS_MAX)
        site, load, now_ns = self._site, self._door.load, self._door.now_ns()
        return await self._compute(
            self._figures,
            ("worklist", from_ns, to_ns),
            lambda: worklist_body(load.rows(), site, from_ns, to_ns, now_ns),
        )

    async def advice(self, request: Request) -> Response:
        """What other settings would have made of an alarm's history."""
        self._door.session(request)
        index = self._alarm(request)
        from_ns, to_ns = read_period(request, alarm_advice.PERIOD_DAYS_MAX)
        to_ns = min(to_ns, self._door.now_ns())
        if not from_ns < to_ns:
            raise Refused(422, "The period lies in the future; nothing of it is recorded yet.")
        if not self._door.advisor.over:
            raise Refused(503, BEING_PREPARED)
        alarm = self._site.alarms[index]
        historian, tag = self._door.historian, self._site.tags[self._door.plan.tag_index[alarm.tag]]
        return await self._compute(
            self._advice,
            (index, from_ns, to_ns),
            lambda: advise_from_history(historian, self._advisor, alarm, tag, from_ns, to_ns),
        )

    @cached_property
    def _advisor(self) -> SiteAdvisor:
        """Made by the first who asks, in the thread that computes: it is as large as the site."""
        return SiteAdvisor(self._site)

    async def rationalisation(self, request: Request) -> Response:
        """What alarms lack, what the priority matrix says, and drift from the master."""
        self._door.session(request)
        return await self._compute(self._figures, "rationalisation", self._door.rationalisation)

    async def _compute(
        self, desk: Computing, question: Hashable, work: Callable[[], msgspec.Struct]
    ) -> Response:
        try:
            return reply_encoded(await desk.answer(question, lambda: msgspec.json.encode(work())))
        except TooBusy:
            raise Refused(
                503, "Another computation of this kind is under way; ask again in a moment."
            ) from None
        except NotReadYet as error:
            raise Refused(503, str(error)) from error
        except (StorageError, DataError, ConfigurationError) as error:
            raise Refused(503, f"What it takes cannot be read: {error}") from error
        except NoAdvice as error:
            raise Refused(422, str(error)) from error

    async def _state(self, alarm: int) -> AlarmBody:
        """How the alarm is now: as it is shown, or at rest as the scan says."""
        shown = self._door.board.alarm(alarm)
        if shown is not None:
            return shown
        try:
            return await asyncio.wait_for(asyncio.wrap_future(self._door.inbox.ask(alarm)), ANSWER_S_MAX)
        except (CommandError, StorageError) as error:
            raise Refused(503, str(error)) from error
        except TimeoutError:
            raise Refused(503, f"No answer from the scan within {ANSWER_S_MAX:.0f} s.") from None

    def _alarm(self, request: Request) -> int:
        index: int = read_query(request, int, "alarm")
        count = len(self._site.alarms)
        if not 0 <= index < count:
            raise Refused(404, f"There is no alarm {index}; the site has {count}, counted from 0.")
        return index
