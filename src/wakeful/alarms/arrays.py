"""The alarms of a site as arrays: parameters that never change in a run, and state that does.

``A`` alarms in site order, ``N`` tags in site order. The alarms of tag ``n`` are
``of_tag[first[n]:first[n + 1]]``.
"""

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np

from wakeful.alarms.timer_heap import TimerHeap, empty_heap
from wakeful.terms.alarm import AlarmDefinition, ConditionKind


class AlarmParams(NamedTuple):
    """Frozen parameters.

    kind (A,) uint8; tag (A,) int32; on_delay_ns, off_delay_ns (A,) int64 [ns];
    enter_eu (A,) float64 [EU]: the limit; stay_eu (A,) float64 [EU]: the limit moved inwards by the deadband;
    calm_eu (A,) float64 [EU]: the last number on the normal side of the limit;
    first (N+1,) int32; of_tag (A,) int32.
    """

    kind: np.ndarray
    tag: np.ndarray
    on_delay_ns: np.ndarray
    off_delay_ns: np.ndarray
    enter_eu: np.ndarray
    stay_eu: np.ndarray
    calm_eu: np.ndarray
    first: np.ndarray
    of_tag: np.ndarray


class AlarmState(NamedTuple):
    """State of the machines, changed in place by the kernels.

    condition, acknowledgement (A,) uint8; occurrence, revision (A,) int64, 0 before the first occurrence;
    raised_at_ns, changed_at_ns (A,) int64; raised_value (A,) float64 [EU], NaN where there was none.
    """

    condition: np.ndarray
    acknowledgement: np.ndarray
    occurrence: np.ndarray
    revision: np.ndarray
    raised_at_ns: np.ndarray
    changed_at_ns: np.ndarray
    raised_value: np.ndarray
    timers: TimerHeap


def compile_params(alarms: tuple[AlarmDefinition, ...], tag_index: dict[str, int]) -> AlarmParams:
    """Arrays of the configured alarms. Raises KeyError for an alarm on a tag that is not in ``tag_index``."""
    kind = np.array([alarm.kind for alarm in alarms], np.uint8)
    tag = np.array([tag_index[alarm.tag] for alarm in alarms], np.int32)
    enter = np.array([alarm.limit_eu for alarm in alarms], np.float64)
    deadband = np.array([alarm.deadband_eu for alarm in alarms], np.float64)
    is_high = (kind == ConditionKind.HIGH_HIGH) | (kind == ConditionKind.HIGH)
    first = np.zeros(len(tag_index) + 1, np.int32)
    np.cumsum(np.bincount(tag, minlength=len(tag_index)), out=first[1:])
    return AlarmParams(
        kind=kind,
        tag=tag,
        on_delay_ns=_milliseconds_as_ns(alarm.on_delay_ms for alarm in alarms),
        off_delay_ns=_milliseconds_as_ns(alarm.off_delay_ms for alarm in alarms),
        enter_eu=enter,
        stay_eu=np.where(is_high, enter - deadband, enter + deadband),
        calm_eu=np.nextafter(enter, np.where(is_high, -np.inf, np.inf)),
        first=first,
        of_tag=np.argsort(tag, kind="stable").astype(np.int32),
    )


def start_state(alarms: int) -> AlarmState:
    """Every alarm at rest: normal, acknowledged, without an occurrence yet."""
    return AlarmState(
        condition=np.zeros(alarms, np.uint8),
        acknowledgement=np.zeros(alarms, np.uint8),
        occurrence=np.zeros(alarms, np.int64),
        revision=np.zeros(alarms, np.int64),
        raised_at_ns=np.zeros(alarms, np.int64),
        changed_at_ns=np.zeros(alarms, np.int64),
        raised_value=np.full(alarms, np.nan),
        timers=empty_heap(alarms),
    )


def _milliseconds_as_ns(values_ms: Iterable[int]) -> np.ndarray:
    return np.array(list(values_ms), np.int64) * 1_000_000
