"""Each fault of an instrument does what its description says, to its tag alone."""

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wakeful.plants.instrument_faults import ALL_TARGETS, TAG_FAULTS, InstrumentFaults
from wakeful.terms.quality import Quality
from wakeful.terms.tag import Tag, TagKind

TAGS = (
    Tag(name="L", system="s", source="s", range_low_eu=0.0, range_high_eu=10.0, resolution_eu=0.01),
    Tag(name="P", system="s", source="s", range_low_eu=-1.0, range_high_eu=1.0),
    Tag(name="X", system="s", source="s", kind=TagKind.DISCRETE, states=("off", "on")),
)
TRUTH = np.array([5.0, 0.0, 1.0])
GOOD = np.zeros(3, np.uint32)


def _begun(fault: str, severity: float, target: str = "L", seed: int = 1) -> InstrumentFaults:
    faults = InstrumentFaults(TAGS, seed)
    assert faults.begin(fault, target, severity, 100.0, (TRUTH.copy(), GOOD.copy())) == ""
    return faults


def _read(
    faults: InstrumentFaults, time_s: float, truth: np.ndarray = TRUTH
) -> tuple[np.ndarray, np.ndarray]:
    values, quality = truth.copy(), GOOD.copy()
    faults.instrument(time_s, values, quality)
    faults.wire(time_s, values, quality)
    return values, quality


def test_bias_shifts_by_a_fraction_of_the_range() -> None:
    assert _read(_begun("bias", 0.1), 200.0)[0][0] == pytest.approx(6.0)
    assert _read(_begun("bias", -0.1), 200.0)[0][0] == pytest.approx(4.0)


def test_drift_grows_with_time_from_its_onset() -> None:
    faults = _begun("drift", 0.2)
    assert [_read(faults, 100.0 + h * 3600.0)[0][0] for h in (0, 1, 2)] == pytest.approx([5.0, 7.0, 9.0])


def test_noise_has_the_standard_deviation_asked_for() -> None:
    faults = _begun("noise", 0.05)
    readings = np.array([_read(faults, float(k))[0][0] for k in range(101, 2101)])
    assert readings.std() == pytest.approx(0.5, rel=0.1)
    assert readings.mean() == pytest.approx(5.0, abs=0.05)


def test_spikes_hit_about_one_reading_in_twenty_both_ways() -> None:
    faults = _begun("spikes", 0.3)
    readings = np.array([_read(faults, float(k))[0][0] for k in range(101, 4101)])
    assert set(np.round(readings, 6)) == {2.0, 5.0, 8.0}
    assert np.mean(readings != 5.0) == pytest.approx(0.05, abs=0.012)


def test_freeze_holds_the_reading_of_its_onset_and_says_good() -> None:
    values, quality = _read(_begun("freeze", 1.0), 500.0, np.array([7.0, 0.0, 1.0]))
    assert (values[0], quality[0]) == (5.0, Quality.GOOD)


@pytest.mark.parametrize("fraction", [0.3, 1.0])
def test_drop_out_loses_the_fraction_asked_for(fraction: float) -> None:
    faults = _begun("drop_out", fraction)
    rows = [_read(faults, float(k)) for k in range(101, 1101)]
    lost = np.array([quality[0] == Quality.BAD_NO_COMMUNICATION for _, quality in rows])
    assert lost.mean() == pytest.approx(fraction, abs=0.05)
    assert np.array_equal(lost, np.array([np.isnan(values[0]) for values, _ in rows]))


def test_replay_shows_the_recording_while_the_truth_moves_on() -> None:
    faults = InstrumentFaults(TAGS, 1)
    recorded = [_read(faults, float(k), np.array([k / 10.0, 0.0, 1.0]))[0][0] for k in range(20)]
    assert faults.begin("replay", "L", 0.5, 20.0, (TRUTH, GOOD)) == ""
    shown = [_read(faults, 20.0 + k, np.array([9.0, 0.5, 0.0]))[0] for k in range(20)]
    assert [row[0] for row in shown] == recorded[10:] * 2
    assert all(row[1] == 0.5 and row[2] == 0.0 for row in shown)


def test_replay_of_all_tags_conceals_everything() -> None:
    faults = InstrumentFaults(TAGS, 1)
    for k in range(10):
        _read(faults, float(k))
    assert faults.begin("replay", ALL_TARGETS, 1.0, 10.0, (TRUTH, GOOD)) == ""
    assert np.array_equal(_read(faults, 11.0, np.array([9.0, 0.9, 0.0]))[0], TRUTH)


def test_replay_without_a_recording_is_refused() -> None:
    faults = InstrumentFaults(TAGS, 1)
    assert "recorded" in faults.begin("replay", "L", 1.0, 0.0, (TRUTH, GOOD))
    for k in range(3):
        _read(faults, float(k))
    assert "above 0" in faults.begin("replay", "L", 0.0, 3.0, (TRUTH, GOOD))


@pytest.mark.parametrize("fault", sorted(TAG_FAULTS))
def test_every_fault_ends_and_leaves_the_truth(fault: str) -> None:
    faults = InstrumentFaults(TAGS, 1)
    for k in range(100):
        _read(faults, float(k), np.array([3.0, 0.2, 0.0]))
    assert faults.begin(fault, "L", 1.0, 100.0, (np.array([2.0, 0.0, 0.0]), GOOD)) == ""
    changed = [_read(faults, float(k)) for k in range(101, 300)]
    assert any(values[0] != 5.0 for values, _ in changed)
    assert all(values[1] == 0.0 and values[2] == 1.0 for values, _ in changed)
    assert faults.end(fault, "L") == ""
    assert all(np.array_equal(_read(faults, float(k))[0], TRUTH) for k in range(300, 400))


@pytest.mark.parametrize("fault", sorted(TAG_FAULTS))
def test_unfit_targets_are_refused(fault: str) -> None:
    faults = InstrumentFaults(TAGS, 1)
    assert "cannot hit 'Q'" in faults.begin(fault, "Q", 0.5, 0.0, (TRUTH, GOOD))
    assert "cannot hit 'Q'" in faults.end(fault, "Q")
    if TAG_FAULTS[fault].analogue_only:
        assert "cannot hit 'X'" in faults.begin(fault, "X", 0.5, 0.0, (TRUTH, GOOD))
        assert "X" not in faults.kinds()[fault].targets


@given(
    severity=st.floats(-1.0, 1.0),
    fault=st.sampled_from(["bias", "drift"]),
    time_s=st.floats(100.0, 1e6),
)
def test_a_lie_stays_within_range_and_on_the_resolution(severity: float, fault: str, time_s: float) -> None:
    value = _read(_begun(fault, severity), time_s)[0][0]
    assert 0.0 <= value <= 10.0
    assert value * 100.0 == pytest.approx(round(value * 100.0), abs=1e-9)


@pytest.mark.parametrize("fault", ["noise", "spikes", "drop_out"])
def test_draws_depend_on_seed_and_time_only(fault: str) -> None:
    def series(seed: int, order: Callable[[range], list[int]]) -> dict[int, bytes]:
        faults = _begun(fault, 0.5, seed=seed)
        return {k: _read(faults, float(k))[0].tobytes() for k in order(range(101, 301))}

    forward = series(1, list)
    assert series(1, lambda times: list(reversed(times))) == forward
    assert series(2, list) != forward
