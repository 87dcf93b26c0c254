"""Another alarm server behind the adapter, as an exchange of plain objects: one request, one answer.

``docs/conformance.md`` has the protocol. How the objects travel is not known here; ``process_adapter`` sends
them as lines of JSON.
"""

from collections.abc import Callable, Sequence
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

Exchange = Callable[[dict[str, Any]], object]
"""Takes a request, gives its answer; raises AdapterError when there is none."""

T = TypeVar("T")


class MessageAdapter:
    """A server that is reached by an exchange of objects. ``who`` is what messages call it.

    Raises AdapterError for an answer the protocol does not have, NotSupported when the server says so.
    """

    def __init__(self, exchange: Exchange, who: str = "the server") -> None:
        self.who = who
        self._exchange = exchange
        self._deadline_ns: int | None = None
        self._happened: list[Happening] = []
        try:
            hello = self._ask("hello", protocol=PROTOCOL)
        except NotSupported as lacking:
            raise AdapterError(f"{who} does not support hello, version {PROTOCOL}: {lacking}") from lacking
        self.name = self._convert("hello", hello.get("name", "a server"), str)
        named = self._convert("hello", hello.get("functions"), list[str])
        unknown = sorted(set(named) - set(FUNCTIONS))
        if unknown:
            raise AdapterError(f"{who} says to have unknown functions: {', '.join(unknown)}")
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
        replies = self._convert("act", answer.get("replies"), list[Reply])
        if len(replies) != len(orders):
            raise AdapterError(f"{self.who} gave {len(replies)} replies to {len(orders)} orders")
        return replies

    def read(self, alarm: str) -> Reading:
        """One alarm."""
        return self._told("read", "reading", Reading, alarm=alarm)

    def read_position(self, position: str) -> PositionReading:
        """One position."""
        return self._told("read_position", "reading", PositionReading, position=position)

    def read_mode(self, system: str) -> str:
        """One system's mode."""
        return self._told("read_mode", "mode", str, system=system)

    def read_group(self, group: str) -> GroupReading:
        """One first-out group."""
        return self._told("read_group", "reading", GroupReading, group=group)

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
        """Nothing is held open here."""

    def _told(self, do: str, key: str, kind: type[T], **said: Any) -> T:
        """One field of an answer."""
        return self._convert(do, self._ask(do, **said).get(key), kind)

    def _ask(self, do: str, **said: Any) -> dict[str, Any]:
        answer = self._exchange({"do": do, **said})
        if not isinstance(answer, dict):
            raise AdapterError(f"{self.who} answered {do} with what is no object")
        if "not_supported" in answer:
            raise NotSupported(str(answer["not_supported"]))
        if "error" in answer:
            raise AdapterError(f"{self.who} says: {answer['error']}")
        self._happened += self._convert(do, answer.get("happened", []), list[Happening])
        if "next_deadline_ns" in answer:
            deadline_ns = answer["next_deadline_ns"]
            self._deadline_ns = None if deadline_ns is None else self._convert(do, deadline_ns, int)
        return answer

    def _convert(self, do: str, answer: object, kind: type[T]) -> T:
        try:
            return msgspec.convert(answer, kind)
        except msgspec.ValidationError as error:
            raise AdapterError(f"{self.who} answered {do} not as agreed: {error}") from error
