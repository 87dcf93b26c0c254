"""The state of the works besides water and chance: equipment, controllers, disturbances, and the start."""

import msgspec

from wakeful.plants.water_works.water_controller import Controller
from wakeful.plants.water_works.water_pump import Pump
from wakeful.plants.water_works.water_station import Station, StationDesign
from wakeful.plants.water_works.water_valve import Valve

STATIONS = {
    design.name: design
    for design in (
        StationDesign("ST1", ("PU101", "PU102"), "LI100", 0.9, 0.6, "LIC101", "LI101", 1.0, 1.6),
        StationDesign("ST2", ("PU201", "PU202"), "LI210", 4.0, 2.0, "LIC201", "LI201", 0.5, 0.9, 0.2),
        StationDesign("ST3", ("PU301", "PU302"), "LI101", 1.0, 0.5, "LIC301", "LI301", 1.0, 1.5),
        StationDesign("ST4", ("PU401", "PU402"), "LI201", 1.0, 0.5, "LIC401", "LI401", 1.0, 1.5),
        StationDesign("ST5", ("PU501", "PU502"), "LI301", 0.8, 0.3),
    )
}
"""ST1 river intake, ST2 boreholes, ST3 high lift to TK3, ST4 transfer to TK4, ST5 hill booster."""

STATION_OF = {pump: design.name for design in STATIONS.values() for pump in design.pumps}
DIRECT_ACTUATORS = ("V601", "QIC101", "QIC201")
"""Actuators that are where they are told at once, unless stuck: the PRV's pilot and the two dosers."""


class Works(msgspec.Struct):
    """Equipment, controllers and disturbances.

    ``set_points`` by controller of level [m] and of the PRV [bar]; ``actual`` what the direct actuators do;
    ``bursts``, ``surges`` and ``contaminations`` hold the severity by place.
    """

    pumps: dict[str, Pump]
    stations: dict[str, Station]
    valves: dict[str, Valve]
    controllers: dict[str, Controller]
    set_points: dict[str, float]
    actual: dict[str, float]
    levels_m: list[float]
    stuck: list[str] = []
    bursts: dict[str, float] = {}
    surges: dict[str, float] = {}
    contaminations: dict[str, float] = {}
    source_m3: float = 0.0
    used_m3: float = 0.0
    spilled_m3: float = 0.0


def start_state() -> Works:
    """The works on a normal Monday morning, with the first pump of each station running."""
    pumps = {name: Pump(name) for name in STATION_OF}
    for k, (name, pump) in enumerate(pumps.items()):
        pump.running = pump.command = name in ("PU101", "PU201", "PU301", "PU401", "PU501")
        pump.run_s = 3600.0 * (3000.0 + 3.0 * (k * 7 % 10))
        pump.speed = 0.86 if STATION_OF[name] == "ST5" else 1.0
        pump.held_s = 3600.0
    controllers = (
        Controller("FIC101", 180.0, 45.0, 0.04, 20.0, 5.0, 100.0),
        Controller("PIC501", 6.2, 86.0, 2.0, 8.0, 40.0, 100.0),
        Controller("QIC101", 0.60, 1.05, 0.2, 300.0, 0.0, 4.0),
        Controller("QIC201", 0.50, 0.55, 0.2, 300.0, 0.0, 4.0),
    )
    return Works(
        pumps=pumps,
        stations={name: Station(name) for name in STATIONS},
        valves={
            "V101": Valve("V101", 45.0, 45.0, 3.0),
            "V301": Valve("V301", 100.0, 100.0, 1.0),
            "V401": Valve("V401", 100.0, 100.0, 1.0),
            "V603": Valve("V603", 0.0, 0.0, 1.0),
        },
        controllers={controller.name: controller for controller in controllers},
        set_points={"LIC101": 3.9, "LIC201": 3.4, "LIC301": 4.4, "LIC401": 4.4, "V601": 4.0},
        actual={"V601": 4.0, "QIC101": 1.05, "QIC201": 0.55},
        levels_m=[3.3, 3.1, 3.9, 3.9],
    )
