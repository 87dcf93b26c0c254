"""The works' own controllers: one scan from readings to commands, as a PLC does it.

The logic sees the instruments, not the water: a reading that lies misleads it, one that is bad makes it
hold what it does.
"""

from collections.abc import Callable

from wakeful.plants.water_works.water_pump import AUTO
from wakeful.plants.water_works.water_state import DIRECT_ACTUATORS, STATIONS, Works
from wakeful.plants.water_works.water_station import scan_station

Readings = Callable[[str], float | None]
"""Reading of an instrument by its name (without the site prefix), None while it is bad."""

_LOOPS = {
    "FIC101": ("FI101", "FI101", 20.0),
    "PIC501": ("PI502", "FI501", 0.0),
    "QIC101": ("AI101", "FI101", 20.0),
    "QIC201": ("AI201", "FI201", 20.0),
}
"""Controller: what it measures, and the flow below which it holds its output (PIC501: no booster runs)."""


def scan_logic(works: Works, readings: Readings, dt_s: float) -> None:
    """One scan ``dt_s`` after the last: level control, interlocks, flow, pressure and dosing control."""
    for name, design in STATIONS.items():
        scan_station(
            design,
            works.stations[name],
            [works.pumps[pump] for pump in design.pumps],
            dt_s,
            readings(design.level) if design.level else None,
            works.set_points.get(design.controller, 0.0),
            readings(design.suction),
        )
    for name, (measured, flow_tag, flow_min_m3h) in _LOOPS.items():
        flow_m3h = readings(flow_tag)
        holding = flow_m3h is None or flow_m3h < flow_min_m3h
        if name == "PIC501":
            holding = not any(works.pumps[pump].running for pump in STATIONS["ST5"].pumps)
        works.controllers[name].scan(readings(measured), dt_s, holding)
    if works.controllers["FIC101"].mode == AUTO:
        works.valves["V101"].command_percent = works.controllers["FIC101"].output


def move_actuators(works: Works, dt_s: float) -> None:
    """Starters, motorised valves, the PRV's pilot and the dosers follow their commands for ``dt_s``."""
    for name, design in STATIONS.items():
        station = works.stations[name]
        for pump in design.pumps:
            works.pumps[pump].act(dt_s, station.powered)
    for valve in works.valves.values():
        valve.act(dt_s)
    for pump in STATIONS["ST5"].pumps:
        works.pumps[pump].speed = works.controllers["PIC501"].output / 100.0
    for name in DIRECT_ACTUATORS:
        if name not in works.stuck:
            wanted = works.set_points.get(name)
            works.actual[name] = works.controllers[name].output if wanted is None else wanted
