"""The stream's WebSocket: one task sends what is queued, one listens for subscriptions."""

import asyncio
import contextlib

import msgspec
from starlette.websockets import WebSocket, WebSocketDisconnect

from wakeful.server.web.door import Door
from wakeful.server.web.reply import Refused, reply
from wakeful.server.web.sessions import Session
from wakeful.server.web.stream import SERVER_STOPS, SESSION_ENDED, TOO_SLOW, Client
from wakeful.server.wire import ErrorBody, Subscribe

CONSOLES_MAX = 100
MESSAGE_BYTES_MAX = 65_536
CLOSE_S_MAX = 1.0
UNSUPPORTED = 1003
POLICY = 1008

_decoder = msgspec.json.Decoder(Subscribe)


class StreamRoute:
    """Handler of ``/api/stream``."""

    def __init__(self, door: Door) -> None:
        self._door = door

    async def serve(self, socket: WebSocket) -> None:
        """Serve one console until it leaves, is too slow, its session ends or the server stops."""
        try:
            session = self._door.session(socket)
            if len(self._door.stream.clients) >= CONSOLES_MAX:
                raise Refused(503, f"{CONSOLES_MAX} consoles are connected already; close one first.")
        except Refused as refused:
            await socket.send_denial_response(reply(ErrorBody(refused.error), refused.status))
            return
        await socket.accept()
        client = self._door.stream.connect(session.id)
        tasks = {
            asyncio.create_task(self._listen(socket, client)),
            asyncio.create_task(self._send(socket, client, session)),
            # A console that reads nothing blocks the sender; being closed ends the wait all the same.
            asyncio.create_task(client.closed.wait()),
        }
        try:
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        finally:
            self._door.stream.disconnect(client)
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
        await self._close(socket, client)

    async def _listen(self, socket: WebSocket, client: Client) -> None:
        """Take subscriptions until the console leaves or says something that is not one."""
        try:
            while True:
                text = await socket.receive_text()
                subscription = _decoder.decode(text)
                self._door.stream.subscribe(client, subscription.systems)
        except (msgspec.DecodeError, ValueError):
            client.close(POLICY)
        except KeyError:  # a binary message, which has no text
            client.close(UNSUPPORTED)
        except WebSocketDisconnect:
            client.close(1000)

    async def _send(self, socket: WebSocket, client: Client, session: Session) -> None:
        """Send what is queued; waiting for the console to take it holds up nobody else."""
        with contextlib.suppress(WebSocketDisconnect):
            while (message := await client.next()) is not None:
                if not self._door.sessions.present(session):
                    client.close(SESSION_ENDED)
                elif isinstance(message, str):
                    await socket.send_text(message)
                else:
                    await socket.send_bytes(message)

    async def _close(self, socket: WebSocket, client: Client) -> None:
        """Say why, if the console still listens; hang up in any case."""
        code = client.closed_with or SERVER_STOPS
        with contextlib.suppress(TimeoutError, RuntimeError, WebSocketDisconnect):
            await asyncio.wait_for(socket.close(code), CLOSE_S_MAX)
        abort = socket.scope.get("extensions", {}).get("wakeful.abort")
        if abort is not None and code == TOO_SLOW:
            abort()
