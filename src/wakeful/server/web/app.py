"""The web application: which path goes where, behind the guard."""

from collections.abc import Iterable
from pathlib import Path

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route, WebSocketRoute
from starlette.types import ASGIApp

from wakeful.server.web.alarm_command_routes import AlarmCommandRoutes
from wakeful.server.web.alarm_room_routes import AlarmRoomRoutes
from wakeful.server.web.command_routes import CommandRoutes
from wakeful.server.web.console_files import ConsoleFiles
from wakeful.server.web.door import Door
from wakeful.server.web.guard import Guard
from wakeful.server.web.reading_routes import ReadingRoutes
from wakeful.server.web.reply import Refused, reply, reply_refused
from wakeful.server.web.session_routes import SessionRoutes
from wakeful.server.web.stream_route import StreamRoute
from wakeful.server.wire import ErrorBody


def build_app(door: Door, console: Path | None, names: Iterable[str] = ()) -> ASGIApp:
    """The application of one server.

    Parameters
    ----------
    console : folder of the built console; None to serve the API alone.
    names : host names under which the server may be reached beside its addresses.
    """
    sessions, commands, reading = SessionRoutes(door), CommandRoutes(door), ReadingRoutes(door)
    on_alarms, room = AlarmCommandRoutes(door), AlarmRoomRoutes(door)
    app = Starlette(
        routes=[
            Route("/sign-in", sessions.sign_in, methods=["GET"]),
            Route("/api/sign-out", sessions.sign_out, methods=["POST"]),
            Route("/api/link", sessions.link, methods=["POST"]),
            Route("/api/console-state", sessions.console_state, methods=["POST"]),
            Route("/api/site", reading.site, methods=["GET"]),
            Route("/api/alarms", reading.alarms, methods=["GET"]),
            Route("/api/history", reading.history, methods=["GET"]),
            Route("/api/journal", reading.journal, methods=["GET"]),
            Route("/api/health", reading.health, methods=["GET"]),
            Route("/api/acknowledge", on_alarms.acknowledge, methods=["POST"]),
            Route("/api/alarm-command", on_alarms.alarm_command, methods=["POST"]),
            Route("/api/mode", commands.mode, methods=["POST"]),
            Route("/api/operate", commands.operate, methods=["POST"]),
            Route("/api/disturb", commands.disturb, methods=["POST"]),
            Route("/api/alarm-sheet", room.sheet, methods=["GET"]),
            Route("/api/alarm-figures", room.figures, methods=["GET"]),
            Route("/api/alarm-worklist", room.worklist, methods=["GET"]),
            Route("/api/alarm-advice", room.advice, methods=["GET"]),
            Route("/api/rationalisation", room.rationalisation, methods=["GET"]),
            WebSocketRoute("/api/stream", StreamRoute(door).serve),
            Route("/{path:path}", ConsoleFiles(console).answer, methods=["GET"]),
        ],
        exception_handlers={Refused: reply_refused, HTTPException: _reply_http, Exception: _reply_bug},
    )
    return Guard(app, names)


async def _reply_http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    text = f"{request.method} {request.url.path}: {error.detail}."
    return reply(ErrorBody(text), error.status_code)


async def _reply_bug(request: Request, error: Exception) -> Response:
    return reply(ErrorBody("The server has a fault here; its output says which. The scan goes on."), 500)
