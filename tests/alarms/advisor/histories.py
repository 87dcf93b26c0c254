"""Short histories full of what goes wrong: stamps that repeat, bad samples, gaps, limits hit exactly."""

import numpy as np
from hypothesis import strategies as st

from wakeful.alarms.advisor.history import History
from wakeful.terms.alarm import AlarmDefinition, ConditionKind, Priority
from wakeful.terms.quality import Quality

SECOND_NS = 1_000_000_000
CODES = (
    Quality.GOOD,
    Quality.GOOD,
    Quality.GOOD,
    Quality.GOOD_CLAMPED,
    Quality.UNCERTAIN_SUB_NORMAL,
    Quality.BAD_SENSOR_FAILURE,
    Quality.BAD_NO_DATA,
    0xC000_0000,
)
VALUES = (7.0, 8.0, 8.5, 9.0, 9.5, 10.0, 10.5, float("nan"), float("inf"))
DEADBANDS_EU = (0.0, 0.5, 1.0, 2.0)
DELAYS_MS = (0, 0, 1_000, 2_000, 3_000, 7_500)
KINDS = (
    ConditionKind.HIGH_HIGH,
    ConditionKind.HIGH,
    ConditionKind.LOW,
    ConditionKind.LOW_LOW,
    ConditionKind.INPUT_BAD,
)

rough_samples = st.lists(
    st.tuples(st.integers(0, 5), st.sampled_from(VALUES), st.sampled_from(CODES)), max_size=40
)
chattering_samples = st.lists(
    st.tuples(st.sampled_from((2, 2, 2, 3, 4, 7)), st.sampled_from((7.0, 8.5, 9.0, 10.0)), st.just(CODES[0])),
    max_size=60,
)
samples = st.one_of(rough_samples, chattering_samples)
"""Seconds since the sample before and one more, value, quality."""


def high(**fields):
    """A high alarm at 10."""
    given = {"name": "LAH-1", "tag": "LI-1", "kind": ConditionKind.HIGH, "priority": Priority.MEDIUM}
    return AlarmDefinition(**(given | {"limit_eu": 10.0} | fields))


@st.composite
def definitions(draw, kinds=KINDS):
    """An alarm of some kind; its limit is among the values."""
    return high(
        kind=draw(st.sampled_from(kinds)),
        limit_eu=draw(st.sampled_from((8.5, 9.0, 10.0))),
        deadband_eu=draw(st.sampled_from(DEADBANDS_EU)),
        on_delay_ms=draw(st.sampled_from(DELAYS_MS)),
        off_delay_ms=draw(st.sampled_from(DELAYS_MS)),
    )


@st.composite
def recordings(draw):
    """Rows as they were recorded, with stamps that repeat or step back, and the period they are from.

    Returns the rows as the plain twin takes them (time, value, quality), the end [ns] and an age limit [ns].
    """
    steps = draw(samples)
    times_ns = np.cumsum([SECOND_NS * (step - 1) for step, _, _ in steps], dtype=np.int64) + 40 * SECOND_NS
    rows = [(int(at_ns), value, int(code)) for at_ns, (_, value, code) in zip(times_ns, steps, strict=True)]
    last_ns = max((at_ns for at_ns, _, _ in rows), default=0)
    end_ns = last_ns + SECOND_NS * draw(st.integers(0, 9)) + 1
    return rows, end_ns, SECOND_NS * draw(st.sampled_from((0, 2, 3)))


def accepted(recording):
    """The history the engine would have accepted of a recording."""
    rows, end_ns, age_limit_ns = recording
    times_ns = np.array([at_ns for at_ns, _, _ in rows], np.int64)
    values = np.array([value for _, value, _ in rows], np.float64)
    quality = np.array([code for _, _, code in rows], np.uint32)
    return History.accepted(times_ns, values, quality, 0, end_ns, age_limit_ns)


def every_second(values, *, quality=None, age_limit_ns=0, interval_ns=SECOND_NS):
    """A history with a sample each second from 0; it ends one interval after the last."""
    values = np.asarray(values, np.float64)
    times_ns = np.arange(len(values), dtype=np.int64) * interval_ns
    codes = np.zeros(len(values), np.uint32) if quality is None else np.asarray(quality, np.uint32)
    return History(times_ns, values, codes, 0, len(values) * interval_ns, age_limit_ns)
