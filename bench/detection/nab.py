"""The change-point score of NAB as SKAB's leaderboard takes it: windows to the right of each change point.

The first detection in a window earns from 1 at its left edge falling to ``A_FP`` at its right edge, by a
hyperbolic tangent; each detection outside of all windows costs ``A_FP``, each window without one costs
``A_FN``. 0 is to say nothing, 100 is perfect. Source: A. Lavin, S. Ahmad, Evaluating Real-time Anomaly
Detection Algorithms, ICMLA 2015, with the scale of the SKAB evaluation.
"""

import math
from collections.abc import Sequence
from typing import NamedTuple


class Profile(NamedTuple):
    """Weights: of a perfect detection, a false one, a missed window."""

    true: float
    false: float
    missed: float


STANDARD = Profile(1.0, -0.11, -1.0)
LOW_FP = Profile(1.0, -0.22, -1.0)
LOW_FN = Profile(1.0, -0.11, -2.0)


class Counts(NamedTuple):
    """Raw score over some files, windows in all, windows missed, false detections."""

    raw: float
    windows: int
    missed: int
    false: int

    def __add__(self, other: "Counts") -> "Counts":  # type: ignore[override]
        """Files pooled."""
        return Counts(
            self.raw + other.raw,
            self.windows + other.windows,
            self.missed + other.missed,
            self.false + other.false,
        )

    def score(self, profile: Profile) -> float:
        """On the scale from 0 (nothing said) to 100 (perfect)."""
        nothing, perfect = self.windows * profile.missed, self.windows * profile.true
        return 100.0 * (self.raw - nothing) / (perfect - nothing)


NO_FILES = Counts(0.0, 0, 0, 0)


def windows_of(changes_s: Sequence[float], width_s: float) -> list[tuple[float, float]]:
    """[begin, end] of each change point; one that meets the next is cut there."""
    edges = [*changes_s, math.inf]
    return [(begin, min(begin + width_s, edges[place + 1])) for place, begin in enumerate(changes_s)]


def nab_counts(
    detections_s: Sequence[float], changes_s: Sequence[float], width_s: float, profile: Profile
) -> Counts:
    """One file: instants [s] of detections and of change points, both ascending."""
    windows = windows_of(changes_s, width_s)
    raw, missed, inside = 0.0, 0, 0
    for begin, end in windows:
        cut = end < begin + width_s
        within = [at for at in detections_s if begin <= at and (at < end or (at == end and not cut))]
        inside += len(within)
        if within:
            raw += worth((within[0] - begin) / width_s, profile)
        else:
            raw += profile.missed
            missed += 1
    false = len(detections_s) - inside
    return Counts(raw + profile.false * false, len(windows), missed, false)


def worth(position: float, profile: Profile) -> float:
    """Of a detection at ``position`` 0 to 1 of its window."""
    x = math.pi * (position - 0.5)
    half = (profile.true - profile.false) / 2.0
    return -half * math.tanh(x) / math.tanh(math.pi / 2.0) + half + profile.false
