"""The works as a plant: deterministic, restorable, conserving its water, misled by its instruments."""

import time
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wakeful.plants.faulty_plant import STUCK_ACTUATOR, FaultyPlant
from wakeful.plants.instrument_faults import TAG_FAULTS, FaultPorts
from wakeful.plants.water_works import WaterWorks
from wakeful.plants.water_works.water_equipment import ACTUATORS, equipment
from wakeful.plants.water_works.water_instruments import INSTRUMENTS
from wakeful.plants.water_works.water_network import WaterNetwork
from wakeful.terms.errors import DataError
from wakeful.terms.quality import Quality

INDEX = {each.name: i for i, each in enumerate(INSTRUMENTS)}
Plantlike = WaterWorks | FaultyPlant


def _run(plant: Plantlike, seconds: int, every: int = 7) -> list[bytes]:
    rows = []
    for k in range(seconds):
        plant.step()
        if k % every == 0:
            values, quality = plant.read()
            rows.append(values.tobytes() + quality.tobytes())
    return rows


def _value(plant: Plantlike, name: str) -> float:
    return float(plant.read()[0][INDEX[name]])


_orders = st.lists(
    st.tuples(
        st.integers(1, 120),
        st.sampled_from([(each.name, control) for each in equipment() for control in each.controls]),
        st.floats(0.0, 1.0),
    ),
    max_size=6,
)


@settings(max_examples=10)
@given(orders=_orders, seed=st.integers(1, 2**31))
def test_the_same_seed_and_orders_give_the_same_readings_also_from_a_snapshot(
    orders: list[tuple[int, tuple[str, object], float]], seed: int
) -> None:
    first, second, third = (FaultyPlant(WaterWorks(seed), seed) for _ in range(3))
    for wait_s, (name, control), part in orders:
        value = (
            round(part)
            if control.kind.value != "analogue"
            # type: ignore[attr-defined]
            else (
                control.low_eu + part * (control.high_eu - control.low_eu)  # type: ignore[attr-defined]
            )
        )
        for plant in (first, second):
            _run(plant, wait_s)
        answers = {plant.write(name, control.name, value) for plant in (first, second)}  # type: ignore[attr-defined]
        assert len(answers) == 1
    first.inject("noise", "WW.LI301", 0.05, True)
    second.inject("noise", "WW.LI301", 0.05, True)
    third.restore(second.snapshot())
    rows = _run(first, 300)
    assert _run(second, 300) == rows
    assert _run(third, 300) == rows
    assert third.snapshot() == first.snapshot()


def test_another_seed_is_another_town() -> None:
    assert _run(WaterWorks(1), 60) != _run(WaterWorks(2), 60)


def test_how_often_it_is_read_changes_nothing() -> None:
    often, seldom = WaterWorks(1), WaterWorks(1)
    _run(often, 500, every=1)
    _run(seldom, 500, every=500)
    assert often.read()[0].tobytes() == seldom.read()[0].tobytes()


def test_in_disturbance_a_snapshot_goes_on_exactly() -> None:
    plant, other = WaterWorks(5), WaterWorks(5)
    _run(plant, 123)
    for fault, target in (
        ("burst", "eastfield"), ("pump_trip", "WW.PU301"), ("power_loss", "WW.ST2"),
        ("demand_surge", "everywhere"), ("contamination", "TK4"),
    ):  # fmt: skip
        assert plant.inject(fault, target, 1.0, True) == ""
        _run(plant, 33)
    plant.stick("WW.V601", True)
    plant.stick("WW.PU401", True)
    other.restore(plant.snapshot())
    assert _run(other, 2000) == _run(plant, 2000)


def test_foreign_snapshots_are_refused_and_change_nothing() -> None:
    plant = WaterWorks(1)
    _run(plant, 20)
    before = plant.snapshot()
    other_version = before.replace(b"water works 1", b"water works 9")
    for snapshot in (b"", b"x", before[:-5], WaterWorks(2).snapshot(), other_version):
        with pytest.raises(DataError):
            plant.restore(snapshot)
        assert plant.snapshot() == before


@pytest.mark.parametrize("fault", [None, ("burst", "town_centre"), ("demand_surge", "everywhere")])
def test_no_water_is_made_or_lost(fault: tuple[str, str] | None) -> None:
    plant, network = WaterWorks(3), WaterNetwork()
    state = plant._works
    start_m3 = float(np.dot(state.levels_m, network.tank_areas_m2))
    if fault:
        plant.inject(*fault, 1.0, True)
    for _ in range(43_200):
        plant.step()
    stored_m3 = float(np.dot(state.levels_m, network.tank_areas_m2)) - start_m3
    assert state.source_m3 > 1_500.0
    lost_m3 = state.source_m3 - state.used_m3 - stored_m3 - state.spilled_m3
    assert abs(lost_m3) < 2e-5 * state.source_m3


def test_a_tank_that_is_filled_too_far_overflows_and_says_so() -> None:
    plant = WaterWorks(1)
    _run(plant, 60)
    plant.write("WW.PU201", "mode", 1.0)
    plant.write("WW.PU202", "mode", 1.0)
    plant.write("WW.PU202", "run", 1.0)
    plant.write("WW.PU401", "mode", 1.0)
    plant.write("WW.PU401", "run", 0.0)
    _run(plant, 3 * 3600)
    assert _value(plant, "LS201") == 1.0
    assert _value(plant, "LI201") == pytest.approx(4.0, abs=0.02)
    assert plant._works.spilled_m3 > 25.0


def test_an_empty_tank_feeds_nobody_and_the_pumps_behind_it_stop() -> None:
    plant = WaterWorks(1)
    plant.inject("power_loss", "WW.ST2", 1.0, True)
    _run(plant, 10 * 3600, every=3600)
    assert _value(plant, "LI201") == pytest.approx(0.5, abs=0.1)
    assert _value(plant, "PU401.XS") == _value(plant, "PU402.XS") == 0.0


def test_a_solution_that_does_not_balance_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    plant = WaterWorks(1)
    _run(plant, 600)
    flow = _value(plant, "FI402")
    solve = WaterNetwork.solve
    monkeypatch.setattr(
        WaterNetwork,
        "solve",
        lambda self, inputs: replace(
            solve(self, inputs), balanced=False, flow_m3h=np.full(len(self.links), 9_999.0)
        ),
    )
    _run(plant, 60)
    values, quality = plant.read()
    assert values[INDEX["FI402"]] == pytest.approx(flow, abs=10.0)
    assert quality[INDEX["FI402"]] == Quality.UNCERTAIN_LAST_USABLE_VALUE
    monkeypatch.undo()
    _run(plant, 20)
    assert plant.read()[1][INDEX["FI402"]] == Quality.GOOD


def test_a_description_is_quick_and_opens_nothing() -> None:
    began_s = time.process_time()
    plant = WaterWorks(1)
    described = plant.describe()
    assert time.process_time() - began_s < 0.2
    assert plant._network is None
    assert len(described.tags) == len(INSTRUMENTS)
    assert described.faults and described.simulated


def test_it_offers_the_ports_of_the_fault_layer() -> None:
    assert isinstance(WaterWorks(1), FaultPorts)


def test_a_frozen_level_misleads_the_pumps() -> None:
    plant = FaultyPlant(WaterWorks(1), 1)
    _run(plant, 600)
    assert plant.inject("freeze", "WW.LI201", 1.0, True) == ""
    _run(plant, 9 * 3600, every=600)
    frozen = _value(plant, "LI201")
    assert frozen == pytest.approx(3.1, abs=0.2)
    assert plant.inject("freeze", "WW.LI201", 1.0, False) == ""
    assert abs(_value(plant, "LI201") - frozen) > 0.5


def test_a_biased_analyser_misleads_the_doser() -> None:
    plant, calm = FaultyPlant(WaterWorks(1), 1), FaultyPlant(WaterWorks(1), 1)
    plant.inject("bias", "WW.AI101", 0.1, True)
    _run(plant, 3600)
    _run(calm, 3600)
    assert _value(plant, "QIC101.ZI") < _value(calm, "QIC101.ZI") - 0.1
    assert _value(plant, "AI105") < _value(calm, "AI105")


def test_a_lost_level_holds_the_pumps_and_reads_bad() -> None:
    plant = FaultyPlant(WaterWorks(1), 1)
    plant.inject("drop_out", "WW.LI301", 1.0, True)
    _run(plant, 3600)
    values, quality = plant.read()
    assert np.isnan(values[INDEX["LI301"]])
    assert quality[INDEX["LI301"]] == Quality.BAD_NO_COMMUNICATION
    assert _value(plant, "PU301.XS") == 1.0


@pytest.mark.parametrize("fault", sorted(TAG_FAULTS))
def test_every_fault_of_an_instrument_shows_on_its_tag_alone(fault: str) -> None:
    """On a tag that no controller looks at, so that the water stays the same."""
    plant, calm = FaultyPlant(WaterWorks(1), 1), FaultyPlant(WaterWorks(1), 1)
    _run(plant, 300)
    _run(calm, 300)
    severity = 1.0 if TAG_FAULTS[fault].severity_low == 1.0 else 0.5
    assert plant.inject(fault, "WW.PI702", severity, True) == ""
    differing: set[str] = set()
    for _ in range(120):
        plant.step()
        calm.step()
        same = np.isclose(plant.read()[0], calm.read()[0], rtol=0.0, atol=1e-12)
        differing |= {each.name for each, equal in zip(INSTRUMENTS, same, strict=True) if not equal}
    assert differing == {"PI702"}


@pytest.mark.parametrize("actuator", ACTUATORS)
def test_every_actuator_can_stick(actuator: str) -> None:
    plant = FaultyPlant(WaterWorks(1), 1)
    _run(plant, 60)
    assert plant.inject(STUCK_ACTUATOR, actuator, 1.0, True) == ""
    [stuck] = [each for each in equipment() if each.name == actuator]
    controls = {control.name: control for control in stuck.controls}
    name = next(n for n in ("run", "position", "pressure", "dose") if n in controls)
    feedback = controls[name].feedback_tag.removeprefix("WW.")
    if actuator == "WW.V601":
        feedback = "PI602"
    before = _value(plant, feedback)
    if "mode" in controls:
        assert plant.write(actuator, "mode", 1.0) == ""
    value = 1.0 - before if name == "run" else 2.0 if name == "dose" else 30.0 if name == "position" else 2.5
    if actuator == "WW.PU501":
        value = 0.0
    assert plant.write(actuator, name, value) == ""
    _run(plant, 30)
    assert _value(plant, feedback) == pytest.approx(before, abs=0.3)
    assert plant.inject(STUCK_ACTUATOR, actuator, 1.0, False) == ""
    if name == "run":
        assert plant.write(actuator, "reset", 1.0) == ""
        assert plant.write(actuator, name, value) == ""
    _run(plant, 90)
    assert abs(_value(plant, feedback) - before) > 0.3


def test_a_stuck_pump_is_noticed_and_replaced() -> None:
    plant = FaultyPlant(WaterWorks(1), 1)
    _run(plant, 60)
    plant.inject(STUCK_ACTUATOR, "WW.PU302", 1.0, True)
    plant.inject("pump_trip", "WW.PU301", 1.0, True)
    _run(plant, 120)
    assert _value(plant, "PU302.XA") == 2.0
    assert _value(plant, "PU302.XS") == 0.0


def test_it_is_fast_enough_for_a_thousand_times_real_time() -> None:
    plant = WaterWorks(1)
    _run(plant, 100)
    began_s = time.process_time()
    for _ in range(5_000):
        plant.step()
    assert 5_000 / (time.process_time() - began_s) > 2_500.0
