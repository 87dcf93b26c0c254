"""Links used once, sessions that end, and nothing worth stealing on disk."""

import json
import stat
from pathlib import Path

import pytest

from wakeful.server.web.sessions import LINKS_MAX, SESSIONS_MAX, Sessions
from wakeful.terms.command import Actor
from wakeful.terms.errors import CommandError

SECOND_NS = 1_000_000_000


class Clock:
    def __init__(self) -> None:
        self.now_ns = 1_000 * SECOND_NS

    def __call__(self) -> int:
        return self.now_ns


class Reception:
    """Sessions with a clock and a note of those that ended by themselves."""

    def __init__(self, path: Path) -> None:
        self.clock = Clock()
        self.path = path
        self.ended: list[tuple[Actor, str]] = []
        self.sessions = self.open()

    def open(self) -> Sessions:
        return Sessions(
            self.path,
            self.clock,
            lambda actor, event: self.ended.append((actor, event)),
            link_s_max=10.0,
            idle_s_max=100.0,
        )

    def sign_in(self, name: str = "Anna", role: str = "operator") -> str:
        redeemed = self.sessions.redeem(self.sessions.offer(name, role)[0])
        assert redeemed is not None
        return redeemed[0]


@pytest.fixture
def reception(tmp_path: Path) -> Reception:
    return Reception(tmp_path / "sessions.json")


def test_a_link_signs_in_once(reception: Reception) -> None:
    key, expires_at_ns = reception.sessions.offer(" Anna ", "operator")
    assert expires_at_ns == reception.clock() + 10 * SECOND_NS
    redeemed = reception.sessions.redeem(key)
    assert redeemed is not None
    token, session = redeemed
    assert session.actor == Actor("Anna", "operator")
    assert reception.sessions.find(token) is session
    assert reception.sessions.redeem(key) is None


def test_a_link_expires(reception: Reception) -> None:
    key, _ = reception.sessions.offer("Anna", "operator")
    reception.clock.now_ns += 10 * SECOND_NS
    assert reception.sessions.redeem(key) is None


@pytest.mark.parametrize("key", ["", "x", "ä" * 10])
def test_an_unknown_key_opens_nothing(reception: Reception, key: str) -> None:
    assert reception.sessions.redeem(key) is None
    assert reception.sessions.find(key) is None
    assert reception.sessions.find(None) is None


@pytest.mark.parametrize(
    ("name", "role"),
    [("", "operator"), ("  ", "operator"), ("x" * 65, "viewer"), ("a\nb", "viewer"), ("A", "root")],
)
def test_a_bad_name_or_role_gets_no_link(reception: Reception, name: str, role: str) -> None:
    with pytest.raises(CommandError):
        reception.sessions.offer(name, role)


def test_an_idle_session_ends_and_says_so(reception: Reception) -> None:
    token = reception.sign_in()
    reception.clock.now_ns += 99 * SECOND_NS
    assert reception.sessions.find(token) is not None, "each request is presence"
    reception.clock.now_ns += 101 * SECOND_NS
    assert reception.sessions.find(token) is None
    reception.sessions.expire()
    assert reception.ended == [(Actor("Anna", "operator"), "expired")]
    reception.sessions.expire()
    assert len(reception.ended) == 1


def test_an_open_stream_is_presence_until_the_session_ends(reception: Reception) -> None:
    token = reception.sign_in()
    session = reception.sessions.find(token)
    assert session is not None
    for _ in range(5):
        reception.clock.now_ns += 90 * SECOND_NS
        assert reception.sessions.present(session)
    reception.sessions.sign_out(session)
    assert not reception.sessions.present(session)
    assert reception.sessions.find(token) is None


def test_a_restart_signs_nobody_out_and_keeps_no_secret(reception: Reception) -> None:
    token = reception.sign_in()
    reception.sessions.offer("Bo", "viewer")
    kept = reception.path.read_text()
    assert token not in kept
    assert stat.S_IMODE(reception.path.stat().st_mode) == 0o600
    again = reception.open().find(token)
    assert again is not None and again.actor.name == "Anna"


def test_what_was_heard_at_a_console_outlives_the_server(reception: Reception) -> None:
    session = reception.sessions.find(reception.sign_in())
    assert session is not None
    assert session.console == session.id[:6]
    session.address = "10.0.0.7"
    reception.sessions.heard(session, 5 * SECOND_NS)
    (again,) = reception.open().all()
    assert (again.console, again.heard_at_ns) == (f"{session.id[:6]} at 10.0.0.7", 5 * SECOND_NS)
    reception.clock.now_ns += 101 * SECOND_NS
    assert reception.sessions.all() == (), "idle for too long"


def test_sessions_of_an_older_server_are_read(reception: Reception) -> None:
    token = reception.sign_in()
    (kept,) = json.loads(reception.path.read_text())
    del kept["address"], kept["heard_at_ns"]
    reception.path.write_text(json.dumps([kept]))
    again = reception.open().find(token)
    assert again is not None and (again.address, again.heard_at_ns) == ("", 0)


@pytest.mark.parametrize("damage", [b"", b"{", b'{"a": 1}', b"\xff\xfe"])
def test_a_damaged_file_of_sessions_is_empty(reception: Reception, damage: bytes) -> None:
    token = reception.sign_in()
    reception.path.write_bytes(damage)
    assert reception.open().find(token) is None


def test_a_disk_that_refuses_keeps_nobody_out(tmp_path: Path) -> None:
    reception = Reception(tmp_path / "missing" / "sessions.json")
    assert reception.sessions.find(reception.sign_in()) is not None


def test_links_and_sessions_have_limits(reception: Reception) -> None:
    for _ in range(LINKS_MAX):
        reception.sessions.offer("Anna", "viewer")
    with pytest.raises(CommandError, match="unused sign-in links"):
        reception.sessions.offer("Anna", "viewer")
    reception.clock.now_ns += 10 * SECOND_NS
    for _ in range(SESSIONS_MAX):
        reception.sign_in()
    key, _ = reception.sessions.offer("Anna", "viewer")
    with pytest.raises(CommandError, match="sessions are open"):
        reception.sessions.redeem(key)


@pytest.mark.parametrize(
    ("sound", "silent"), [("unknown", False), ("on", False), ("muted", True), ("blocked", True)]
)
def test_a_console_that_cannot_be_heard_is_silent(reception: Reception, sound: str, silent: bool) -> None:
    session = reception.sessions.find(reception.sign_in())
    assert session is not None
    session.sound = sound
    assert reception.sessions.silent(session.id) is silent
    assert not reception.sessions.silent("somebody else")


def test_a_disk_that_refuses_everything_keeps_nobody_from_signing_in(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    folder.mkdir()
    reception = Reception(folder / "sessions.json")
    key, _ = reception.sessions.offer("Anna", "operator")
    folder.rmdir()
    folder.write_text("no longer a folder")
    redeemed = reception.sessions.redeem(key)
    assert redeemed is not None
    assert reception.sessions.find(redeemed[0]) is redeemed[1]
