"""Who is at a console: one-time sign-in links, sessions, their roles and their end.

A link's key and a session's token are 256 random bits; only their SHA-256 is kept, in memory for links,
in ``sessions.json`` (mode 0600) for sessions, so that a restart of the server signs nobody out.
"""

import hashlib
import os
import secrets
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import msgspec

from wakeful.authority.rights import OPERATING_ROLES
from wakeful.terms.command import Actor
from wakeful.terms.errors import CommandError

ROLES = (*OPERATING_ROLES, "viewer")
"""Roles that a sign-in link can give; what each may do is decided where a command is judged."""
NAME_CHARACTERS_MAX = 64
LINK_S_MAX = 15 * 60
SESSION_IDLE_S_MAX = 12 * 3600
"""A shift. An open stream counts as presence."""
LINKS_MAX = 50
SESSIONS_MAX = 200
CONSOLE_CHARACTERS = 6
SEEN_STEP_NS = 60_000_000_000
"""How exactly the last presence is kept on disk."""


@dataclass(frozen=True, slots=True)
class Link:
    """A sign-in that was offered and not yet used."""

    actor: Actor
    expires_at_ns: int


class Session(msgspec.Struct):
    """A signed-in console. ``id`` is the SHA-256 of its token and no secret.

    ``address`` is where it last said something of its sound, ``heard_at_ns`` when its person last confirmed
    that every sound can be heard there; 0 for never.
    """

    id: str
    actor: Actor
    seen_at_ns: int
    sound: str = "unknown"
    address: str = ""
    heard_at_ns: int = 0

    @property
    def console(self) -> str:
        """What the journal and the console list call it: enough of its id to tell it from others."""
        name = self.id[:CONSOLE_CHARACTERS]
        return f"{name} at {self.address}" if self.address else name


class Sessions:
    """All links and sessions of one server. Used from the event loop only.

    Parameters
    ----------
    path : where sessions are kept; a file that cannot be read is treated as empty.
    ended : told of every session that ended by itself, with the event's name.
    """

    def __init__(
        self,
        path: Path,
        now_ns: Callable[[], int],
        ended: Callable[[Actor, str], None],
        *,
        link_s_max: float = LINK_S_MAX,
        idle_s_max: float = SESSION_IDLE_S_MAX,
    ) -> None:
        self._path = path
        self._now_ns = now_ns
        self._ended = ended
        self._link_ns_max = int(link_s_max * 1e9)
        self._idle_ns_max = int(idle_s_max * 1e9)
        self._links: dict[str, Link] = {}
        self._sessions = {session.id: session for session in _read(path)}
        self._kept_at_ns = now_ns()

    def offer(self, name: str, role: str) -> tuple[str, int]:
        """A fresh one-time key and when it expires [ns]. Raises CommandError for a bad name or role."""
        name = name.strip()
        if not name or len(name) > NAME_CHARACTERS_MAX or not name.isprintable():
            raise CommandError(f"A name has 1 to {NAME_CHARACTERS_MAX} printable characters.")
        if role not in ROLES:
            raise CommandError(f"The role {role!r} is unknown; it is one of {', '.join(ROLES)}.")
        now_ns = self._now_ns()
        self._links = {key: link for key, link in self._links.items() if link.expires_at_ns > now_ns}
        if len(self._links) >= LINKS_MAX:
            raise CommandError(
                f"{LINKS_MAX} unused sign-in links are open; use one or wait until they expire."
            )
        key = secrets.token_urlsafe(32)
        expires_at_ns = now_ns + self._link_ns_max
        self._links[_digest(key)] = Link(Actor(name, role), expires_at_ns)
        return key, expires_at_ns

    def redeem(self, key: str) -> tuple[str, Session] | None:
        """Turn a key into a session, once: its token and itself; None when unknown, used or expired.

        Raises CommandError when there are too many sessions already; the key stays good.
        """
        now_ns = self._now_ns()
        self.expire()
        link = self._links.get(_digest(key))
        if link is None or link.expires_at_ns <= now_ns:
            return None
        if len(self._sessions) >= SESSIONS_MAX:
            raise CommandError(f"{SESSIONS_MAX} sessions are open; sign one out first.")
        del self._links[_digest(key)]
        token = secrets.token_urlsafe(32)
        session = Session(_digest(token), link.actor, now_ns)
        self._sessions[session.id] = session
        self._keep()
        return token, session

    def find(self, token: str | None) -> Session | None:
        """The live session of a token, its presence noted; None when there is none."""
        session = self._sessions.get(_digest(token)) if token else None
        if session is None or self._idle(session):
            return None
        session.seen_at_ns = self._now_ns()
        if session.seen_at_ns - self._kept_at_ns > SEEN_STEP_NS:
            self._keep()
        return session

    def present(self, session: Session) -> bool:
        """Note that an open stream still belongs to this session; False when it has ended."""
        if self._sessions.get(session.id) is not session:
            return False
        session.seen_at_ns = self._now_ns()
        return True

    def silent(self, session: str) -> bool:
        """Whether the console of this session says that it cannot be heard."""
        found = self._sessions.get(session)
        return found is not None and found.sound in ("muted", "blocked")

    def heard(self, session: Session, at_ns: int) -> None:
        """Note when the person of a console confirmed that every sound can be heard there."""
        session.heard_at_ns = at_ns
        self._keep()

    def all(self) -> tuple[Session, ...]:
        """Every session that has not ended, in order of sign-in."""
        return tuple(session for session in self._sessions.values() if not self._idle(session))

    def sign_out(self, session: Session) -> None:
        """End a session."""
        self._sessions.pop(session.id, None)
        self._keep()

    def expire(self) -> None:
        """End the sessions that were idle for too long."""
        idle = [session for session in self._sessions.values() if self._idle(session)]
        for session in idle:
            del self._sessions[session.id]
            self._ended(session.actor, "expired")
        if idle:
            self._keep()

    def _idle(self, session: Session) -> bool:
        return self._now_ns() - session.seen_at_ns > self._idle_ns_max

    def _keep(self) -> None:
        """Write the sessions beside the old file, then put them in its place.

        A full disk must not keep a person from the console, so a failure here is only forgetfulness.
        """
        self._kept_at_ns = self._now_ns()
        written = self._path.with_suffix(".new")
        try:
            with open(os.open(written, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
                file.write(msgspec.json.encode(list(self._sessions.values())))
            written.replace(self._path)
        except OSError:
            # A disk that has become read-only refuses this too.
            with suppress(OSError):
                written.unlink()


def _read(path: Path) -> list[Session]:
    try:
        return msgspec.json.decode(path.read_bytes(), type=list[Session])
    except (OSError, msgspec.DecodeError):
        return []


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
