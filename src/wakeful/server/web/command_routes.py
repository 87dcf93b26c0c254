"""Commands to equipment, to simulated sources and to a system's operating mode; identity from the session."""

from starlette.requests import Request
from starlette.responses import Response

from wakeful.server.web.command_entry import carry_out, check_number, check_texts, new_id
from wakeful.server.web.door import Door
from wakeful.server.web.reply import read_body
from wakeful.server.wire import DisturbRequest, OperateRequest, SetModeRequest
from wakeful.terms.command import Disturb, Operate, SetMode


class CommandRoutes:
    """Handlers that hand one command in and wait for what became of it."""

    def __init__(self, door: Door) -> None:
        self._door = door

    async def operate(self, request: Request) -> Response:
        """Set one control of one piece of equipment."""
        session = self._door.session(request)
        body = await read_body(request, OperateRequest)
        check_texts(body.equipment, body.control, body.reason)
        check_number("value", body.value)
        command = Operate(
            id=new_id(),
            actor=session.actor,
            at_ns=self._door.now_ns(),
            equipment=body.equipment,
            control=body.control,
            value=body.value,
            reason=body.reason,
        )
        return await carry_out(self._door.inbox, [command])

    async def disturb(self, request: Request) -> Response:
        """Begin or end a simulated fault."""
        session = self._door.session(request)
        body = await read_body(request, DisturbRequest)
        check_texts(body.source, body.fault, body.target)
        check_number("severity", body.severity)
        command = Disturb(
            id=new_id(),
            actor=session.actor,
            at_ns=self._door.now_ns(),
            source=body.source,
            fault=body.fault,
            target=body.target,
            severity=body.severity,
            active=body.active,
        )
        return await carry_out(self._door.inbox, [command])

    async def mode(self, request: Request) -> Response:
        """Put a system into one of its operating modes."""
        session = self._door.session(request)
        body = await read_body(request, SetModeRequest)
        check_texts(body.system, body.mode, body.reason)
        command = SetMode(
            id=new_id(),
            actor=session.actor,
            at_ns=self._door.now_ns(),
            system=body.system,
            mode=body.mode,
            reason=body.reason,
        )
        return await carry_out(self._door.inbox, [command])
