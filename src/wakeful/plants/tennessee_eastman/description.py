"""What the plant says it has: tags, alarms and equipment, in words; needs no kernel."""

from wakeful.plants.tennessee_eastman.alarms import default_alarms
from wakeful.plants.tennessee_eastman.control import LOOPS, STATIONS, LoopDefinition, StationDefinition
from wakeful.plants.tennessee_eastman.disturbances import DISTURBANCES
from wakeful.plants.tennessee_eastman.instruments import ADDITIONAL, MEASURED, OVERVIEW, VALVES, Instrument
from wakeful.terms.equipment import Control, ControlKind, Equipment
from wakeful.terms.site import SourceDescription
from wakeful.terms.tag import Tag, TagKind

PREFIX = "TE."
COMPUTED = (
    Instrument("AY-23", "", "A as a share of A and C in the reactor feed", "%", 0.0, 100.0, 52.5, 57.5, 0.01),
    Instrument("AY-25", "", "A and C together in the reactor feed", "mol%", 0.0, 100.0, 56.0, 61.0, 0.01),
)
MODES = ("AUTO", "MANUAL")
TRIP_REASONS = (
    "none",
    "reactor pressure high",
    "reactor level high",
    "reactor level low",
    "reactor temperature high",
    "separator level high",
    "separator level low",
    "stripper level high",
    "stripper level low",
    "stopped by the operator",
    "model left its range",
)
"""By value of TE.XS-2; 1 to 8 are the model's own shutdown codes."""
OPERATOR_STOP, MODEL_FAILURE = 9, 10
VALVE_NORMAL_PERCENT = 10.0
PLANT = PREFIX + "PLANT"
UNITS_BY_TAG = {row.name: row for row in (*MEASURED, *COMPUTED)}


def describe() -> SourceDescription:
    """Tags, default alarms, equipment and disturbances; ``system`` and ``source`` are left empty."""
    return SourceDescription(
        tags=(*_instruments(), *_valves(), *_loops(), _grade(), *_state()),
        alarms=default_alarms(),
        equipment=(
            _plant(),
            *(_controller(loop) for loop in LOOPS),
            *(_station(station) for station in STATIONS),
        ),
        faults=tuple(DISTURBANCES.values()),
        simulated=True,
    )


def _instruments() -> list[Tag]:
    return [
        Tag(
            name=PREFIX + row.name,
            system="",
            source="",
            description=row.description,
            unit=row.unit,
            range_low_eu=row.range_low_eu,
            range_high_eu=row.range_high_eu,
            normal_low_eu=row.normal_low_eu,
            normal_high_eu=row.normal_high_eu,
            resolution_eu=row.resolution_eu,
            address=row.address,
            overview=row.name in OVERVIEW,
        )
        for row in (*MEASURED, *ADDITIONAL, *COMPUTED)
    ]


def _valves() -> list[Tag]:
    return [
        Tag(
            name=PREFIX + valve.name,
            system="",
            source="",
            description=f"{valve.description}, position" if "CV" in valve.name else valve.description,
            unit="%",
            normal_low_eu=max(0.0, valve.base_percent - VALVE_NORMAL_PERCENT),
            normal_high_eu=min(100.0, valve.base_percent + VALVE_NORMAL_PERCENT),
            resolution_eu=0.1,
            address=valve.address,
        )
        for valve in VALVES
    ]


def _loops() -> list[Tag]:
    """Set point, output and mode of each loop."""
    tags = []
    for loop in LOOPS:
        measured = UNITS_BY_TAG[loop.measured]
        tags += [
            Tag(
                name=f"{PREFIX}{loop.name}.SP",
                system="",
                source="",
                description=f"{loop.description}: set point",
                unit=measured.unit,
                range_low_eu=measured.range_low_eu,
                range_high_eu=measured.range_high_eu,
                resolution_eu=measured.resolution_eu,
            ),
            Tag(
                name=f"{PREFIX}{loop.name}.OUT",
                system="",
                source="",
                description=f"{loop.description}: controller output, {loop.output_is}",
                unit=loop.output_unit,
                range_low_eu=loop.output_low,
                range_high_eu=loop.output_high,
                resolution_eu=0.001 if loop.output_unit == "kscmh" else 0.1,
            ),
            Tag(
                name=f"{PREFIX}{loop.name}.MODE",
                system="",
                source="",
                description=f"{loop.description}: mode of the controller",
                kind=TagKind.DISCRETE,
                states=MODES,
                range_high_eu=1.0,
                normal_low_eu=0.0,
                normal_high_eu=0.0,
            ),
        ]
    return tags


def _grade() -> Tag:
    station = STATIONS[-1]
    return Tag(
        name=PREFIX + station.feedback,
        system="",
        source="",
        description=station.description,
        unit=station.unit,
        resolution_eu=0.1,
    )


def _state() -> tuple[Tag, Tag]:
    running = Tag(
        name=f"{PREFIX}XS-1",
        system="",
        source="",
        description="State of the plant",
        kind=TagKind.DISCRETE,
        states=("tripped", "running"),
        range_high_eu=1.0,
        normal_low_eu=1.0,
        normal_high_eu=1.0,
    )
    reason = Tag(
        name=f"{PREFIX}XS-2",
        system="",
        source="",
        description="Why the plant tripped",
        kind=TagKind.DISCRETE,
        states=TRIP_REASONS,
        range_high_eu=float(len(TRIP_REASONS) - 1),
        normal_low_eu=0.0,
        normal_high_eu=0.0,
    )
    return running, reason


def _plant() -> Equipment:
    """The whole plant: stop it, or start it again after a trip."""
    run = Control(name="run", kind=ControlKind.SWITCH, feedback_tag=f"{PREFIX}XS-1", labels=("stop", "start"))
    return Equipment(
        name=PLANT,
        system="",
        source="",
        kind="plant",
        description="Emergency stop, and restart at the base case with every controller in AUTO",
        controls=(run,),
        tags=(f"{PREFIX}XS-1", f"{PREFIX}XS-2"),
    )


def _controller(loop: LoopDefinition) -> Equipment:
    """Faceplate of a loop: mode, set point where it is the operator's, output."""
    name = PREFIX + loop.name
    controls = [
        Control(name="mode", kind=ControlKind.MODE, feedback_tag=f"{name}.MODE", labels=MODES),
        Control(
            name="output",
            kind=ControlKind.ANALOGUE,
            feedback_tag=f"{name}.OUT",
            low_eu=loop.output_low,
            high_eu=loop.output_high,
            unit=loop.output_unit,
            needs_manual=True,
        ),
    ]
    if not loop.remote:
        setpoint = Control(
            name="setpoint",
            kind=ControlKind.ANALOGUE,
            feedback_tag=f"{name}.SP",
            low_eu=loop.setpoint_low,
            high_eu=loop.setpoint_high,
            unit=UNITS_BY_TAG[loop.measured].unit,
        )
        controls.insert(1, setpoint)
    return Equipment(
        name=name,
        system="",
        source="",
        kind="controller",
        description=f"{loop.description}: {loop.output_is}",
        controls=tuple(controls),
        tags=(PREFIX + loop.measured, f"{name}.SP", f"{name}.OUT", f"{name}.MODE"),
    )


def _station(station: StationDefinition) -> Equipment:
    """A hand station: one value, no controller."""
    setpoint = Control(
        name="setpoint",
        kind=ControlKind.ANALOGUE,
        feedback_tag=PREFIX + station.feedback,
        low_eu=station.low,
        high_eu=station.high,
        unit=station.unit,
    )
    return Equipment(
        name=PREFIX + station.name,
        system="",
        source="",
        kind="valve" if station.feedback.startswith("FCV") else "station",
        description=station.description,
        controls=(setpoint,),
        tags=(PREFIX + station.feedback,),
    )
