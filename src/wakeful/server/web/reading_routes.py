"""What consoles ask for once or now and then: site, alarms, history, journal, health."""

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from wakeful.server.health_body import ConsoleSoundBody
from wakeful.server.web.door import Door
from wakeful.server.web.history_page import BUCKETS_MAX, read_history
from wakeful.server.web.instant import read_optional_period, read_period
from wakeful.server.web.journal_filter import KINDS, JournalFilter, Question
from wakeful.server.web.journal_page import LIMIT_MAX, read_page
from wakeful.server.web.reply import Refused, read_query, reply
from wakeful.server.web.sessions import Session
from wakeful.server.web.site_body import SiteText
from wakeful.server.wire import AlarmsBody, HealthBody
from wakeful.terms.errors import DataError, StorageError

TEXT_CHARACTERS_MAX = 100


class ReadingRoutes:
    """Handlers that change nothing."""

    def __init__(self, door: Door) -> None:
        self._door = door
        self._text = SiteText(door.plan.site)
        self._systems = frozenset(system.id for system in door.plan.site.systems)

    async def site(self, request: Request) -> Response:
        """Everything about the site that does not move."""
        door, session = self._door, self._door.session(request)
        start_ns = await door.read(door.historian.first_time_ns)
        front = {
            "name": door.plan.site.name,
            "version": door.version,
            "configuration_sha256": door.configuration_sha256,
            "user": session.actor.name,
            "role": session.actor.role,
            "server_time_ms": door.now_ns() / 1e6,
            "history_start_ms": None if start_ns is None else start_ns / 1e6,
            "shelve_ms_max": door.plan.site.philosophy.shelve_ms_max,
        }
        return StreamingResponse(
            self._text.for_session(front),
            headers={"Cache-Control": "no-store"},
            media_type="application/json",
        )

    async def alarms(self, request: Request) -> Response:
        """Every alarm that is not at rest, as far as it is durable."""
        self._door.session(request)
        board = self._door.board
        return reply(AlarmsBody(server_time_ms=self._door.now_ns() / 1e6, alarms=board.alarms()))

    async def history(self, request: Request) -> Response:
        """History of one tag."""
        self._door.session(request)
        name = read_query(request, str, "tag")
        if name not in self._door.plan.tag_index:
            raise Refused(404, f"The site has no tag {name!r}.")
        from_ns, to_ns = read_period(request)
        buckets = read_query(request, int, "buckets", 1_000)
        if not 1 <= buckets <= BUCKETS_MAX:
            raise Refused(422, f"buckets is 1 to {BUCKETS_MAX}.")
        historian = self._door.historian
        try:
            return reply(
                await self._door.read(lambda: read_history(historian, name, from_ns, to_ns, buckets))
            )
        except (StorageError, DataError) as error:
            raise Refused(503, f"History cannot be read: {error}") from error

    async def journal(self, request: Request) -> Response:
        """A page of the journal, newest first."""
        self._door.session(request)
        before = read_query(request, int, "before_sequence", -1)
        limit = read_query(request, int, "limit", 100)
        if not 1 <= limit <= LIMIT_MAX:
            raise Refused(422, f"limit is 1 to {LIMIT_MAX}.")
        if before < -1 or before >= 2**63:
            raise Refused(422, "before_sequence is a whole number from 0.")
        asked = self._question(request)
        wanted = JournalFilter(self._door.plan, asked)
        journal = self._door.journal
        try:
            return reply(
                await self._door.read(
                    lambda: read_page(
                        journal, wanted, None if before < 0 else before, limit, asked.from_ns, asked.to_ns
                    )
                )
            )
        except (StorageError, DataError) as error:
            raise Refused(503, f"The journal cannot be read: {error}") from error

    def _question(self, request: Request) -> Question:
        """What of the journal is asked for. Raises Refused 404 for unknown names, 422 for what is wrong."""
        alarm, tag, system, text, kinds = (
            read_query(request, str, name, "") for name in ("alarm", "tag", "system", "text", "kinds")
        )
        priority = read_query(request, int, "priority", 0)
        for kind, name, known in (
            ("alarm", alarm, self._door.plan.alarm_index),
            ("tag", tag, self._door.plan.tag_index),
            ("system", system, self._systems),
        ):
            if name and name not in known:
                raise Refused(404, f"The site has no {kind} {name!r}.")
        wanted_kinds = frozenset(filter(None, kinds.split(",")))
        for kind in sorted(wanted_kinds - KINDS):
            raise Refused(422, f"kinds has {kind[:40]!r}; it is a list of: {', '.join(sorted(KINDS))}.")
        if not 0 <= priority <= 4:
            raise Refused(422, "priority is 1 to 4, or left out for all.")
        if len(text) > TEXT_CHARACTERS_MAX:
            raise Refused(422, f"text has at most {TEXT_CHARACTERS_MAX} characters.")
        from_ns, to_ns = read_optional_period(request)
        return Question(alarm, tag, system, from_ns, to_ns, text, wanted_kinds, priority)

    async def health(self, request: Request) -> Response:
        """Whether the server does its work, and which consoles can be heard."""
        session = self._door.session(request)
        signs = self._door.vital_signs
        return reply(
            HealthBody(
                server_time_ms=self._door.now_ns() / 1e6,
                scan_sequence=signs.scan_sequence,
                last_scan_ms=signs.last_pass_ns / 1e6,
                scan_duration_ms=signs.last_duration_ms,
                scans_late=signs.scans_late,
                journal_records=signs.journal_records,
                journal_error=signs.journal_error,
                historian_error=signs.history_error,
                sources=self._door.source_states(),
                consoles=len(self._door.stream.clients),
                sounds=self._sounds(session),
            )
        )

    def _sounds(self, asking: Session) -> tuple[ConsoleSoundBody, ...]:
        """Consoles that are connected, and others at which a sound check was confirmed; one's own first."""
        connected = {client.session for client in self._door.stream.clients}
        found = [
            ConsoleSoundBody(
                console=session.console,
                user=session.actor.name,
                here=session is asking,
                connected=session.id in connected,
                sound=session.sound,
                heard_ms=session.heard_at_ns / 1e6 if session.heard_at_ns else None,
            )
            for session in self._door.sessions.all()
            if session.id in connected or session.heard_at_ns
        ]
        return tuple(sorted(found, key=lambda body: (not body.here, not body.connected, body.user)))
