"""The house's own engine behind the adapter: the code that runs in the server, on the clock of the sheet."""

from collections.abc import Iterator, Sequence

import msgspec
import numpy as np

from wakeful.drills.adapter import (
    AdapterError,
    GroupReading,
    Happening,
    Order,
    PositionReading,
    Reading,
    Reply,
)
from wakeful.drills.engine_records import happenings_of
from wakeful.drills.functions import FUNCTIONS
from wakeful.drills.script import ArrivingSample, Feed
from wakeful.engine.plan import Plan
from wakeful.engine.recovery import fold
from wakeful.engine.scan import scan
from wakeful.engine.state import EngineState, resume
from wakeful.engine.view import AlarmView, alarm_view, mode_of, position_views
from wakeful.terms import command as commands
from wakeful.terms.effect import CommandRefused, Effect
from wakeful.terms.quality import Quality
from wakeful.terms.samples import SampleBlock
from wakeful.terms.site import Site

ORIGIN_NS = 1_767_225_600_000_000_000
"""2026-01-01T00:00:00Z: the beginning of every scenario, so that times of day in answers are those of it."""

_QUALITY = {
    "good": Quality.GOOD,
    "uncertain": Quality.UNCERTAIN_SENSOR_NOT_ACCURATE,
    "bad": Quality.BAD_SENSOR_FAILURE,
}


class EngineAdapter:
    """One engine at a time, in this process. It has every function of the notation."""

    name = who = "wakeful"
    functions = frozenset(FUNCTIONS)

    def __init__(self) -> None:
        self._now_ns = 0
        self._shift_ns = 0
        self._state: EngineState | None = None
        self._stored = b""
        self._deadline_ns: int | None = None
        self._journal: list[Effect] = []
        self._told = 0

    @property
    def _running(self) -> EngineState:
        if self._state is None:
            raise AdapterError("the engine is stopped")
        return self._state

    @property
    def _clock_ns(self) -> int:
        """What the system's clock shows; it may have been set back."""
        return ORIGIN_NS + self._now_ns + self._shift_ns

    @property
    def _steady_ns(self) -> int:
        """What the server takes for now, which never runs back."""
        return max(self._clock_ns, int(self._running.clock_ns[0]))

    def configure(self, site: Site) -> None:
        """A new engine."""
        self.__init__()  # type: ignore[misc]
        self._state = EngineState.start(Plan.compile(site), ORIGIN_NS)

    def feed(self, feed: Feed) -> None:
        """Each instant of the feed is a row; a second or older sample of a tag comes in a later scan."""
        row: dict[str, ArrivingSample] = {}
        for sample in feed.samples:
            if row and (sample.tag in row or sample.stamp_ns != next(iter(row.values())).stamp_ns):
                self._scan_row(row)
                row = {}
            row[sample.tag] = sample
        self._scan_row(row)

    def _scan_row(self, row: dict[str, ArrivingSample]) -> None:
        plan = self._running.plan
        stamp_ns = next(iter(row.values())).stamp_ns
        block = SampleBlock.unfilled(np.array([ORIGIN_NS + stamp_ns], np.int64), len(plan.site.tags))
        for name, sample in row.items():
            index = plan.tag_index[name]
            block.values[0, index] = np.nan if sample.value is None else sample.value
            block.quality[0, index] = _QUALITY[sample.quality]
        self._scan(block, ())

    def _scan(self, block: SampleBlock, orders: Sequence[commands.Command]) -> list[Effect]:
        self._state, effects, self._deadline_ns = scan(self._running, block, orders, self._clock_ns)
        self._journal += effects
        return effects

    def advance(self, to_ns: int) -> None:
        """An empty scan at the new time."""
        self._now_ns = to_ns
        if self._state is not None:
            self._scan(SampleBlock.empty(len(self._state.plan.site.tags)), ())

    def next_deadline_ns(self) -> int | None:
        """The engine's own."""
        if self._deadline_ns is None:
            return None
        return self._deadline_ns - ORIGIN_NS - self._shift_ns

    def act(self, orders: Sequence[Order]) -> list[Reply]:
        """The orders in one scan. The name a message claims is passed over, as the server does."""
        sent = [self._command(order) for order in orders]
        effects = self._scan(SampleBlock.empty(len(self._running.plan.site.tags)), sent)
        # What follows from a command carries no id; its own record, done or refused, is one for each.
        own = [effect for effect in effects if _answers(effect)]
        return [
            Reply(effect.reason, effect.detail) if isinstance(effect, CommandRefused) else Reply()
            for _, effect in zip(sent, own, strict=True)
        ]

    def _command(self, order: Order) -> commands.Command:
        sent = {
            "type": order.verb, "id": order.id, "at_ns": self._steady_ns,
            "actor": {"name": order.person.name, "role": order.person.role},
            "alarm": order.alarm, "occurrence": order.occurrence, "revision": order.revision,
            "system": order.system, "mode": order.mode, "reason": order.reason,
            "duration_ms": order.duration_ns // 1_000_000, "one_shot": order.one_shot,
        }  # fmt: skip
        return msgspec.convert(sent, commands.Command)  # type: ignore[no-any-return]

    def read(self, alarm: str) -> Reading:
        """The engine's own view."""
        state = self._running
        index = state.plan.alarm_index.get(alarm)
        if index is None:
            raise AdapterError(f"there is no alarm {alarm!r}")
        return _reading(alarm_view(state, index))

    def read_position(self, position: str) -> PositionReading:
        """The engine's own view."""
        for view in position_views(self._running, int(self._running.clock_ns[0])):
            if view.position == position:
                return PositionReading(flood=view.flood, count=view.count, total=view.total)
        raise AdapterError(f"there is no position {position!r}")

    def read_mode(self, system: str) -> str:
        """The engine's own view."""
        return mode_of(self._running, system)

    def read_group(self, group: str) -> GroupReading:
        """Which alarms of the group show themselves as first or tied."""
        site = self._running.plan.site
        shown = {
            alarm.name: alarm_view(self._running, index).first_out
            for index, alarm in enumerate(site.alarms)
            if alarm.handling.group == group
        }
        first = next((name for name, word in shown.items() if word == "first"), "")
        return GroupReading(first=first, tied=tuple(name for name, word in shown.items() if word == "tied"))

    def restart(self, *, stop: bool, start: bool, journal_alone: bool) -> None:
        """From the bytes of its state, or by folding its journal from the beginning."""
        if stop:
            self._plan = self._running.plan
            self._stored = self._running.to_bytes()
            self._state, self._deadline_ns = None, None
        if start:
            if journal_alone:
                state = fold(EngineState.start(self._plan, self._clock_ns), self._journal)
            else:
                state = EngineState.from_bytes(self._plan, self._stored)
            self._resume(state)

    def _resume(self, state: EngineState) -> None:
        self._state = resume(state, self._clock_ns)
        self.advance(self._now_ns)

    def step_clock(self, by_ns: int) -> None:
        """Only what it calls now changes."""
        self._shift_ns += by_ns

    def reconfigure(self, site: Site) -> None:
        """As the server does it: another plan, and the state from the journal."""
        self._resume(fold(EngineState.start(Plan.compile(site), self._clock_ns), self._journal))

    def happened(self) -> list[Happening]:
        """The effects since the last time this was asked."""
        fresh, self._told = self._journal[self._told :], len(self._journal)
        return list(_told(fresh))

    def close(self) -> None:
        """Nothing is held open."""


def _answers(effect: Effect) -> bool:
    """Whether an effect is the record of a command itself."""
    return isinstance(effect, CommandRefused) or bool(getattr(effect, "command_id", None))


def _told(effects: Sequence[Effect]) -> Iterator[Happening]:
    for effect in effects:
        yield from happenings_of(effect, ORIGIN_NS)


def _reading(view: AlarmView) -> Reading:
    """An alarm's view in the words of a sheet."""
    held = {override.kind: override for override in view.overrides}
    shelf = held.get("shelved")
    until_ns = None if shelf is None or shelf.until_ns is None else shelf.until_ns - ORIGIN_NS
    return Reading(
        letter=view.letter,
        occurrence=view.occurrence,
        revision=view.revision,
        sounding=view.sounding,
        silenced=view.silenced,
        active=view.active,
        waiting=view.waiting,
        latched=view.latched,
        trusted=view.trusted,
        shelved=shelf is not None,
        one_shot=shelf is not None and shelf.one_shot,
        suppressed="suppressed" in held,
        out_of_service="out_of_service" in held,
        acknowledged_by=view.acknowledged_by or "",
        shelved_by="" if shelf is None else shelf.by,
        shelved_until_ns=until_ns,
        priority=view.priority,
        priority_peak=view.priority_peak,
        hidden_count=max((override.hidden_count for override in view.overrides), default=0),
        reason="; ".join(f"{override.by}: {override.reason}" for override in view.overrides),
        first_out=view.first_out,
        raised_at_ns=view.raised_at_ns - ORIGIN_NS,
        onset_ns=view.onset_ns - ORIGIN_NS,
        value=view.value,
    )
