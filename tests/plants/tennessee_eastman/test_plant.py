"""The plant behind its interface: determinism, snapshots, orders, trips, restarts, faulty instruments."""

import math
import sys

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wakeful.plants.faulty_plant import FaultyPlant
from wakeful.plants.instrument_faults import FaultPorts
from wakeful.plants.plant import Plant
from wakeful.plants.tennessee_eastman import TennesseeEastman
from wakeful.plants.tennessee_eastman.description import OPERATOR_STOP, TRIP_REASONS, describe
from wakeful.terms.errors import DataError, SourceError
from wakeful.terms.quality import Quality

TAGS = [tag.name for tag in describe().tags]


def value(plant: Plant, tag: str) -> float:
    return float(plant.read()[0][TAGS.index(tag)])


def advance(plant: Plant, seconds: int) -> None:
    for _ in range(seconds):
        plant.step()


def history(plant: Plant, seconds: int) -> bytes:
    """Values and qualities of every second, as bytes."""
    rows = []
    for _ in range(seconds):
        plant.step()
        values, quality = plant.read()
        rows.append(values.tobytes() + quality.tobytes())
    return b"".join(rows)


def test_it_is_a_plant_with_ports_for_faults() -> None:
    plant: Plant = TennesseeEastman(seed=1)
    assert isinstance(plant, FaultPorts)
    assert plant.step_s == 1.0
    assert plant.time_s == 0.0
    advance(plant, 90)
    assert plant.time_s == 90.0
    values, quality = plant.read()
    assert values.shape == quality.shape == (len(TAGS),)
    assert values.dtype == np.float64
    assert quality.dtype == np.uint32
    assert np.all(quality == Quality.GOOD)


def test_the_same_seed_gives_the_same_bytes_and_another_does_not() -> None:
    first, same, other = (history(TennesseeEastman(seed=seed), 300) for seed in (11, 11, 12))
    assert first == same
    assert first != other


def test_reading_changes_nothing() -> None:
    looked_at, left_alone = TennesseeEastman(seed=2), TennesseeEastman(seed=2)
    history(looked_at, 120)
    advance(left_alone, 120)
    assert looked_at.read()[0].tobytes() == left_alone.read()[0].tobytes()


@pytest.mark.parametrize("seed", [-1, 2**63])
def test_a_seed_out_of_range_is_refused(seed: int) -> None:
    with pytest.raises(ValueError, match="seed"):
        TennesseeEastman(seed=seed)


def test_analysers_hold_their_result_between_samples() -> None:
    plant = TennesseeEastman(seed=1)
    gas, product = TAGS.index("TE.AI-23"), TAGS.index("TE.AI-40")
    rows = []
    for _ in range(3600):
        plant.step()
        rows.append(plant.read()[0][[gas, product]])
    changes = [np.flatnonzero(np.diff(np.array(rows)[:, column])) for column in (0, 1)]
    assert np.all(np.abs(np.diff(changes[0]) - 360) <= 1)
    assert np.all(np.abs(np.diff(changes[1]) - 900) <= 1)
    assert len(changes[0]) >= 9


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 2000), st.integers(0, 400), st.sampled_from([1, 6, 8, 13, 14, 20, 26]))
def test_a_snapshot_goes_on_bit_for_bit(seed: int, seconds: int, disturbance: int) -> None:
    plant = TennesseeEastman(seed=seed)
    plant.inject(f"idv_{disturbance}", "", 0.7, True)
    plant.write("TE.TIC-9", "mode", 1.0)
    advance(plant, seconds)
    saved = plant.snapshot()
    expected = history(plant, 400)
    fresh = TennesseeEastman(seed=seed + 1)
    advance(fresh, 10)
    fresh.restore(saved)
    assert fresh.time_s == seconds
    assert history(fresh, 400) == expected
    plant.restore(saved)
    assert plant.snapshot() == saved
    assert history(plant, 400) == expected


def test_bytes_that_are_no_snapshot_are_refused_and_change_nothing() -> None:
    plant, twin = TennesseeEastman(seed=1), TennesseeEastman(seed=1)
    advance(plant, 10)
    advance(twin, 10)
    saved = plant.snapshot()
    for wrong in (b"", b"nonsense", saved[:-1], saved[: len(saved) // 2], b"\xff" * 100):
        with pytest.raises(DataError):
            plant.restore(wrong)
    with pytest.raises(DataError):
        plant.restore(saved.replace(b"tennessee_eastman 1", b"tennessee_eastman 9"))
    assert history(plant, 20) == history(twin, 20)


def test_a_set_point_is_followed() -> None:
    plant = TennesseeEastman(seed=1)
    assert plant.write("TE.PIC-7", "setpoint", 2680.0) == ""
    advance(plant, 5 * 3600)
    assert value(plant, "TE.PI-7") == pytest.approx(2680.0, abs=6.0)
    assert value(plant, "TE.PIC-7.SP") == 2680.0


def test_a_valve_in_manual_goes_where_it_is_put() -> None:
    plant = TennesseeEastman(seed=1)
    assert plant.write("TE.FIC-10", "mode", 1.0) == ""
    assert plant.write("TE.FIC-10", "output", 60.0) == ""
    assert plant.write("TE.HIC-5", "setpoint", 30.0) == ""
    advance(plant, 120)
    assert value(plant, "TE.FCV-10") == pytest.approx(60.0, abs=0.1)
    assert value(plant, "TE.FCV-5") == pytest.approx(30.0, abs=0.1)
    assert value(plant, "TE.FIC-10.MODE") == 1.0


@pytest.mark.parametrize(
    ("equipment", "control", "number", "words"),
    [
        ("TE.TIC-9", "output", 50.0, "in AUTO; put it in MANUAL first"),
        ("TE.TIC-9", "setpoint", 500.0, "outside 100 to 150"),
        ("TE.TIC-9", "setpoint", math.nan, "no value"),
        ("TE.TIC-9", "setpoint", math.inf, "no value"),
        ("TE.TIC-9", "mode", 2.0, "0 (AUTO) or 1 (MANUAL)"),
        ("TE.TIC-9", "colour", 1.0, "no control 'colour'"),
        ("TE.FIC-1", "setpoint", 0.3, "no control 'setpoint'"),
        ("TE.HIC-5", "setpoint", 101.0, "outside 0 to 100"),
        ("TE.HIC-5", "mode", 1.0, "no control 'mode'"),
        ("TIC-9", "mode", 1.0, "no control"),
        ("TE.NOPE", "mode", 1.0, "no control"),
        ("TE.PLANT", "run", 1.0, "the plant is running"),
        ("TE.PLANT", "run", 0.5, "0 (stop) or 1 (start)"),
    ],
)
def test_an_order_that_cannot_be_is_refused_with_the_reason(
    equipment: str, control: str, number: float, words: str
) -> None:
    plant = TennesseeEastman(seed=1)
    before = plant.snapshot()
    assert words in plant.write(equipment, control, number)
    assert plant.snapshot() == before


def test_an_output_beyond_its_limits_is_refused_in_manual() -> None:
    plant = TennesseeEastman(seed=1)
    plant.write("TE.TIC-9", "mode", 1.0)
    assert "outside 0 to 100" in plant.write("TE.TIC-9", "output", 120.0)


@pytest.mark.parametrize(
    ("fault", "target", "severity", "words"),
    [
        ("idv_29", "", 1.0, "idv_1 to idv_28"),
        ("idv_1", "TE.PI-7", 1.0, "no target"),
        ("idv_1", "", 1.5, "outside 0.05 to 1"),
        ("idv_1", "", 0.0, "outside"),
        ("idv_1", "", math.nan, "outside"),
    ],
)
def test_a_disturbance_that_cannot_be_is_refused(
    fault: str, target: str, severity: float, words: str
) -> None:
    assert words in TennesseeEastman(seed=1).inject(fault, target, severity, True)


def test_severity_scales_a_disturbance_and_ending_it_ends_it() -> None:
    plant = TennesseeEastman(seed=1)
    warmer = []
    for severity in (0.5, 1.0):
        assert plant.inject("idv_4", "", severity, True) == ""
        readings = []
        for _ in range(60):
            plant.step()
            readings.append(value(plant, "TE.TI-46"))
        warmer.append(float(np.mean(readings)) - 35.0)
    assert warmer == pytest.approx([2.5, 5.0], abs=0.2)
    assert plant.inject("idv_4", "", 0.0, False) == ""
    advance(plant, 2)
    assert value(plant, "TE.TI-46") == pytest.approx(35.0, abs=1.0)


def trip(plant: TennesseeEastman) -> None:
    """Close the condenser's cooling water and wait for the trip."""
    plant.write("TE.TIC-11", "mode", 1.0)
    plant.write("TE.TIC-11", "output", 0.0)
    for _ in range(3600):
        plant.step()
        if plant.trip:
            return
    pytest.fail("the plant did not trip within an hour")


def test_a_tripped_plant_says_why_stands_still_and_keeps_time() -> None:
    plant = TennesseeEastman(seed=5)
    trip(plant)
    reason = int(value(plant, "TE.XS-2"))
    assert 1 <= reason <= 8
    assert value(plant, "TE.XS-1") == 0.0
    frozen, time_s = plant.read()[0].tobytes(), plant.time_s
    advance(plant, 100)
    assert plant.time_s == time_s + 100.0
    assert plant.read()[0].tobytes() == frozen
    assert TRIP_REASONS[reason] in plant.write("TE.PLANT", "run", 0.0)


def test_a_restart_begins_at_the_base_case_and_the_same_history_leads_to_the_same_bytes() -> None:
    first, second = TennesseeEastman(seed=5), TennesseeEastman(seed=5)
    for plant in (first, second):
        trip(plant)
        assert plant.write("TE.PLANT", "run", 1.0) == ""
    assert first.trip == 0
    assert value(first, "TE.PI-7") == pytest.approx(2705.0, abs=0.1)
    assert value(first, "TE.TIC-11.MODE") == 0.0
    continued = history(first, 1200)
    assert continued == history(second, 1200)
    assert continued != history(TennesseeEastman(seed=5), 1200)
    assert value(first, "TE.PI-7") == pytest.approx(2705.0, abs=10.0)
    saved = first.snapshot()
    expected = history(first, 60)
    second.restore(saved)
    assert history(second, 60) == expected


def test_a_disturbance_outlives_a_restart() -> None:
    plant = TennesseeEastman(seed=5)
    plant.inject("idv_6", "", 1.0, True)
    trip(plant)
    plant.write("TE.PLANT", "run", 1.0)
    advance(plant, 60)
    assert value(plant, "TE.FI-1") < 0.02


def test_the_operator_can_stop_the_plant_and_start_it_again() -> None:
    plant = TennesseeEastman(seed=1)
    advance(plant, 30)
    assert plant.write("TE.PLANT", "run", 0.0) == ""
    assert value(plant, "TE.XS-2") == OPERATOR_STOP
    saved = plant.snapshot()
    other = TennesseeEastman(seed=1)
    other.restore(saved)
    assert value(other, "TE.XS-2") == OPERATOR_STOP
    assert plant.write("TE.PLANT", "run", 1.0) == ""
    advance(plant, 30)
    assert value(plant, "TE.XS-1") == 1.0


def test_what_leaves_an_instruments_range_is_held_at_its_end_and_marked() -> None:
    plant = TennesseeEastman(seed=5)
    plant.write("TE.HIC-5", "setpoint", 60.0)
    column = TAGS.index("TE.LI-8")
    for _ in range(3 * 3600):
        plant.step()
        if plant.trip:
            break
    values, quality = plant.read()
    assert TRIP_REASONS[plant.trip] == "reactor level high"
    assert values[column] == 100.0
    assert quality[column] == Quality.GOOD_CLAMPED
    tags = describe().tags
    assert all(tag.range_low_eu <= v <= tag.range_high_eu for tag, v in zip(tags, values, strict=True))


def test_a_frozen_level_misleads_the_level_control() -> None:
    honest, misled = TennesseeEastman(seed=5), FaultyPlant(TennesseeEastman(seed=5))
    advance(honest, 60)
    advance(misled, 60)
    assert honest.read()[0].tobytes() == misled.read()[0].tobytes()
    assert misled.inject("bias", "TE.LI-12", -0.2, True) == ""
    advance(honest, 1800)
    advance(misled, 1800)
    assert value(misled, "TE.LIC-12.OUT") < value(honest, "TE.LIC-12.OUT") - 0.5


def test_a_lost_measurement_leaves_its_controller_with_what_it_last_saw() -> None:
    plant = FaultyPlant(TennesseeEastman(seed=5))
    advance(plant, 60)
    assert plant.inject("drop_out", "TE.TI-9", 1.0, True) == ""
    advance(plant, 300)
    values, quality = plant.read()
    assert np.isnan(values[TAGS.index("TE.TI-9")])
    assert quality[TAGS.index("TE.TI-9")] == Quality.BAD_NO_COMMUNICATION
    assert 30.0 < value(plant, "TE.TIC-9.OUT") < 55.0
    saved = plant.snapshot()
    expected = history(plant, 120)
    plant.restore(saved)
    assert history(plant, 120) == expected


def test_a_stuck_valve_takes_no_command_until_it_is_let_go() -> None:
    plant = FaultyPlant(TennesseeEastman(seed=5))
    advance(plant, 10)
    assert plant.inject("stuck_actuator", "TE.FCV-5", 1.0, True) == ""
    assert plant.write("TE.HIC-5", "setpoint", 40.0) == ""
    advance(plant, 60)
    assert value(plant, "TE.FCV-5") == pytest.approx(22.21, abs=0.1)
    saved = plant.snapshot()
    expected = history(plant, 60)
    plant.restore(saved)
    assert history(plant, 60) == expected
    assert plant.inject("stuck_actuator", "TE.FCV-5", 1.0, False) == ""
    advance(plant, 60)
    assert value(plant, "TE.FCV-5") == pytest.approx(40.0, abs=0.1)


def test_without_the_package_it_describes_itself_and_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "tep_studio", None)
    plant = TennesseeEastman(seed=1)
    assert len(plant.describe().tags) == len(TAGS)
    for use in (plant.step, plant.read, plant.snapshot):
        with pytest.raises(SourceError, match=r"wakeful\[tep\]"):
            use()
