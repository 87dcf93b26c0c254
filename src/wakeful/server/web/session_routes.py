"""Signing in and out, asking for a further link, and what a console says of its sound."""

import asyncio
import hmac

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from wakeful.server.web.door import Door
from wakeful.server.web.reply import Refused, read_body, read_query, reply
from wakeful.server.web.sessions import Session
from wakeful.server.wire import ConsoleStateRequest, LinkBody, LinkRequest
from wakeful.terms.command import Actor
from wakeful.terms.effect import SessionChanged
from wakeful.terms.errors import CommandError, StorageError

SOUNDS = ("on", "muted", "blocked")
HEARD = "heard"
HEARD_EVENT = "heard_every_sound"
ANSWER_S_MAX = 10.0


class SessionRoutes:
    """Handlers around sessions."""

    def __init__(self, door: Door) -> None:
        self._door = door

    async def sign_in(self, request: Request) -> Response:
        """Redeem a one-time key: set the cookie and go to the console.

        A prefetch or a HEAD, by a browser or a message preview, must not use up the link.
        """
        if request.method == "HEAD" or "prefetch" in request.headers.get("sec-purpose", ""):
            raise Refused(403, "Open the link itself; looking ahead does not use it up.")
        try:
            redeemed = self._door.sessions.redeem(read_query(request, str, "key"))
        except CommandError as error:
            raise Refused(503, str(error)) from error
        if redeemed is None:
            raise Refused(403, "This sign-in link was used or has expired; `wakeful link` prints a new one.")
        token, session = redeemed
        self._journal(session.actor, "signed_in")
        answer = RedirectResponse("/", 303, {"Cache-Control": "no-store"})
        secure = request.url.scheme == "https"
        answer.set_cookie(self._door.cookie, token, httponly=True, samesite="strict", secure=secure, path="/")
        return answer

    async def sign_out(self, request: Request) -> Response:
        """End the session and its streams."""
        session = self._door.session(request)
        self._door.sessions.sign_out(session)
        self._door.stream.close_session(session.id)
        self._journal(session.actor, "signed_out")
        answer = Response(None, 204, {"Cache-Control": "no-store"})
        answer.delete_cookie(self._door.cookie, httponly=True, samesite="strict", path="/")
        return answer

    async def link(self, request: Request) -> Response:
        """A further sign-in link, for whoever can read the data folder's secret."""
        given = request.headers.get("authorization", "").removeprefix("Bearer ")
        if not hmac.compare_digest(given.encode(), self._door.secret.encode()):
            raise Refused(401, "The data folder's secret is needed: ask with `wakeful link`.")
        body = await read_body(request, LinkRequest)
        try:
            key, expires_at_ns = self._door.sessions.offer(body.name, body.role)
        except CommandError as error:
            raise Refused(422, str(error)) from error
        return reply(LinkBody(f"{self._door.address}/sign-in?key={key}", expires_at_ns / 1e6))

    async def console_state(self, request: Request) -> Response:
        """Note whether a console can be heard, or journal that its person confirms to hear every sound."""
        session = self._door.session(request)
        body = await read_body(request, ConsoleStateRequest)
        if body.sound not in (*SOUNDS, HEARD):
            raise Refused(422, f"sound is one of {', '.join((*SOUNDS, HEARD))}.")
        session.address = request.client.host if request.client else ""
        if body.sound == HEARD:
            await self._confirm_heard(session)
        else:
            session.sound = body.sound
        return Response(None, 204)

    async def _confirm_heard(self, session: Session) -> None:
        """Shown to nobody before it is in the journal."""
        now_ns = self._door.now_ns()
        event = f"{HEARD_EVENT}: console {session.console}"
        try:
            journaled = self._door.inbox.confirm(
                SessionChanged(at_ns=now_ns, actor=session.actor, event=event)
            )
            await asyncio.wait_for(asyncio.wrap_future(journaled), ANSWER_S_MAX)
        except (CommandError, StorageError) as error:
            raise Refused(503, str(error)) from error
        except TimeoutError:
            raise Refused(
                503, f"No answer from the scan within {ANSWER_S_MAX:.0f} s; confirm again."
            ) from None
        self._door.sessions.heard(session, now_ns)

    def _journal(self, actor: Actor, event: str) -> None:
        try:
            self._door.inbox.report(SessionChanged(at_ns=self._door.now_ns(), actor=actor, event=event))
        except CommandError as error:
            raise Refused(503, str(error)) from error
