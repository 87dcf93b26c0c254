"""A simulated source describes the plant under its own name, and the simulation beside it."""

import numpy as np

from wakeful.drivers.simulated.plant_description import describe_source, simulation_tags, simulation_values
from wakeful.drivers.simulated.plant_messages import Row
from wakeful.drivers.simulated.plant_settings import SimulatedSettings
from wakeful.terms.site import Source

SOURCE = Source(id="tiny", driver="simulated", system="works")
SETTINGS = SimulatedSettings(plant="tests.plants.tiny_plant:TinyPlant", period_ms=4_000)


def test_system_source_and_age_limit_are_filled_in() -> None:
    described = describe_source(SOURCE, SETTINGS)
    assert described.simulated
    assert {(tag.system, tag.source) for tag in described.tags} == {("works", "tiny")}
    assert {(each.system, each.source) for each in described.equipment} == {("works", "tiny")}
    assert {tag.age_limit_ms for tag in described.tags} == {20_000}


def test_the_simulation_has_tags_and_a_speed_control() -> None:
    described = describe_source(SOURCE, SETTINGS)
    names = [tag.name for tag in described.tags]
    assert len(set(names)) == len(names)
    assert described.tags[-4:] == tuple(
        type(tag)(**{**{f: getattr(tag, f) for f in tag.__struct_fields__}, "age_limit_ms": 20_000})
        for tag in simulation_tags(SOURCE)
    )
    speed = next(each for each in described.equipment if each.name == "tiny.SIM").controls[0]
    assert (speed.name, speed.low_eu, speed.high_eu) == ("speed", 1.0, 1000.0)
    assert speed.feedback_tag in names


def test_a_row_fills_the_simulation_tags() -> None:
    row = Row(time_ns=1, clock_s=5400.0, speed_achieved=59.8, behind=True, values=b"", quality=b"")
    assert np.array_equal(simulation_values(row, 2), [1.5, 59.8, 1.0, 2.0])
