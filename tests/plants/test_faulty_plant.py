"""The layer is a plant itself: its faults are on offer, kept in snapshots, and reach the controllers."""

import numpy as np
import pytest

from tests.plants.tiny_plant import FLOW, LEVEL, RUN, PortedPlant, TinyPlant
from wakeful.plants.faulty_plant import STUCK_ACTUATOR, FaultyPlant
from wakeful.plants.instrument_faults import TAG_FAULTS
from wakeful.plants.plant import Plant
from wakeful.terms.errors import DataError


def _run(plant: Plant, steps: int) -> list[bytes]:
    rows = []
    for _ in range(steps):
        plant.step()
        values, quality = plant.read()
        rows.append(values.tobytes() + quality.tobytes())
    return rows


def test_all_faults_are_described() -> None:
    plant = FaultyPlant(TinyPlant())
    described = {fault.name for fault in plant.describe().faults}
    assert described == {"leak", STUCK_ACTUATOR, *TAG_FAULTS} == set(plant.faults())
    assert plant.faults()[STUCK_ACTUATOR].targets == ("T.PU1",)
    assert plant.describe().simulated


def test_without_faults_the_layer_changes_nothing() -> None:
    assert _run(FaultyPlant(TinyPlant(3)), 50) == _run(TinyPlant(3), 50)


def test_own_disturbances_reach_the_plant() -> None:
    plant = FaultyPlant(TinyPlant())
    assert plant.inject("leak", "", 1.0, True) == ""
    _run(plant, 20)
    assert plant.read()[0][0] < 35.0


@pytest.mark.parametrize("severity", [float("nan"), float("inf"), 1.5, -1.5])
def test_a_severity_out_of_range_is_refused(severity: float) -> None:
    answer = FaultyPlant(TinyPlant()).inject("bias", LEVEL, severity, True)
    assert "out of range: -1 to 1" in answer


def test_an_unknown_fault_is_refused() -> None:
    assert "known: leak, bias" in FaultyPlant(TinyPlant()).inject("gremlin", LEVEL, 1.0, True)


def test_a_stuck_actuator_takes_commands_and_does_nothing() -> None:
    plant = FaultyPlant(TinyPlant())
    assert plant.inject(STUCK_ACTUATOR, "T.PU1", 1.0, True) == ""
    assert plant.write("T.PU1", "run", 0.0) == ""
    assert plant.read()[0][2] == 1.0
    assert plant.write("T.PU1", "mode", 0.0) == "this pump has no automatic"
    assert plant.inject(STUCK_ACTUATOR, "T.PU1", 1.0, False) == ""
    assert plant.write("T.PU1", "run", 0.0) == ""
    assert plant.read()[0][2] == 0.0
    assert "no actuator" in plant.inject(STUCK_ACTUATOR, "T.PU9", 1.0, True)


def test_through_ports_a_frozen_level_misleads_the_level_control() -> None:
    plant, misled = FaultyPlant(PortedPlant()), FaultyPlant(PortedPlant())
    assert misled.inject("freeze", LEVEL, 1.0, True) == ""
    _run(plant, 2000)
    _run(misled, 2000)
    assert misled.inject("freeze", LEVEL, 1.0, False) == ""
    assert plant.read()[0][0] < 70.0
    assert misled.read()[0][0] == 100.0


def test_through_ports_a_replay_conceals_and_does_not_mislead() -> None:
    plant = FaultyPlant(PortedPlant())
    _run(plant, 20)
    assert plant.inject("replay", LEVEL, 1.0, True) == ""
    _run(plant, 2000)
    assert plant.read()[0][0] < 53.0
    assert plant.inject("replay", LEVEL, 1.0, False) == ""
    assert 39.0 < plant.read()[0][0] < 61.0


def test_through_ports_a_stuck_pump_ignores_its_own_control() -> None:
    plant = FaultyPlant(PortedPlant())
    plant.inject(STUCK_ACTUATOR, "T.PU1", 1.0, True)
    _run(plant, 2000)
    assert (plant.read()[0][0], plant.read()[0][2]) == (100.0, 1.0)


@pytest.mark.parametrize("made", [TinyPlant, PortedPlant])
def test_a_restored_plant_goes_on_bit_for_bit(made: type[TinyPlant]) -> None:
    plant, other = FaultyPlant(made(), seed=5), FaultyPlant(made(), seed=5)
    _run(plant, 30)
    for fault, tag, severity in (
        ("noise", LEVEL, 0.1), ("drop_out", FLOW, 0.3), ("spikes", FLOW, 0.2), ("drift", LEVEL, 0.5),
        ("replay", RUN, 0.7), ("freeze", RUN, 1.0), ("bias", FLOW, -0.1), (STUCK_ACTUATOR, "T.PU1", 1.0),
    ):  # fmt: skip
        assert plant.inject(fault, tag, severity, True) == ""
    _run(plant, 30)
    other.restore(plant.snapshot())
    assert other.write("T.PU1", "run", 0.0) == plant.write("T.PU1", "run", 0.0)
    assert _run(other, 100) == _run(plant, 100)
    assert other.snapshot() == plant.snapshot()


class _OtherPlant(TinyPlant):
    def describe(self):  # type: ignore[no-untyped-def]
        import msgspec

        described = super().describe()
        return msgspec.structs.replace(described, tags=described.tags[:2])


def test_foreign_snapshots_are_refused_and_change_nothing() -> None:
    plant = FaultyPlant(TinyPlant(), seed=5)
    plant.inject("noise", LEVEL, 0.1, True)
    _run(plant, 10)
    before = plant.snapshot()
    for snapshot in (
        b"",
        b"\x80",
        before[:-1],
        before[:40] + b"\xff" * 8,
        FaultyPlant(_OtherPlant()).snapshot(),
    ):
        with pytest.raises(DataError):
            plant.restore(snapshot)
        assert plant.snapshot() == before


def test_a_plant_that_uses_a_name_of_the_layer_is_refused() -> None:
    class Clash(TinyPlant):
        def faults(self):  # type: ignore[no-untyped-def]
            return {"bias": None}

    with pytest.raises(ValueError, match="bias"):
        FaultyPlant(Clash())


def test_readings_are_the_callers_own() -> None:
    plant = FaultyPlant(TinyPlant())
    values, _ = plant.read()
    values[:] = np.nan
    assert not np.isnan(plant.read()[0]).any()
