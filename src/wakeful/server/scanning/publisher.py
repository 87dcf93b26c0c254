"""Turns the engine's state into what the board shows: alarms once durable, values at once.

What the alarm machine decided (alarms, modes, the load of positions) is shown as it is in the journal. While
that fails it stands still, and what moved is remembered by index and shown when its records are durable;
only the alarms named as exempt, those of storage itself, are shown regardless (decision 0061).
"""

from collections.abc import Iterable, Sequence

import numpy as np

from wakeful.engine.plan import Plan
from wakeful.engine.state import EngineState
from wakeful.engine.view import mode_of, position_views, standing, trusted
from wakeful.server.scanning.alarm_bodies import alarm_bodies
from wakeful.server.scanning.board import Board
from wakeful.server.scanning.inbox import Inquiry
from wakeful.server.wire import PositionState, SystemSummary
from wakeful.terms.effect import AlarmChanged, Effect, FirstOutChanged
from wakeful.terms.errors import StorageError
from wakeful.terms.quality import is_bad

PRIORITIES = 4
LOAD_NS_MIN = 1_000_000_000
"""A position whose count moves, and nothing else about it, is shown no oftener than this."""


class Publisher:
    """The scan thread's hand on the board.

    Parameters
    ----------
    exempt : names of alarms that are shown although the journal fails.
    """

    def __init__(self, plan: Plan, board: Board, exempt: Iterable[str] = ()) -> None:
        site = plan.site
        self._board = board
        self._alarm_index = plan.alarm_index
        self._exempt = {self._alarm_index[name] for name in exempt if name in self._alarm_index}
        system_index = {system.id: index for index, system in enumerate(site.systems)}
        self._systems = tuple(system.id for system in site.systems)
        # Small types: a site may have a million alarms, and each of these arrays is as long.
        self._priority = np.array([alarm.priority for alarm in site.alarms], np.uint8)
        self._tag_of_alarm = np.array([plan.tag_index[alarm.tag] for alarm in site.alarms], np.int32)
        self._system_of_tag = np.array([system_index[tag.system] for tag in site.tags], np.int16)
        self._tags_of_system = np.bincount(self._system_of_tag, minlength=len(self._systems))
        self._groups = plan.groups
        self._letter = np.full(len(site.alarms), b"A", "S1")
        self._trusted = np.ones(len(site.alarms), np.bool_)
        self._held_back: set[int] = set()
        self._modes: tuple[str, ...] = ("",) * len(self._systems)
        self._summaries: dict[str, SystemSummary] = {}
        self._positions: dict[str, tuple[PositionState, int]] = {}

    def show_all(self, state: EngineState, now_ns: int) -> None:
        """The whole picture, as after a start."""
        self._show_samples(state, now_ns)
        self._show_alarms(state, standing(state).tolist())
        self._modes = tuple(mode_of(state, system) for system in self._systems)
        self._show_summaries(state)
        self.show_load(state, now_ns)

    def show(self, state: EngineState, effects: Sequence[Effect], durable: bool, now_ns: int) -> None:
        """What a scan changed."""
        # First, because the instant of the scan comes with them: whatever is taken next carries it.
        self._show_samples(state, now_ns)
        moved = self._moved(effects)
        if durable:
            moved |= self._held_back | self._trust_moved(state)
            self._held_back = set()
            self._modes = tuple(mode_of(state, system) for system in self._systems)
            self.show_load(state, now_ns)
        else:
            self._held_back |= moved
            moved &= self._exempt
        self._show_alarms(state, sorted(moved))
        self._show_summaries(state)

    def show_load(self, state: EngineState, now_ns: int) -> None:
        """Positions whose flood began or ended, at once; those whose count alone moved, once a second.

        Not while the journal fails: what is counted must be durable.
        """
        fresh = []
        for view in position_views(state, now_ns):
            now = PositionState(
                position=view.position,
                flood=view.flood,
                since_ms=None if view.since_ns is None else view.since_ns / 1e6,
                count=view.count,
                total=view.total,
            )
            shown, shown_ns = self._positions.get(view.position, (None, 0))
            flood_moved = shown is None or (shown.flood, shown.since_ms) != (now.flood, now.since_ms)
            if flood_moved or (shown != now and now_ns - shown_ns >= LOAD_NS_MIN):
                self._positions[view.position] = (now, now_ns)
                fresh.append(now)
        if fresh:
            self._board.post_positions(fresh)

    @property
    def shelved(self) -> int:
        """Alarms that are shown as shelved."""
        return sum(summary.hidden[0] for summary in self._summaries.values())

    @property
    def floods(self) -> frozenset[str]:
        """Operator positions that are shown as in a flood."""
        return frozenset(name for name, (shown, _) in self._positions.items() if shown.flood)

    def answer(self, state: EngineState, inquiry: Inquiry) -> None:
        """Say how one alarm is, at rest or not; StorageError while what moved it is not in the journal."""
        if not inquiry.answer.set_running_or_notify_cancel():
            return
        if inquiry.alarm in self._held_back - self._exempt:
            inquiry.answer.set_exception(
                StorageError("The journal is not available: what became of this alarm cannot be shown yet.")
            )
        else:
            inquiry.answer.set_result(alarm_bodies(state, [inquiry.alarm])[0])

    def _moved(self, effects: Sequence[Effect]) -> set[int]:
        """Alarms that these effects are about; of a group whose first-out changed, those that are shown."""
        moved = set()
        for effect in effects:
            if isinstance(effect, AlarmChanged):
                moved.add(self._alarm_index[effect.alarm])
            elif isinstance(effect, FirstOutChanged):
                moved |= {index for index in self._groups[effect.group] if self._letter[index] != b"A"}
        return moved

    def _trust_moved(self, state: EngineState) -> set[int]:
        """Shown alarms whose input became or ceased to be usable since they were shown."""
        shown = np.flatnonzero(self._letter != b"A")
        return set(shown[trusted(state, shown) != self._trusted[shown]].tolist())

    def _show_alarms(self, state: EngineState, indices: Sequence[int]) -> None:
        if not indices:
            return
        bodies = alarm_bodies(state, indices)
        for body in bodies:
            self._letter[body.alarm] = body.letter
            self._trusted[body.alarm] = body.trusted
            self._priority[body.alarm] = body.priority
        self._board.post_alarms(bodies)

    def _show_summaries(self, state: EngineState) -> None:
        shown = np.flatnonzero(self._letter != b"A")
        letters = self._letter[shown]
        unacknowledged = self._count(shown[(letters == b"B") | (letters == b"D")])
        active = self._count(shown[(letters == b"B") | (letters == b"C")])
        hidden = [self._count(shown[letters == letter]).sum(axis=1) for letter in (b"E", b"F", b"G")]
        bad = np.bincount(
            self._system_of_tag, weights=is_bad(state.quality), minlength=len(self._systems)
        ).astype(int)
        fresh = []
        for index, system in enumerate(self._systems):
            shelved, suppressed, out_of_service = (int(counts[index]) for counts in hidden)
            summary = SystemSummary(
                system=system,
                unacknowledged=_four(unacknowledged[index]),
                standing=_four(active[index]),
                hidden=(shelved, suppressed, out_of_service),
                mode=self._modes[index],
                tags_bad=int(bad[index]),
                tags=int(self._tags_of_system[index]),
            )
            if self._summaries.get(system) != summary:
                self._summaries[system] = summary
                fresh.append(summary)
        if fresh:
            self._board.post_summaries(fresh)

    def _count(self, alarms: np.ndarray) -> np.ndarray:
        """(systems, priorities) counts of these alarms."""
        system = self._system_of_tag[self._tag_of_alarm[alarms]].astype(np.intp)
        cell = system * PRIORITIES + self._priority[alarms] - 1
        counts = np.bincount(cell, minlength=len(self._systems) * PRIORITIES)
        return counts.reshape(len(self._systems), PRIORITIES)

    def _show_samples(self, state: EngineState, now_ns: int) -> None:
        self._board.post_samples(state.value, state.time_ns, state.quality, now_ns)


def _four(row: np.ndarray) -> tuple[int, int, int, int]:
    first, second, third, fourth = (int(count) for count in row)
    return first, second, third, fourth
