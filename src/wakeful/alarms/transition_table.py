"""A state machine as a total table: every (state, event) is a move, ignored, or refused with a reason.

A table that misses a pair or names one twice cannot be built, so a module that holds one cannot be
imported. One table serves the scalar step, the array the kernels read, and the diagram in the docs.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import IntEnum
from typing import Generic, TypeVar

import numpy as np

from wakeful.terms.refusal import Reason

StateT = TypeVar("StateT", bound=IntEnum)
EventT = TypeVar("EventT", bound=IntEnum)


@dataclass(frozen=True, slots=True)
class Move(Generic[StateT]):
    """The event takes the machine to ``to`` (which may be the state it is in: something happened)."""

    to: StateT


@dataclass(frozen=True, slots=True)
class Ignored:
    """The event means nothing here; ``why`` says so for the reader."""

    why: str


@dataclass(frozen=True, slots=True)
class Refused:
    """The event is a person's act that cannot be done here, and why: in words and from the closed list."""

    why: str
    reason: Reason


Entry = Move[StateT] | Ignored | Refused


@dataclass(frozen=True)
class TransitionTable(Generic[StateT, EventT]):
    """A checked, total table over the members of two enums."""

    states: type[StateT]
    events: type[EventT]
    entries: Mapping[tuple[StateT, EventT], Entry[StateT]]

    @staticmethod
    def declare(
        states: type[StateT],
        events: type[EventT],
        rows: Iterable[tuple[StateT, EventT, Entry[StateT]]],
    ) -> "TransitionTable[StateT, EventT]":
        """Build a table from its rows.

        Raises
        ------
        TypeError
            If a pair is missing or declared twice. It names every such pair.
        """
        entries: dict[tuple[StateT, EventT], Entry[StateT]] = {}
        doubled: list[str] = []
        for state, event, entry in rows:
            if (state, event) in entries:
                doubled.append(f"{state.name} x {event.name}")
            entries[state, event] = entry
        missing = [
            f"{state.name} x {event.name}"
            for state in states
            for event in events
            if (state, event) not in entries
        ]
        if doubled or missing:
            raise TypeError(f"{states.__name__} table: missing {missing}, declared twice {doubled}")
        return TransitionTable(states, events, entries)

    def step(self, state: StateT, event: EventT) -> Entry[StateT]:
        """What the event means in this state."""
        return self.entries[state, event]

    def next_states(self) -> np.ndarray:
        """(S, E) uint8: the state after each event; the state itself where nothing moves."""
        table = np.empty((len(self.states), len(self.events)), np.uint8)
        for (state, event), entry in self.entries.items():
            table[state, event] = entry.to if isinstance(entry, Move) else state
        return table

    def mermaid(self) -> str:
        """The moves as a Mermaid state diagram, in the order of the enums."""
        lines = ["stateDiagram-v2", f"    [*] --> {next(iter(self.states)).name}"]
        for state in self.states:
            for event in self.events:
                entry = self.entries[state, event]
                if isinstance(entry, Move):
                    lines.append(f"    {state.name} --> {entry.to.name}: {event.name}")
        return "\n".join(lines) + "\n"
