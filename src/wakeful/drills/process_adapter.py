"""Another alarm server behind the adapter: a program that speaks JSON lines on its standard input and output.

One request a line, one answer a line; ``docs/conformance.md`` has the protocol. The program keeps no real
time: all times are in the requests.
"""

import os
import select
import shlex
import subprocess
from collections.abc import Sequence
from typing import Any, TypeVar

import msgspec

from wakeful.drills.adapter import (
    AdapterError,
    GroupReading,
    Happening,
    NotSupported,
    Order,
    PositionReading,
    Reading,
    Reply,
)
from wakeful.drills.functions import FUNCTIONS
from wakeful.drills.script import Feed
from wakeful.drills.site_message import site_message
from wakeful.terms.site import Site

PROTOCOL = 1
ANSWER_WITHIN_S = 60.0
"""A server that takes longer for one answer is given up."""
ANSWER_BYTES_MAX = 16 * 1024 * 1024

T = TypeVar("T")


class ProcessAdapter:
    """A server in a process of its own, started with ``command``: split as a shell would, run without one.

    Raises AdapterError when it cannot be started, ends, or says what the protocol does not have.
    """

    def __init__(self, command: str, *, answer_within_s: float = ANSWER_WITHIN_S) -> None:
        self._answer_within_s = answer_within_s
        self._deadline_ns: int | None = None
        self._happened: list[Happening] = []
        self._rest = b""
        words = shlex.split(command)
        if not words:
            raise AdapterError("name the program that drives the server")
        try:
            self._process = subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        except OSError as error:
            raise AdapterError(f"{words[0]} cannot be started: {error.strerror}") from error
        hello = self._ask("hello", protocol=PROTOCOL)
        self.name = str(hello.get("name") or words[0])
        named = hello.get("functions")
        if not isinstance(named, list) or not all(isinstance(each, str) for each in named):
            raise AdapterError("its hello names no functions")
        unknown = sorted(set(named) - set(FUNCTIONS))
        if unknown:
            raise AdapterError(f"it says to have unknown functions: {', '.join(unknown)}")
        self.functions = frozenset(named)

    def configure(self, site: Site) -> None:
        """A fresh server."""
        self._happened.clear()
        self._deadline_ns = None
        self._ask("configure", site=site_message(site))

    def feed(self, feed: Feed) -> None:
        """Samples arrive."""
        self._ask("feed", at_ns=feed.at_ns, samples=[msgspec.to_builtins(sample) for sample in feed.samples])

    def advance(self, to_ns: int) -> None:
        """Time passes."""
        self._ask("advance", to_ns=to_ns)

    def next_deadline_ns(self) -> int | None:
        """As its last answer told."""
        return self._deadline_ns

    def act(self, orders: Sequence[Order]) -> list[Reply]:
        """Commands, each judged alone."""
        answer = self._ask("act", orders=[msgspec.to_builtins(order) for order in orders])
        replies = _convert(answer.get("replies"), list[Reply])
        if len(replies) != len(orders):
            raise AdapterError(f"{len(replies)} replies to {len(orders)} orders")
        return replies

    def read(self, alarm: str) -> Reading:
        """One alarm."""
        return _convert(self._ask("read", alarm=alarm).get("reading"), Reading)

    def read_position(self, position: str) -> PositionReading:
        """One position."""
        return _convert(self._ask("read_position", position=position).get("reading"), PositionReading)

    def read_mode(self, system: str) -> str:
        """One system's mode."""
        return _convert(self._ask("read_mode", system=system).get("mode"), str)

    def read_group(self, group: str) -> GroupReading:
        """One first-out group."""
        return _convert(self._ask("read_group", group=group).get("reading"), GroupReading)

    def restart(self, *, stop: bool, start: bool, journal_alone: bool) -> None:
        """Stop, start or both."""
        self._ask("restart", stop=stop, start=start, journal_alone=journal_alone)

    def step_clock(self, by_ns: int) -> None:
        """The server's clock jumps."""
        self._ask("step_clock", by_ns=by_ns)

    def reconfigure(self, site: Site) -> None:
        """Go on with a changed site."""
        self._ask("reconfigure", site=site_message(site))

    def happened(self) -> list[Happening]:
        """What its answers told since."""
        happened, self._happened = self._happened, []
        return happened

    def close(self) -> None:
        """End the process: its input ends first, so that it may go by itself."""
        if self._process.stdin is not None:
            self._process.stdin.close()
        try:
            self._process.wait(timeout=5.0)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        if self._process.stdout is not None:
            self._process.stdout.close()

    def _ask(self, do: str, **said: Any) -> dict[str, Any]:
        request = msgspec.json.encode({"do": do, **said}) + b"\n"
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(request)
            self._process.stdin.flush()
        except OSError as error:
            raise AdapterError(f"it does not take {do}: {error.strerror}") from error
        try:
            answer = msgspec.json.decode(self._line(do))
        except msgspec.DecodeError as error:
            raise AdapterError(f"its answer to {do} is no JSON: {error}") from error
        if not isinstance(answer, dict):
            raise AdapterError(f"its answer to {do} is no object")
        if "not_supported" in answer:
            raise NotSupported(str(answer["not_supported"]))
        if "error" in answer:
            raise AdapterError(str(answer["error"]))
        self._happened += _convert(answer.get("happened", []), list[Happening])
        if "next_deadline_ns" in answer:
            self._deadline_ns = _convert(answer["next_deadline_ns"], int | None)  # type: ignore[arg-type]
        return answer

    def _line(self, do: str) -> bytes:
        assert self._process.stdout is not None
        descriptor = self._process.stdout.fileno()
        while b"\n" not in self._rest:
            readable, _, _ = select.select([descriptor], [], [], self._answer_within_s)
            if not readable:
                raise AdapterError(f"no answer to {do} within {self._answer_within_s:g} s")
            more = os.read(descriptor, 1 << 16)
            if not more:
                raise AdapterError(f"it ended instead of answering {do}")
            self._rest += more
            if len(self._rest) > ANSWER_BYTES_MAX:
                raise AdapterError(f"its answer to {do} is longer than {ANSWER_BYTES_MAX:,} bytes")
        line, _, self._rest = self._rest.partition(b"\n")
        return line


def _convert(answer: object, kind: type[T]) -> T:
    try:
        return msgspec.convert(answer, kind)
    except msgspec.ValidationError as error:
        raise AdapterError(f"its answer is not as agreed: {error}") from error
