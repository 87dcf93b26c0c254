"""A small unit in normal running, learned once for the tests of this room."""

from functools import lru_cache

import numpy as np

from wakeful.evidence.calibration import learn_unit
from wakeful.evidence.model import UnitModel
from wakeful.evidence.model_file import Facts, LearnedUnit

PERIOD_NS = 60_000_000_000
NAMES = ("FI-1", "TI-2", "PI-3", "LI-4")


def normal_rows(rows: int, seed: int) -> np.ndarray:
    """(T, 4) values [EU]: three wandering tags, two of them together, and one without memory."""
    random = np.random.default_rng(seed)
    noise = random.normal(size=(rows, len(NAMES)))
    values = np.zeros_like(noise)
    for row in range(1, rows):
        values[row] = np.array([0.8, 0.6, 0.7, 0.0]) * values[row - 1] + noise[row]
    values[:, 1] += 0.5 * values[:, 0]
    return 100.0 + 5.0 * values


@lru_cache(maxsize=1)
def model() -> UnitModel:
    """Learned from 3,000 rows."""
    return learn_unit([normal_rows(3_000, seed=1)])


def unit() -> LearnedUnit:
    """The same with names, at 1 minute and 2 false alarms a day: evidence 2.86."""
    return LearnedUnit(
        names=NAMES,
        setpoints=("LI-4",),
        period_ns=PERIOD_NS,
        budget_per_day=2.0,
        facts=Facts(
            runs=1,
            rows=3_000,
            days=3_000 / 1_440,
            first_ns=0,
            last_ns=2_999 * PERIOD_NS,
            rows_a_value=(1.0, 1.0, 1.0, 1.0),
            held_out_days=0.6,
            held_out_episodes=1,
            notes=("made up",),
        ),
        model=model(),
    )
