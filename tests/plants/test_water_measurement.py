"""Readings: lag, noise, steps, clamps and honest quality."""

import numpy as np
import pytest

from wakeful.plants.water_works import WaterWorks
from wakeful.plants.water_works.water_chance import Draws
from wakeful.plants.water_works.water_instruments import INSTRUMENTS
from wakeful.plants.water_works.water_measurement import Measurement
from wakeful.plants.water_works.water_network import WaterNetwork
from wakeful.terms.quality import Quality

INDEX = {each.name: i for i, each in enumerate(INSTRUMENTS)}
HIDDEN = np.array([each.noise_eu for each in INSTRUMENTS])


@pytest.fixture
def measurement() -> Measurement:
    """Instruments that show six tenths of their range."""
    made = Measurement(WaterNetwork(), Draws(1))
    made.target_eu = np.array([0.4 * each.low_eu + 0.6 * each.high_eu for each in INSTRUMENTS])
    made.settle()
    return made


def test_reading_twice_is_reading_once(measurement: Measurement) -> None:
    first, second = measurement.read(5.0, 3.0), measurement.read(5.0, 3.0)
    assert first[0].tobytes() == second[0].tobytes()
    assert measurement.read(6.0, 4.0)[0].tobytes() != first[0].tobytes()


def test_noise_is_as_large_as_it_is_said_to_be(measurement: Measurement) -> None:
    rows = np.array([measurement.read(float(k), 0.0)[0] for k in range(3000)])
    steps = np.array([each.resolution_eu for each in INSTRUMENTS])
    wide = 0.8 * steps <= HIDDEN
    assert wide.sum() > 25
    assert np.allclose(rows.std(axis=0)[wide], np.hypot(HIDDEN, steps / np.sqrt(12.0))[wide], rtol=0.1)
    assert np.all(np.ptp(rows, axis=0)[HIDDEN == 0.0] == 0.0)


def test_readings_stand_on_their_steps(measurement: Measurement) -> None:
    values, _ = measurement.read(1.0, 0.0)
    steps = values / np.array([each.resolution_eu for each in INSTRUMENTS])
    assert np.allclose(steps, np.rint(steps), atol=1e-6)


def test_a_flow_approaches_its_new_value_as_its_meter_lags(measurement: Measurement) -> None:
    i = INDEX["FI301"]
    measurement.target_eu[i] = 300.0
    measurement.before_eu[i] = 100.0
    lag_s = INSTRUMENTS[i].lag_s
    shown = [float(np.mean([measurement.read(k * 1e3 + s, s)[0][i] for k in range(50)])) for s in (0, lag_s)]
    assert shown == pytest.approx([100.0, 300.0 - 200.0 * np.exp(-1.0)], abs=1.0)


def test_a_level_moves_between_solutions(measurement: Measurement) -> None:
    i = INDEX["LI301"]
    measurement.rate_eu_s[i] = 0.01
    shown = np.mean([measurement.read(k * 1e3, 10.0)[0][i] for k in range(50)])
    assert shown == pytest.approx(measurement.target_eu[i] + 0.1, abs=0.005)


@pytest.mark.parametrize(
    ("name", "true_eu", "shown", "quality"),
    [
        ("PI702", 9.0, 8.0, Quality.UNCERTAIN_ENGINEERING_UNITS_EXCEEDED),
        ("PI702", 8.05, 8.0, Quality.GOOD),
        ("PI702", -0.5, 0.0, Quality.GOOD),
        ("PI702", -2_900_000.0, 0.0, Quality.BAD_SENSOR_FAILURE),
        ("PI702", -1.2, 0.0, Quality.BAD_SENSOR_FAILURE),
        ("FI301", 2.0, 0.0, Quality.GOOD),
        ("FI301", -50.0, 0.0, Quality.UNCERTAIN_ENGINEERING_UNITS_EXCEEDED),
        ("AI102", 500.0, 100.0, Quality.UNCERTAIN_ENGINEERING_UNITS_EXCEEDED),
        ("FI603", 1.0, 0.0, Quality.GOOD),
    ],
)
def test_out_of_range_is_clamped_and_says_so(
    measurement: Measurement, name: str, true_eu: float, shown: float, quality: Quality
) -> None:
    i = INDEX[name]
    measurement.target_eu[i] = true_eu
    measurement.settle()
    values, codes = measurement.read(1.0, 0.0)
    assert (values[i], codes[i]) == (shown, quality)


def test_an_unbalanced_solution_makes_hydraulic_readings_uncertain(measurement: Measurement) -> None:
    measurement.balanced = False
    _, codes = measurement.read(1.0, 0.0)
    assert codes[INDEX["PI702"]] == codes[INDEX["FI301"]] == Quality.UNCERTAIN_LAST_USABLE_VALUE
    assert codes[INDEX["LI301"]] == codes[INDEX["PU101.XS"]] == Quality.GOOD


def test_a_main_cut_off_reads_bad_at_once_and_recovers_without_a_trace() -> None:
    works = WaterWorks(1)
    for _ in range(20):
        works.step()
    assert works.write("WW.V301", "position", 0.0) == ""
    for _ in range(100):
        works.step()
    values, codes = works.read()
    dry = INDEX["PI303"]
    assert (values[dry], codes[dry]) == (0.0, Quality.BAD_SENSOR_FAILURE)
    assert works.write("WW.V301", "position", 100.0) == ""
    for _ in range(100):
        works.step()
    values, codes = works.read()
    assert codes[dry] == Quality.GOOD
    assert 3.2 < values[dry] < 3.9
