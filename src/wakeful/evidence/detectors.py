"""The detectors of one tag: sequential tests of its innovations against normal running.

Each is a CUSUM of log likelihood ratios: ``s = max(0, s + log(alternative / normal))``. With true innovations
of standard deviation 1 an excursion reaches ``h`` with probability at most exp(-h), which is what makes the
figures of different detectors comparable. Few, each with its reason:

- mean up and down by 0.5, 1 and 2 standard deviations: a drift or faint step, a step, a jump;
- deviation 1.3 and 1.8 times as large: noisier, or an oscillation; 0.6 times: quieter, on the way to stuck.

Nobody knows the true mean and deviation: from n rows they are known to about ``1 / sqrt(n)`` and ``1 / sqrt(2
n)``. So normal is not one distribution but every one within ``slack`` of what was learned, and the ratio is
taken against the one among them that is nearest to the alternative. Faint evidence then adds up only beyond
what may be an error of learning.

Sources: E. S. Page, Continuous inspection schemes, Biometrika 41 (1954) 100-115; G. Lorden, Procedures for
reacting to a change in distribution, Ann. Math. Statist. 42 (1971) 1897-1908; J. Shin, A. Ramdas, A. Rinaldo,
E-detectors, New England J. Statist. Data Sci. (2024), arXiv 2203.03532.
"""

import numpy as np
from numba import njit

MEAN_SHIFTS = np.array([0.5, 1.0, 2.0])
"""Standard deviations."""
SCALE_RATIOS = np.array([1.3, 1.8, 0.6])
DETECTORS = 2 * len(MEAN_SHIFTS) + len(SCALE_RATIOS)
NAMES = (
    "up 0.5",
    "down 0.5",
    "up 1",
    "down 1",
    "up 2",
    "down 2",
    "noisier 1.3",
    "noisier 1.8",
    "quieter 0.6",
)
INNOVATION_MAX = 6.0
"""An innovation counts for at most so many deviations: one wild sample is no proof."""
SUM_MAX = 40.0
"""Nothing is proven further than exp(40), so that what has passed clears within a bounded time."""


@njit(cache=True)
def follow_innovation(innovation: float, slack_mean: float, slack_scale: float, sums: np.ndarray) -> None:
    """One innovation [standard deviations] of one tag into its detectors' sums (D,), changed in place.

    ``slack_mean`` [standard deviations] and ``slack_scale`` (a share) bound what normal may be.
    """
    x = min(max(innovation, -INNOVATION_MAX), INNOVATION_MAX)
    wide = 1.0 + slack_scale
    place = 0
    for shift in MEAN_SHIFTS:
        # Between a mean of slack + shift and one of slack, both of the widest normal deviation.
        drift = shift * shift / 2.0 + shift * slack_mean
        sums[place] = min(max(0.0, sums[place] + (shift * x - drift) / (wide * wide)), SUM_MAX)
        sums[place + 1] = min(max(0.0, sums[place + 1] + (-shift * x - drift) / (wide * wide)), SUM_MAX)
        place += 2
    for ratio in SCALE_RATIOS:
        normal = wide if ratio > 1.0 else 1.0 / wide
        other = ratio * normal
        gain = np.log(normal / other) + 0.5 * x * x * (1.0 / (normal * normal) - 1.0 / (other * other))
        sums[place] = min(max(0.0, sums[place] + gain), SUM_MAX)
        place += 1


@njit(cache=True)
def follow_innovations(
    innovations: np.ndarray,
    present: np.ndarray,
    slack_mean: np.ndarray,
    slack_scale: np.ndarray,
    sums: np.ndarray,
    history: np.ndarray,
) -> None:
    """Rows of innovations (T, N) into sums (N, D), changed in place; ``history`` (T, N, D) is filled.

    Only where ``present`` (T, N) bool is set there is something to judge: a gap is not evidence.
    """
    for row in range(innovations.shape[0]):
        for tag in range(innovations.shape[1]):
            if present[row, tag]:
                follow_innovation(innovations[row, tag], slack_mean[tag], slack_scale[tag], sums[tag])
            history[row, tag, :] = sums[tag]
