"""Acts on alarms: a list of them, each bound to what its sender saw and judged alone.

What a person may do to an alarm is decided by the scan, and a refusal is journaled. Refused here, with 422
and unjournaled, is only what is no act at all: an unknown verb, an alarm that does not exist, a number that
no alarm can have.
"""

from collections.abc import Callable, Sequence
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from wakeful.server.web.command_entry import carry_out, check_texts, new_id
from wakeful.server.web.door import Door
from wakeful.server.web.reply import Refused, read_body
from wakeful.server.web.sessions import Session
from wakeful.server.wire import AcknowledgeItem, AcknowledgeRequest, AlarmCommandRequest
from wakeful.terms.command import (
    Acknowledge,
    AlarmCommand,
    RemoveFromService,
    Reset,
    ReturnToService,
    Shelve,
    Silence,
    Unshelve,
)

ITEMS_MAX = 500
SHELVE_MS_MAX = 366 * 86_400_000
"""Beyond this a duration is a mistake in writing; what is too long for an alarm the scan decides."""
WITH_REASON = ("shelve", "remove_from_service")

VERBS: dict[str, Callable[..., AlarmCommand]] = {
    "reset": Reset,
    "silence": Silence,
    "shelve": Shelve,
    "unshelve": Unshelve,
    "remove_from_service": RemoveFromService,
    "return_to_service": ReturnToService,
}


class AlarmCommandRoutes:
    """Handlers of acts on alarms."""

    def __init__(self, door: Door) -> None:
        self._door = door

    async def acknowledge(self, request: Request) -> Response:
        """Acknowledge the alarms of a list."""
        session = self._door.session(request)
        body = await read_body(request, AcknowledgeRequest)
        return await self._on_each(session, body.items, Acknowledge, {})

    async def alarm_command(self, request: Request) -> Response:
        """Do one other thing to the alarms of a list."""
        session = self._door.session(request)
        body = await read_body(request, AlarmCommandRequest)
        make = VERBS.get(body.verb)
        if make is None:
            raise Refused(422, f"The verb is one of {', '.join(VERBS)}; not {body.verb[:40]!r}.")
        return await self._on_each(session, body.items, make, _details(body))

    async def _on_each(
        self,
        session: Session,
        items: Sequence[AcknowledgeItem],
        make: Callable[..., AlarmCommand],
        details: dict[str, Any],
    ) -> Response:
        if not 1 <= len(items) <= ITEMS_MAX:
            raise Refused(422, f"An act is on 1 to {ITEMS_MAX} alarms at once, not {len(items)}.")
        commands = [self._command(session, item, make, details) for item in items]
        return await carry_out(self._door.inbox, commands)

    def _command(
        self,
        session: Session,
        item: AcknowledgeItem,
        make: Callable[..., AlarmCommand],
        details: dict[str, Any],
    ) -> AlarmCommand:
        alarms = self._door.plan.site.alarms
        if not 0 <= item.alarm < len(alarms):
            raise Refused(422, f"There is no alarm {item.alarm}; the site has {len(alarms)}, counted from 0.")
        if not (0 <= item.occurrence < 2**63 and 0 <= item.revision < 2**63):
            raise Refused(422, "occurrence and revision are whole numbers from 0.")
        return make(
            id=new_id(),
            actor=session.actor,
            at_ns=self._door.now_ns(),
            alarm=alarms[item.alarm].name,
            occurrence=item.occurrence,
            revision=item.revision,
            **details,
        )


def _details(body: AlarmCommandRequest) -> dict[str, Any]:
    """What the verb needs beside the alarm. Raises Refused 422 for what does not belong to it."""
    check_texts(body.reason)
    details: dict[str, Any] = {}
    if body.verb in WITH_REASON:
        details["reason"] = body.reason
    elif body.reason:
        raise Refused(422, f"A reason is given to {' and to '.join(WITH_REASON)}, not to {body.verb}.")
    if body.verb == "shelve":
        if not 1 <= body.duration_ms <= SHELVE_MS_MAX:
            raise Refused(422, f"duration_ms is a whole number from 1 to {SHELVE_MS_MAX}.")
        details["duration_ms"] = body.duration_ms
        details["one_shot"] = body.one_shot
    elif body.duration_ms or body.one_shot:
        raise Refused(422, f"duration_ms and one_shot belong to shelve, not to {body.verb}.")
    return details
