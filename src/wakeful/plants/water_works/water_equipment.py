"""What can be operated at the works, and how an operator's order is carried out or refused."""

import math
from dataclasses import dataclass

from wakeful.plants.water_works.water_instruments import PREFIX, STATION_NAMES
from wakeful.plants.water_works.water_logic import Readings
from wakeful.plants.water_works.water_pump import AUTO, MANUAL
from wakeful.plants.water_works.water_state import STATION_OF, STATIONS, Works
from wakeful.plants.water_works.water_station import REST_S_MIN_MANUAL, align_stages, start_refusal
from wakeful.terms.equipment import Control, ControlKind, Equipment


@dataclass(frozen=True, slots=True)
class _Loop:
    """A controller and how its equipment is presented."""

    equipment: str
    controller: str
    kind: str
    description: str
    set_point: tuple[str, str, float, float]
    output: tuple[str, str, float, float]
    tags: tuple[str, ...]


_LOOPS = (
    _Loop("V101", "FIC101", "control valve", "Works inlet flow control",
          ("flow", "m³/h", 60.0, 300.0), ("position", "%", 5.0, 100.0), ("FI101", "FIC101.SP", "V101.ZI")),
    _Loop("PIC501", "PIC501", "controller", "Hill booster pressure control",
          ("pressure", "bar", 4.0, 7.5), ("speed", "%", 40.0, 100.0), ("PI502", "PIC501.SP", "FI501")),
    _Loop("QIC101", "QIC101", "doser", "Chlorine control at the river works",
          ("chlorine", "mg/L", 0.1, 1.5), ("dose", "mg/L", 0.0, 4.0), ("AI101", "QIC101.SP", "QIC101.ZI")),
    _Loop("QIC201", "QIC201", "doser", "Chlorine control at the boreholes",
          ("chlorine", "mg/L", 0.1, 1.5), ("dose", "mg/L", 0.0, 4.0), ("AI201", "QIC201.SP", "QIC201.ZI")),
)  # fmt: skip
_OUTPUT_TAGS = {"V101": "V101.ZI", "PIC501": "PU501.SI", "QIC101": "QIC101.ZI", "QIC201": "QIC201.ZI"}
_LEVELS = {
    "LIC101": ("TK1 level control", "LI101", 4.2),
    "LIC201": ("TK2 level control", "LI201", 3.8),
    "LIC301": ("TK3 level control", "LI301", 4.8),
    "LIC401": ("TK4 level control", "LI401", 4.8),
}
_LEVEL_LOW_M = 1.8
_VALVES = {
    "V301": "TK3 outlet valve",
    "V401": "TK4 outlet valve",
    "V603": "Boundary valve town centre to Eastfield",
}
_PRV = ("pressure", "bar", 1.5, 6.0)

ACTUATORS = tuple(PREFIX + name for name in (*STATION_OF, "V101", *_VALVES, "V601", "QIC101", "QIC201"))
"""Equipment with an actuator that can stick."""


def _mode(feedback: str) -> Control:
    return Control(name="mode", kind=ControlKind.MODE, feedback_tag=feedback, labels=("AUTO", "MANUAL"))


def _analogue(what: tuple[str, str, float, float], feedback: str, needs_manual: bool = False) -> Control:
    name, unit, low_eu, high_eu = what
    return Control(
        name=name, kind=ControlKind.ANALOGUE, feedback_tag=feedback, low_eu=low_eu, high_eu=high_eu,
        unit=unit, needs_manual=needs_manual,
    )  # fmt: skip


def _pump(name: str) -> Equipment:
    run, hand, fault = (f"{PREFIX}{name}.{letters}" for letters in ("XS", "HS", "XA"))
    tags = [run, hand, fault, f"{PREFIX}{name}.II", f"{PREFIX}{name}.KI"]
    controls = (
        _mode(hand),
        Control(name="run", kind=ControlKind.SWITCH, feedback_tag=run, labels=("stop", "start"),
                needs_manual=True),
        Control(name="reset", kind=ControlKind.SWITCH, feedback_tag=fault, labels=("none", "reset")),
    )  # fmt: skip
    if STATION_OF[name] == "ST5":
        tags.append(f"{PREFIX}{name}.SI")
    description = f"{STATION_NAMES[STATION_OF[name]]} pump {name[2:]}"
    return _equipment(name, "pump", description, controls, tuple(tags))


def _equipment(
    name: str, kind: str, description: str, controls: tuple[Control, ...], tags: tuple[str, ...]
) -> Equipment:
    return Equipment(
        name=PREFIX + name,
        system="",
        source="",
        kind=kind,
        description=description,
        controls=controls,
        tags=tags,
    )


def equipment() -> tuple[Equipment, ...]:
    """All equipment of the works with its controls."""
    loops = []
    for loop in _LOOPS:
        set_point = _analogue(loop.set_point, f"{PREFIX}{loop.controller}.SP")
        output = _analogue(loop.output, PREFIX + _OUTPUT_TAGS[loop.equipment], needs_manual=True)
        hand = f"{PREFIX}{loop.controller}.HS"
        tags = (hand, *(PREFIX + tag for tag in loop.tags))
        loops.append(
            _equipment(loop.equipment, loop.kind, loop.description, (_mode(hand), set_point, output), tags)
        )
    levels = [
        _equipment(name, "controller", what,
                   (_analogue(("level", "m", _LEVEL_LOW_M, high_m), f"{PREFIX}{name}.SP"),),
                   (PREFIX + level, f"{PREFIX}{name}.SP"))
        for name, (what, level, high_m) in _LEVELS.items()
    ]  # fmt: skip
    valves = [
        _equipment(name, "valve", what, (_analogue(("position", "%", 0.0, 100.0), f"{PREFIX}{name}.ZI"),),
                   (f"{PREFIX}{name}.ZI",))
        for name, what in _VALVES.items()
    ]  # fmt: skip
    prv_tags = tuple(PREFIX + tag for tag in ("PI601", "PI602", "FI601", "V601.SP"))
    prv = _equipment(
        "V601", "valve", "Eastfield pressure reducing valve", (_analogue(_PRV, f"{PREFIX}V601.SP"),), prv_tags
    )
    return (*(_pump(name) for name in STATION_OF), *loops, *valves, prv, *levels)


def operate(works: Works, readings: Readings, equipment_name: str, control: str, value: float) -> str:
    """Carry out an operator's order; "" or the reason it is refused."""
    name = equipment_name.removeprefix(PREFIX)
    if not math.isfinite(value):
        return f"{value} is no value for {equipment_name} {control}"
    found = {
        (each.name, each_control.name): each_control for each in equipment() for each_control in each.controls
    }
    known = found.get((equipment_name, control))
    if known is None:
        return f"the works has no {equipment_name} with a control {control!r}"
    if known.kind is ControlKind.ANALOGUE and not known.low_eu <= value <= known.high_eu:
        return f"{value:g} {known.unit} is out of range: {known.low_eu:g} to {known.high_eu:g} {known.unit}"
    if known.kind is not ControlKind.ANALOGUE and value not in (0.0, 1.0):
        off, on = known.labels
        return f"{value:g} is no position of {equipment_name} {control}; 0 is {off}, 1 is {on}"
    if name in works.pumps:
        return _operate_pump(works, readings, name, control, value)
    for loop in _LOOPS:
        if loop.equipment == name:
            return _operate_loop(works, loop, control, value)
    if name in works.valves:
        works.valves[name].command_percent = value
    else:
        works.set_points[name] = value
    return ""


def _operate_pump(works: Works, readings: Readings, name: str, control: str, value: float) -> str:
    pump, design = works.pumps[name], STATIONS[STATION_OF[name]]
    station = works.stations[design.name]
    if control == "reset":
        return pump.reset() if value else ""
    if control == "mode":
        pump.mode = int(value)
        if value == AUTO:
            align_stages(station, [works.pumps[each] for each in design.pumps])
        return ""
    if pump.mode != MANUAL:
        return f"{PREFIX}{name} is in AUTO; put it in MANUAL first"
    if value:
        refusal = start_refusal(design, station, pump, readings(design.suction), REST_S_MIN_MANUAL)
        if refusal:
            return refusal
    pump.command = bool(value)
    return ""


def _operate_loop(works: Works, loop: _Loop, control: str, value: float) -> str:
    controller = works.controllers[loop.controller]
    if control == "mode":
        controller.mode = int(value)
    elif control == loop.set_point[0]:
        controller.set_point = value
    elif controller.mode != MANUAL:
        return f"{PREFIX}{loop.equipment} is in AUTO; put it in MANUAL first"
    elif loop.equipment == "V101":
        works.valves["V101"].command_percent = value
        controller.set_output(value)
    else:
        controller.set_output(value)
    return ""
