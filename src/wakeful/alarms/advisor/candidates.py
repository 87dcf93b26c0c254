"""Which settings are worth replaying: today's, and a small grid above it, from the data and the literature.

- A deadband has to be wider than the noise, or deep enough that the value does not leave it between two
  annunciations: so three standard deviations of the noise, the depths to which the value came back inside
  between annunciations, and the starting point of EEMUA 191 for the kind of signal (as printed by exida).
- An on-delay has to outlast the activations nobody needs: so the durations of those that were.
- An off-delay has to bridge the calm between annunciations: so the lengths of those calms.

Depths, durations and calms are taken at quantiles of those within reach, depths and calms also at the most
there was within one stretch of abnormal running; all rounded up to numbers a person would choose. The advisor
only adds: nothing below today's setting is tried. At most 5 x 3 x 4 settings, today's among them.
"""

import math
from collections.abc import Iterable, Sequence

import numpy as np

from wakeful.alarms.advisor.history import History
from wakeful.alarms.advisor.levels import LIMIT_KINDS, RISING_KINDS
from wakeful.alarms.advisor.replay import STILL_NS, Activations
from wakeful.alarms.advisor.setting import Setting, setting_of
from wakeful.terms.alarm import AlarmDefinition, ConditionKind
from wakeful.terms.quality import SEVERITY_MASK, Quality
from wakeful.terms.tag import Tag

DEADBANDS_ADDED = 4
ON_DELAYS_ADDED = 2
OFF_DELAYS_ADDED = 3
CANDIDATES_MAX = (1 + DEADBANDS_ADDED) * (1 + ON_DELAYS_ADDED) * (1 + OFF_DELAYS_ADDED)

DELAYS_S = (
    *(1, 2, 3, 5, 10, 15, 20, 30, 45, 60, 90, 120, 180, 240, 300, 360, 480, 600, 900, 1_200, 1_800, 2_700),
    *(3_600, 5_400, 7_200, 10_800, 14_400, 21_600, 28_800, 43_200, 86_400),
)
"""Delays a person would choose [s]."""

DEADBAND_SHARES = {
    0.05: ("m³/h", "L/s", "kg/h", "t/h", "kscmh"),
    0.02: ("m", "mm", "Pa", "kPa", "bar"),
    0.01: ("°C", "K", "mol%", "mg/L", "pH", "NTU"),
}
"""Starting points for a deadband as a share of the range, by unit: flow 5 %, level and pressure 2 %,
temperature and composition 1 % (EEMUA 191 as printed by exida; other prints differ)."""

RANGE_SHARE_MAX = 0.1
GAP_SHARE_MAX = 0.5
"""No deadband wider than this share of the range, nor of the gap to the limit on the other side."""

_FACING_RISING = (ConditionKind.LOW, ConditionKind.LOW_LOW)
_FACING_FALLING = (ConditionKind.HIGH, ConditionKind.HIGH_HIGH)
DEPTH_QUANTILE = 0.95
DELAY_QUANTILES = (0.8, 0.95)

_NOISE_SPREADS = 3.0
_UNCERTAIN = np.uint32(Quality.UNCERTAIN_LAST_USABLE_VALUE & SEVERITY_MASK)
"""Status codes below are good."""
_STEPS_LOOKED_AT = 20_000


def candidate_settings(
    histories: Sequence[History],
    activations: Sequence[Activations],
    definition: AlarmDefinition,
    tag: Tag,
    *,
    gap_eu: float,
    close_ns: int,
    on_delay_ms_max: int,
    off_delay_ms_max: int,
) -> tuple[Setting, ...]:
    """Settings to be replayed, today's first, none twice.

    Parameters
    ----------
    histories, activations : the recorded samples, and what today's setting made of each.
    tag : gives unit, range and resolution.
    gap_eu : [EU] how far the limit is from the one on the other side, or from that end of the range.
    close_ns : [ns] activations with less calm between them belong to one stretch, see ``stretches``.
    on_delay_ms_max, off_delay_ms_max : [ms]; longer delays are not tried, and 0 none at all.
    """
    today = setting_of(definition)
    calms_ns = np.concatenate([_lengths_ns(each.calm_ns[:-1], each.onset_ns[1:]) for each in activations])
    durations_ns = np.concatenate([_lengths_ns(each.onset_ns, each.calm_ns) for each in activations])
    close = calms_ns < close_ns
    deadbands_eu: list[float] = []
    if definition.kind in LIMIT_KINDS:
        deadbands_eu = _deadbands_eu(histories, activations, definition, tag, gap_eu, close)
    on_delays_ms = _delays_ms(durations_ns, durations_ns[:0], today.on_delay_ms, on_delay_ms_max)
    off_delays_ms = _delays_ms(calms_ns, calms_ns[close], today.off_delay_ms, off_delay_ms_max)
    return tuple(
        Setting(deadband_eu, on_ms, off_ms)
        for deadband_eu in [today.deadband_eu, *deadbands_eu]
        for on_ms in [today.on_delay_ms, *on_delays_ms]
        for off_ms in [today.off_delay_ms, *off_delays_ms]
    )


def noise_eu(histories: Sequence[History]) -> float:
    """Standard deviation of the noise of a signal [EU], robust against steps, trends and spikes.

    From the median of the first differences of good samples, those of 0 left out: an analyser that holds its
    last value is not quiet. For white Gaussian noise of deviation s it tends to s. 0 without differences.
    """
    steps = []
    for history in histories:
        good = (history.quality < _UNCERTAIN) & np.isfinite(history.values)
        step_eu = np.abs(np.diff(history.values[good]))
        step_eu = step_eu[step_eu > 0.0]
        steps.append(step_eu[:: len(step_eu) // _STEPS_LOOKED_AT + 1])
    step_eu = np.concatenate(steps) if steps else np.empty(0)
    # The median of |N(0, 2 s²)| is 0.6745 sqrt(2) s.
    return float(np.median(step_eu)) / (0.674_489_75 * math.sqrt(2.0)) if len(step_eu) else 0.0


def starting_deadband_eu(tag: Tag) -> float:
    """The literature's starting point [EU] for the tag's unit; 0 for a unit it says nothing about."""
    share = next((share for share, units in DEADBAND_SHARES.items() if tag.unit in units), 0.0)
    return share * max(0.0, tag.range_high_eu - tag.range_low_eu)


def deadband_eu_max(tag: Tag, gap_eu: float) -> float:
    """The widest deadband that is tried [EU]."""
    range_eu = tag.range_high_eu - tag.range_low_eu
    bounds_eu = [bound for bound in (RANGE_SHARE_MAX * range_eu, GAP_SHARE_MAX * gap_eu) if bound > 0.0]
    return min(bounds_eu, default=0.0)


def gap_to_facing_eu(definition: AlarmDefinition, tag: Tag, alarms: Iterable[AlarmDefinition]) -> float:
    """How far a limit is from the one on the other side, or from that end of the range [EU].

    ``alarms`` are those of the same tag. A deadband as wide as this would hold the alarm until the opposite
    one comes.
    """
    rising = definition.kind in RISING_KINDS
    facing = _FACING_RISING if rising else _FACING_FALLING
    limits_eu = {alarm.kind: alarm.limit_eu for alarm in alarms}
    end_eu = tag.range_low_eu if rising else tag.range_high_eu
    other_eu = next((limits_eu[kind] for kind in facing if kind in limits_eu), end_eu)
    return abs(definition.limit_eu - other_eu)


def _deadbands_eu(
    histories: Sequence[History],
    activations: Sequence[Activations],
    definition: AlarmDefinition,
    tag: Tag,
    gap_eu: float,
    close: np.ndarray,
) -> list[float]:
    """Wider deadbands than today's, rising, at most ``DEADBANDS_ADDED``."""
    widest_eu = deadband_eu_max(tag, gap_eu)
    depths_eu = np.concatenate(
        [depths_between_eu(*pair, definition) for pair in zip(histories, activations, strict=True)]
    )
    within = depths_eu <= widest_eu
    wishes_eu = [_NOISE_SPREADS * noise_eu(histories), starting_deadband_eu(tag)]
    if within.any():
        wishes_eu.append(float(np.quantile(depths_eu[within], DEPTH_QUANTILE, method="higher")))
    wishes_eu.append(float(np.max(depths_eu[within & close], initial=0.0)))
    rounded_eu = {_round_up(wish_eu, tag.resolution_eu or 0.0) for wish_eu in wishes_eu if wish_eu > 0.0}
    return sorted(each for each in rounded_eu if definition.deadband_eu < each <= widest_eu)


def depths_between_eu(history: History, activations: Activations, definition: AlarmDefinition) -> np.ndarray:
    """(K - 1,) how far the value came back inside the limit between activations [EU], by good samples."""
    sign = 1.0 if definition.kind in RISING_KINDS else -1.0
    good = (history.quality < _UNCERTAIN) & np.isfinite(history.values)
    depth_eu = np.where(good, sign * (definition.limit_eu - history.values), -np.inf)
    calm, onset = np.searchsorted(history.times_ns, [activations.calm_ns[:-1], activations.onset_ns[1:]])
    if not len(calm):
        return np.empty(0)
    # Every second of these pieces is a calm: from its first sample up to the next onset.
    pieces = np.stack([calm, onset], axis=1).ravel()
    deepest_eu: np.ndarray = np.maximum.reduceat(depth_eu, pieces)
    return deepest_eu[::2]


def _delays_ms(lengths_ns: np.ndarray, close_ns: np.ndarray, today_ms: int, longest_ms: int) -> list[int]:
    """Delays above today's that outlast most of the lengths within reach, or all of those in one stretch."""
    within_ns = lengths_ns[lengths_ns < longest_ms * 1_000_000]
    if not len(within_ns):
        return []
    wishes_ns = np.quantile(within_ns, DELAY_QUANTILES, method="higher").tolist()
    wishes_ns += [close_ns.max()] if len(close_ns) else []
    chosen_ms = {
        1_000 * next((each for each in DELAYS_S if each >= wish_ns / 1e9), 0) for wish_ns in wishes_ns
    }
    return sorted(each for each in chosen_ms if today_ms < each <= longest_ms)


def _lengths_ns(begin_ns: np.ndarray, end_ns: np.ndarray) -> np.ndarray:
    """Lengths of what has ended [ns]."""
    ended = end_ns != STILL_NS
    lengths_ns: np.ndarray = end_ns[ended] - begin_ns[ended]
    return lengths_ns


def _round_up(wish_eu: float, step_eu: float) -> float:
    """The next number with two figures, and not below one step of the instrument."""
    figure = 10.0 ** (math.floor(math.log10(wish_eu)) - 1)
    # Numbers written with so many decimals read as they were meant: 0.35, not 0.35000000000000003.
    decimals = max(0, 1 - math.floor(math.log10(wish_eu)))
    return max(round(math.ceil(wish_eu / figure - 1e-9) * figure, decimals), step_eu)
