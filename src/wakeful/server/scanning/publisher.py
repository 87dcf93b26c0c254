"""Turns the engine's state into what the board shows: alarms once durable, values at once.

Alarm states are shown as they are in the journal. While it fails they stand still, and what moved is
remembered by index and shown when its records are durable; only the alarms named as exempt, those of
storage itself, are shown regardless (decision 0061).
"""

from collections.abc import Iterable, Sequence

import numpy as np

from wakeful.engine.plan import Plan
from wakeful.engine.state import EngineState
from wakeful.engine.view import alarm_view, standing
from wakeful.server.scanning.board import Board
from wakeful.server.wire import AlarmBody, SystemSummary
from wakeful.terms.effect import AlarmChanged, Effect
from wakeful.terms.quality import is_bad

PRIORITIES = 4


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
        self._letter = np.full(len(site.alarms), b"A", "S1")
        self._trusted = np.ones(len(site.alarms), np.bool_)
        self._hidden: set[int] = set()
        self._summaries: dict[str, SystemSummary] = {}

    def show_all(self, state: EngineState, now_ns: int) -> None:
        """The whole picture, as after a start."""
        self._show_alarms(state, standing(state).tolist())
        self._show_summaries(state)
        self._show_samples(state, now_ns)

    def show(self, state: EngineState, effects: Sequence[Effect], durable: bool, now_ns: int) -> None:
        """What a scan changed."""
        moved = {self._alarm_index[effect.alarm] for effect in effects if isinstance(effect, AlarmChanged)}
        if durable:
            moved |= self._hidden | self._trust_moved(state)
            self._hidden = set()
        else:
            self._hidden |= moved
            moved &= self._exempt
        self._show_alarms(state, sorted(moved))
        self._show_summaries(state)
        self._show_samples(state, now_ns)

    def _trust_moved(self, state: EngineState) -> set[int]:
        """Shown alarms whose input became or ceased to be usable since they were shown."""
        shown = np.flatnonzero(self._letter != b"A")
        trusted = ~is_bad(state.quality[self._tag_of_alarm[shown]])
        return set(shown[trusted != self._trusted[shown]].tolist())

    def _show_alarms(self, state: EngineState, indices: Sequence[int]) -> None:
        if not indices:
            return
        bodies = [self._body(state, index) for index in indices]
        for body in bodies:
            self._letter[body.alarm] = body.letter
            self._trusted[body.alarm] = body.trusted
        self._board.post_alarms(bodies)

    def _body(self, state: EngineState, index: int) -> AlarmBody:
        view = alarm_view(state, index)
        return AlarmBody(
            alarm=index,
            letter=view.letter,
            priority=int(self._priority[index]),
            occurrence=view.occurrence,
            revision=view.revision,
            raised_ms=view.raised_at_ns / 1e6,
            changed_ms=view.changed_at_ns / 1e6,
            value=view.value,
            trusted=view.trusted,
            acknowledged_by=view.acknowledged_by,
            acknowledged_ms=None if view.acknowledged_at_ns is None else view.acknowledged_at_ns / 1e6,
        )

    def _show_summaries(self, state: EngineState) -> None:
        shown = np.flatnonzero(self._letter != b"A")
        letters = self._letter[shown]
        unacknowledged = self._count(shown[letters != b"C"])
        active = self._count(shown[letters != b"D"])
        bad = np.bincount(
            self._system_of_tag, weights=is_bad(state.quality), minlength=len(self._systems)
        ).astype(int)
        fresh = []
        for index, system in enumerate(self._systems):
            summary = SystemSummary(
                system=system,
                unacknowledged=_four(unacknowledged[index]),
                standing=_four(active[index]),
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
