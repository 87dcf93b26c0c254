"""What a simulated source has: the plant's tags and equipment, and those of the simulation itself."""

import msgspec
import numpy as np

from wakeful.drivers.simulated.plant_catalogue import load
from wakeful.drivers.simulated.plant_messages import Row
from wakeful.drivers.simulated.plant_pace import SPEED_MAX, SPEED_MIN
from wakeful.drivers.simulated.plant_settings import SimulatedSettings
from wakeful.terms.equipment import Control, ControlKind, Equipment
from wakeful.terms.site import Source, SourceDescription
from wakeful.terms.tag import Tag, TagKind

SPEED_CONTROL = "speed"
CLOCK_H_MAX = 1_000_000.0
RESTARTS_MAX = 1_000_000


def simulation_name(source: Source) -> str:
    """Name of the equipment that stands for the simulation itself, and prefix of its tags."""
    return f"{source.id}.SIM"


def simulation_tags(source: Source) -> tuple[Tag, ...]:
    """Clock, speed, pace and restarts of the simulation, in the order of ``simulation_values``."""
    name = simulation_name(source)
    return (
        Tag(name=f"{name}.CLOCK", system=source.system, source=source.id, unit="h",
            description="Simulated time since the start", range_high_eu=CLOCK_H_MAX, resolution_eu=0.01),
        Tag(name=f"{name}.SPEED", system=source.system, source=source.id, unit="x",
            description="Simulated time per real time, achieved", range_high_eu=SPEED_MAX, resolution_eu=0.1),
        Tag(name=f"{name}.PACE", system=source.system, source=source.id, kind=TagKind.DISCRETE,
            description="Whether the simulation keeps up with its set speed",
            states=("on pace", "behind"), range_high_eu=1.0),
        Tag(name=f"{name}.RESTARTS", system=source.system, source=source.id,
            description="Times the simulation was started again after a failure",
            range_high_eu=RESTARTS_MAX, resolution_eu=1.0),
    )  # fmt: skip


def simulation_values(row: Row, restarts: int) -> np.ndarray:
    """(4,) float64 values of ``simulation_tags``."""
    return np.array([row.clock_s / 3600.0, row.speed_achieved, float(row.behind), float(restarts)])


def _simulation_equipment(source: Source) -> Equipment:
    name = simulation_name(source)
    tags = simulation_tags(source)
    speed = Control(
        name=SPEED_CONTROL, kind=ControlKind.ANALOGUE, feedback_tag=tags[1].name,
        low_eu=SPEED_MIN, high_eu=SPEED_MAX, unit="x",
    )  # fmt: skip
    return Equipment(
        name=name, system=source.system, source=source.id, kind="simulation",
        description="The simulation of this plant", controls=(speed,), tags=tuple(tag.name for tag in tags),
    )  # fmt: skip


def describe_source(source: Source, settings: SimulatedSettings) -> SourceDescription:
    """The plant's description with system and source filled in, and the simulation's own tags behind."""
    plant = load(settings.plant, settings.seed).describe()
    age_limit_ms = 5 * settings.period_ms

    def own(tag: Tag) -> Tag:
        return msgspec.structs.replace(
            tag,
            system=tag.system or source.system,
            source=source.id,
            age_limit_ms=max(tag.age_limit_ms, age_limit_ms),
        )

    equipment = tuple(
        msgspec.structs.replace(each, system=each.system or source.system, source=source.id)
        for each in plant.equipment
    )
    return msgspec.structs.replace(
        plant,
        tags=tuple(own(tag) for tag in (*plant.tags, *simulation_tags(source))),
        equipment=(*equipment, _simulation_equipment(source)),
        simulated=True,
    )
