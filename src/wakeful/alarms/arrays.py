"""The alarms of a site as tables: parameters that never change in a run, and state that does.

``A`` alarms in site order, ``N`` tags in site order. A tag is looked at in every row, an alarm only when its
tag leaves the band in which nothing can change. So tags are a structure of arrays, read in sequence, and
alarms are rows of a table, each on one or two cache lines.
"""

from collections.abc import Iterable
from typing import Any, NamedTuple

import numpy as np

from wakeful.alarms.acknowledgement import AcknowledgementState
from wakeful.alarms.condition import ConditionState
from wakeful.terms.alarm import AlarmDefinition, ConditionKind

PARAMS = np.dtype(
    [
        ("enter_eu", np.float64),  # the limit
        ("stay_eu", np.float64),  # the limit moved inwards by the deadband
        ("calm_eu", np.float64),  # the last number on the normal side of the limit
        ("on_delay_ns", np.int64),
        ("off_delay_ns", np.int64),
        ("tag", np.int32),
        ("kind", np.uint8),  # ConditionKind
    ],
    align=True,
)

STATE = np.dtype(
    [
        ("occurrence", np.int64),  # 0 before the first
        ("revision", np.int64),  # of any visible change within the occurrence, from 1
        ("raised_at_ns", np.int64),
        ("changed_at_ns", np.int64),
        ("raised_value", np.float64),  # [EU], NaN where there was none
        ("deadline_ns", np.int64),  # of the delay that runs
        ("position", np.int32),  # in the heap of running delays, -1 when none runs
        ("condition", np.uint8),  # ConditionState
        ("acknowledgement", np.uint8),  # AcknowledgementState
        # Fills the row to whole words: bytes that belong to no field are not copied, and checkpoints compare
        # as bytes.
        ("reserved", np.uint16),
    ],
    align=True,
)


Row = Any
"""One row of a table inside a kernel: fields are attributes there, which NumPy cannot tell a type checker."""


class AlarmParams(NamedTuple):
    """Frozen: table (A,) of ``PARAMS``; the alarms of tag n are ``of_tag[first[n] : first[n + 1]]``.

    first (N+1,) int32; of_tag (A,) int32.
    """

    table: np.ndarray
    first: np.ndarray
    of_tag: np.ndarray


class AlarmState(NamedTuple):
    """Changed in place by the kernels: table (A,) of ``STATE``, and the heap of running delays.

    heap (A,) int32: ``heap[: running[0]]`` are the alarms whose delay runs (see ``timer_heap``).
    """

    table: np.ndarray
    heap: np.ndarray
    running: np.ndarray


def compile_params(alarms: tuple[AlarmDefinition, ...], tag_index: dict[str, int]) -> AlarmParams:
    """Arrays of the configured alarms. Raises KeyError for an alarm on a tag that is not in ``tag_index``."""
    kind = np.array([alarm.kind for alarm in alarms], np.uint8)
    tag = np.array([tag_index[alarm.tag] for alarm in alarms], np.int32)
    enter = np.array([alarm.limit_eu for alarm in alarms], np.float64)
    deadband = np.array([alarm.deadband_eu for alarm in alarms], np.float64)
    is_high = (kind == ConditionKind.HIGH_HIGH) | (kind == ConditionKind.HIGH)
    first = np.zeros(len(tag_index) + 1, np.int32)
    np.cumsum(np.bincount(tag, minlength=len(tag_index)), out=first[1:])
    table = np.zeros(len(alarms), PARAMS)
    table["kind"], table["tag"], table["enter_eu"] = kind, tag, enter
    table["stay_eu"] = np.where(is_high, enter - deadband, enter + deadband)
    table["calm_eu"] = np.nextafter(enter, np.where(is_high, -np.inf, np.inf))
    table["on_delay_ns"] = _milliseconds_as_ns(alarm.on_delay_ms for alarm in alarms)
    table["off_delay_ns"] = _milliseconds_as_ns(alarm.off_delay_ms for alarm in alarms)
    return AlarmParams(table, first, np.argsort(tag, kind="stable").astype(np.int32))


def start_state(alarms: int) -> AlarmState:
    """Every alarm at rest: normal, acknowledged, without an occurrence yet."""
    table = np.zeros(alarms, STATE)
    table["condition"] = ConditionState.NORMAL
    table["acknowledgement"] = AcknowledgementState.ACKNOWLEDGED
    table["raised_value"] = np.nan
    table["position"] = -1
    return AlarmState(table, np.zeros(alarms, np.int32), np.zeros(1, np.int64))


def _milliseconds_as_ns(values_ms: Iterable[int]) -> np.ndarray:
    return np.array(list(values_ms), np.int64) * 1_000_000
