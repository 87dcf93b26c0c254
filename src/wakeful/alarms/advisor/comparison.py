"""Many settings of one alarm replayed over its history, each held against today's.

What is compared, and with what:

- an alarm that a setting still annunciates within a stretch is late by the time since today's first
  annunciation of that stretch. A stretch that chattered before it settled counts from its first chatter;
- a real stretch that begins while the setting's alarm still stands does not sound again. It is *absorbed*
  when that alarm was raised in a real stretch: the operator knows of the trouble, which has come back before
  the alarm returned. An alarm that was raised by a mere spike and still stands says nothing to anybody;
- a real stretch that is neither annunciated nor absorbed is *missed*;
- the *hold* of a setting is the longest time for which its alarm stands while today's would not.

Twin: ``tests/oracles/advisor.py``.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numba import njit

from wakeful.alarms.advisor.history import History
from wakeful.alarms.advisor.levels import LIMIT_KINDS, levels_of
from wakeful.alarms.advisor.replay import RAISED, RETURNED, STILL_NS, run_setting
from wakeful.alarms.advisor.setting import Setting
from wakeful.alarms.advisor.stretches import Stretches, find_stretches
from wakeful.terms.alarm import AlarmDefinition

SETTINGS_MAX = 1_000
_NEVER_NS = np.iinfo(np.int64).min
_NO_DEADBAND = np.zeros(1)
_COUNTED = ("annunciated", "delayed", "delays_ns", "delay_max_ns", "missed", "absorbed", "held_max_ns")
"""Columns of the kernel's result, by the fields they become."""
_ANNUNCIATED, _DELAYED, _DELAYS, _DELAY_MAX, _MISSED, _ABSORBED, _HELD_MAX = range(7)


@dataclass(frozen=True, slots=True)
class Comparison:
    """What one setting would have made of one or several histories, beside today's.

    ``delayed`` stretches were annunciated anew, ``delays_ns`` later in all, ``delay_max_ns`` at worst (0 when
    there was none); ``absorbed`` counts real stretches alone; ``real`` and ``stretches`` are today's, and the
    same for every setting.
    """

    setting: Setting
    annunciated: int
    delayed: int
    delays_ns: int
    delay_max_ns: int
    missed: int
    absorbed: int
    held_max_ns: int
    stretches: int
    real: int

    @property
    def delay_mean_ns(self) -> float:
        """Mean delay of the stretches that are annunciated anew [ns]; 0 when there is none."""
        return self.delays_ns / self.delayed if self.delayed else 0.0

    def __add__(self, other: "Comparison") -> "Comparison":
        """Of the same setting, over the histories of both."""
        assert self.setting == other.setting
        known = [each.delay_max_ns for each in (self, other) if each.delayed]
        return Comparison(
            self.setting,
            self.annunciated + other.annunciated,
            self.delayed + other.delayed,
            self.delays_ns + other.delays_ns,
            max(known, default=0),
            self.missed + other.missed,
            self.absorbed + other.absorbed,
            max(self.held_max_ns, other.held_max_ns),
            self.stretches + other.stretches,
            self.real + other.real,
        )


def compare_settings(
    history: History, definition: AlarmDefinition, settings: Sequence[Setting], real_after_ns: int
) -> list[Comparison]:
    """Replay settings over one history and compare each with the first, which is today's.

    Parameters
    ----------
    history : samples of the judged quantity, see ``levels_of``.
    definition : gives kind and limit; its own setting is not looked at.
    settings : 1 to ``SETTINGS_MAX``; today's first.
    real_after_ns : [ns], > 0; see ``stretches``.

    Raises
    ------
    ValueError
        As ``levels_of``, or when there are no settings, too many, or impossible ones.
    """
    if not 1 <= len(settings) <= SETTINGS_MAX or real_after_ns <= 0:
        raise ValueError(f"1 to {SETTINGS_MAX} settings, and a real stretch lasts longer than nothing")
    if any(setting.on_delay_ms < 0 or setting.off_delay_ms < 0 for setting in settings):
        raise ValueError("a delay is not negative")
    plain = definition.kind not in LIMIT_KINDS
    deadbands_eu = _NO_DEADBAND if plain else np.unique([setting.deadband_eu for setting in settings])
    numbers = [0 if plain else int(np.searchsorted(deadbands_eu, each.deadband_eu)) for each in settings]
    table = np.array(
        [
            (number, setting.on_delay_ms * 1_000_000, setting.off_delay_ms * 1_000_000)
            for number, setting in zip(numbers, settings, strict=True)
        ],
        np.int64,
    )
    times_ns, levels = levels_of(history, definition, deadbands_eu)
    rows, stretches, real = _compare(times_ns, levels, table, history.end_ns, real_after_ns)
    return [
        Comparison(
            setting=setting, stretches=stretches, real=real, **dict(zip(_COUNTED, counts, strict=True))
        )
        for setting, counts in zip(settings, rows.tolist(), strict=True)
    ]


@njit(cache=True, nogil=True)
def _compare(
    times_ns: np.ndarray, levels: np.ndarray, settings: np.ndarray, end_ns: int, real_after_ns: int
) -> tuple[np.ndarray, int, int]:
    """Each setting (deadband by its number, on-delay, off-delay) beside the first; rows as ``Comparison``."""
    table = np.empty((times_ns.shape[0] + 1, 4), np.int64)
    number, on_ns, off_ns = settings[0]
    count = run_setting(times_ns, levels, number, on_ns, off_ns, end_ns, table)
    today = table[:count].copy()
    stretches = find_stretches(today, end_ns, real_after_ns)
    rows = np.zeros((settings.shape[0], 7), np.int64)
    for index in range(settings.shape[0]):
        number, on_ns, off_ns = settings[index]
        count = run_setting(times_ns, levels, number, on_ns, off_ns, end_ns, table)
        rows[index, _ANNUNCIATED] = count
        _compare_stretches(table[:count], stretches, rows[index])
        rows[index, _HELD_MAX] = _longest_hold_ns(table[:count], today, end_ns)
    return rows, stretches.real.shape[0], np.sum(stretches.real)


@njit(cache=True)
def _compare_stretches(table: np.ndarray, stretches: Stretches, row: np.ndarray) -> None:
    """Which stretches are annunciated anew, and how late, absorbed or missed; adds to ``row``."""
    position, worst_ns = 0, _NEVER_NS
    judged, was_real = -1, False
    for index in range(stretches.begin_ns.shape[0]):
        begin_ns, until_ns = stretches.begin_ns[index], stretches.until_ns[index]
        while position < table.shape[0] and table[position, RETURNED] <= begin_ns:
            position += 1
        if position < table.shape[0] and table[position, RAISED] < begin_ns:
            if judged != position:
                judged, was_real = position, _raised_in_real(stretches, index - 1, table[position, RAISED])
            row[_ABSORBED if was_real else _MISSED] += stretches.real[index]
        elif position < table.shape[0] and table[position, RAISED] < until_ns:
            delay_ns = table[position, RAISED] - stretches.raised_ns[index]
            row[_DELAYED] += 1
            row[_DELAYS] += delay_ns
            worst_ns = max(worst_ns, delay_ns)
        else:
            row[_MISSED] += stretches.real[index]
    row[_DELAY_MAX] = 0 if worst_ns == _NEVER_NS else worst_ns


@njit(cache=True)
def _raised_in_real(stretches: Stretches, index: int, raised_ns: int) -> bool:
    """Whether an instant lies in a real stretch, looked for from stretch ``index`` backwards."""
    while index >= 0 and stretches.begin_ns[index] > raised_ns:
        index -= 1
    return index >= 0 and raised_ns < stretches.until_ns[index] and stretches.real[index]


@njit(cache=True)
def _longest_hold_ns(table: np.ndarray, today: np.ndarray, end_ns: int) -> int:
    """The longest time within an activation of ``table`` in which no activation of ``today`` stands [ns]."""
    longest_ns: int = 0
    position = 0
    for row in range(table.shape[0]):
        from_ns = table[row, RAISED]
        stop_ns = end_ns if table[row, RETURNED] == STILL_NS else table[row, RETURNED]
        while position < today.shape[0] and today[position, RETURNED] <= from_ns:
            position += 1
        while position < today.shape[0] and today[position, RAISED] < stop_ns:
            longest_ns = max(longest_ns, today[position, RAISED] - from_ns)
            from_ns = today[position, RETURNED]
            if from_ns > stop_ns:
                break
            position += 1
        longest_ns = max(longest_ns, stop_ns - from_ns)
    return longest_ns
