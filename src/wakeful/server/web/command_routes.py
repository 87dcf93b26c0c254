"""Commands from consoles: identity from the session, then into the inbox, then what became of each."""

import asyncio
import math
import secrets
from collections.abc import Sequence

from starlette.requests import Request
from starlette.responses import Response

from wakeful.server.web.door import Door
from wakeful.server.web.reply import Refused, read_body, reply
from wakeful.server.web.sessions import Session
from wakeful.server.wire import (
    AcknowledgeItem,
    AcknowledgeRequest,
    CommandResult,
    CommandResults,
    DisturbRequest,
    OperateRequest,
)
from wakeful.terms.command import Acknowledge, Command, Disturb, Operate
from wakeful.terms.errors import CommandError, StorageError

ITEMS_MAX = 500
TEXT_CHARACTERS_MAX = 500
ANSWER_S_MAX = 10.0


class CommandRoutes:
    """Handlers that hand commands in and wait for their results."""

    def __init__(self, door: Door) -> None:
        self._door = door

    async def acknowledge(self, request: Request) -> Response:
        """Acknowledge the alarms of a list, each judged alone."""
        session = self._door.session(request)
        body = await read_body(request, AcknowledgeRequest)
        if not 1 <= len(body.items) <= ITEMS_MAX:
            raise Refused(422, f"Acknowledge 1 to {ITEMS_MAX} alarms at once, not {len(body.items)}.")
        return await self._carry_out([self._acknowledgement(session, item) for item in body.items])

    async def operate(self, request: Request) -> Response:
        """Set one control of one piece of equipment."""
        session = self._door.session(request)
        body = await read_body(request, OperateRequest)
        _check_texts(body.equipment, body.control, body.reason)
        _check_number("value", body.value)
        return await self._carry_out(
            [
                Operate(
                    id=secrets.token_hex(16),
                    actor=session.actor,
                    at_ns=self._door.now_ns(),
                    equipment=body.equipment,
                    control=body.control,
                    value=body.value,
                    reason=body.reason,
                )
            ]
        )

    async def disturb(self, request: Request) -> Response:
        """Begin or end a simulated fault."""
        session = self._door.session(request)
        body = await read_body(request, DisturbRequest)
        _check_texts(body.source, body.fault, body.target)
        _check_number("severity", body.severity)
        return await self._carry_out(
            [
                Disturb(
                    id=secrets.token_hex(16),
                    actor=session.actor,
                    at_ns=self._door.now_ns(),
                    source=body.source,
                    fault=body.fault,
                    target=body.target,
                    severity=body.severity,
                    active=body.active,
                )
            ]
        )

    def _acknowledgement(self, session: Session, item: AcknowledgeItem) -> Acknowledge:
        alarms = self._door.plan.site.alarms
        if not 0 <= item.alarm < len(alarms):
            raise Refused(422, f"There is no alarm {item.alarm}; the site has {len(alarms)}, counted from 0.")
        if not (0 <= item.occurrence < 2**63 and 0 <= item.revision < 2**63):
            raise Refused(422, "occurrence and revision are whole numbers from 0.")
        return Acknowledge(
            id=secrets.token_hex(16),
            actor=session.actor,
            at_ns=self._door.now_ns(),
            alarm=alarms[item.alarm].name,
            occurrence=item.occurrence,
            revision=item.revision,
        )

    async def _carry_out(self, commands: Sequence[Command]) -> Response:
        """Hand commands in and wait until each was judged and journaled, and its source has answered."""
        try:
            answers = self._door.inbox.submit(commands)
            results: list[CommandResult] = await asyncio.wait_for(
                asyncio.gather(*(asyncio.wrap_future(answer) for answer in answers)), ANSWER_S_MAX
            )
        except (CommandError, StorageError) as error:
            raise Refused(503, str(error)) from error
        except TimeoutError:
            raise Refused(
                503,
                f"No answer from the scan within {ANSWER_S_MAX:.0f} s; look at the alarm list.",
            ) from None
        return reply(CommandResults(tuple(results)))


def _check_texts(*texts: str) -> None:
    for text in texts:
        if len(text) > TEXT_CHARACTERS_MAX:
            raise Refused(422, f"A text has at most {TEXT_CHARACTERS_MAX} characters.")
        if any("\ud800" <= character <= "\udfff" for character in text):
            raise Refused(422, "A text holds half a surrogate pair, which is not a character.")


def _check_number(name: str, number: float) -> None:
    if not math.isfinite(number):
        raise Refused(422, f"{name} must be a finite number.")
