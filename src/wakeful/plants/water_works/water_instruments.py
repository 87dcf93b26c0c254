"""The instruments of the works: one line each, with range, resolution, noise, lag and normal band.

Names follow ISA-5.1: L level, P pressure, F flow, A analysis, T temperature, J power, I current, S speed,
Z position, K running time; I indicates, X is a state, H a hand switch. The hundreds are the area: 1 river
works, 2 boreholes, 3 high lift and TK3, 4 transfer and TK4, 5 hill booster, 6 Eastfield, 7 town centre.
"""

from dataclasses import dataclass

from wakeful.plants.water_works.water_state import STATION_OF, STATIONS

PREFIX = "WW."


@dataclass(frozen=True, slots=True)
class Instrument:
    """One tag. ``measures`` is what and where, see ``water_measurement``.

    ``noise_eu`` is a standard deviation; ``lag_s`` a first-order time constant; below ``cut_off_eu`` a
    flow meter shows zero.
    """

    name: str
    description: str
    unit: str
    low_eu: float
    high_eu: float
    resolution_eu: float
    measures: tuple[str, str]
    noise_eu: float = 0.0
    lag_s: float = 0.0
    normal: tuple[float, float] | None = None
    cut_off_eu: float = 0.0
    overview: bool = False
    states: tuple[str, ...] = ()


def _level(name: str, what: str, tank: str, high_m: float, normal: tuple[float, float],
           overview: bool = False) -> Instrument:  # fmt: skip
    return Instrument(name, what, "m", 0.0, high_m, 0.01, ("level", tank), 0.004, 0.0, normal, 0.0, overview)


def _pressure(name: str, what: str, node: str, high_bar: float,
              normal: tuple[float, float] | None = None, overview: bool = False) -> Instrument:  # fmt: skip
    return Instrument(
        name, what, "bar", 0.0, high_bar, 0.01, ("pressure", node), 0.008, 2.0, normal, 0.0, overview
    )


def _flow(name: str, what: str, link: str, high_m3h: float,
          normal: tuple[float, float] | None = None, overview: bool = False) -> Instrument:  # fmt: skip
    return Instrument(
        name, what, "m³/h", 0.0, high_m3h, 0.1, ("flow", link), 0.003 * high_m3h, 3.0, normal,
        0.01 * high_m3h, overview,
    )  # fmt: skip


def _chlorine(name: str, what: str, node: str, normal: tuple[float, float],
              overview: bool = False) -> Instrument:  # fmt: skip
    return Instrument(
        name, what, "mg/L", 0.0, 2.0, 0.01, ("chlorine", node), 0.006, 30.0, normal, 0.0, overview
    )


def _turbidity(name: str, what: str, node: str) -> Instrument:
    return Instrument(name, what, "NTU", 0.0, 10.0, 0.01, ("turbidity", node), 0.006, 30.0, (0.0, 0.5))


_PROCESS = (
    # river works
    Instrument("LI100", "River level at the intake", "m", 0.0, 4.0, 0.01, ("river_level", ""),
               0.01, 5.0, (1.2, 3.0)),
    _flow("FI101", "Raw water flow to the works", "V101", 400.0, (0.0, 220.0)),
    _pressure("PI101", "Raw water pumps, discharge pressure", "N10", 6.0, (1.8, 4.5)),
    Instrument("AI102", "Raw water turbidity", "NTU", 0.0, 100.0, 0.1, ("raw_turbidity", ""),
               0.12, 30.0, (2.0, 25.0)),
    Instrument("AI104", "pH of the treated water", "pH", 4.0, 10.0, 0.01, ("ph", ""), 0.01, 30.0, (7.2, 7.8)),
    Instrument("TI101", "Raw water temperature", "°C", 0.0, 30.0, 0.1, ("temperature", ""),
               0.03, 60.0, (4.0, 20.0)),
    _turbidity("AI103", "Turbidity behind the filters", "N11"),
    _chlorine("AI101", "Chlorine behind the dosing point, river works", "N11", (0.45, 0.80)),
    _level("LI101", "TK1 clear water tank, level", "TK1", 5.0, (2.2, 4.2), overview=True),
    _chlorine("AI105", "TK1 clear water tank, chlorine", "TK1", (0.35, 0.70)),
    # boreholes
    Instrument("LI210", "Borehole water level above the pumps", "m", 0.0, 12.0, 0.01, ("borehole_level", ""),
               0.01, 30.0, (5.0, 11.0)),
    _flow("FI201", "Borehole flow", "P20", 400.0, (0.0, 320.0)),
    _pressure("PI201", "Borehole main pressure", "N20", 2.0, (0.2, 1.2)),
    _turbidity("AI203", "Borehole turbidity", "N20"),
    _chlorine("AI201", "Chlorine behind the dosing point, boreholes", "N20", (0.35, 0.70)),
    _level("LI201", "TK2 borehole contact tank, level", "TK2", 4.5, (2.2, 3.6)),
    _chlorine("AI205", "TK2 borehole contact tank, chlorine", "TK2", (0.30, 0.65)),
    # high lift, TK3 and the high zone
    _pressure("PI302", "High lift pumps, discharge pressure", "N30", 10.0, (5.0, 8.0)),
    _flow("FI301", "Rising main to TK3, flow", "P30", 400.0, (0.0, 300.0)),
    _level("LI301", "TK3 service reservoir, level", "TK3", 5.5, (2.8, 4.7), overview=True),
    _flow("FI302", "TK3 outflow", "V301", 400.0, (20.0, 230.0)),
    _chlorine("AI305", "TK3 service reservoir, chlorine", "TK3", (0.25, 0.60)),
    _pressure("PI303", "High zone, pressure", "N33", 6.0, (3.2, 3.9)),
    # transfer, TK4
    _pressure("PI402", "Transfer pumps, discharge pressure", "N40", 10.0, (4.0, 7.0)),
    _flow("FI401", "Transfer main to TK4, flow", "P40", 400.0, (0.0, 320.0)),
    _level("LI401", "TK4 service reservoir, level", "TK4", 5.5, (2.8, 4.7), overview=True),
    _flow("FI402", "TK4 outflow", "V401", 500.0, (30.0, 270.0)),
    _chlorine("AI405", "TK4 service reservoir, chlorine", "TK4", (0.25, 0.60)),
    # hill zone
    _pressure("PI501", "Hill booster, suction pressure", "N35", 6.0, (2.5, 3.8)),
    _pressure("PI502", "Hill booster, discharge pressure", "N50", 10.0, (5.9, 6.5)),
    _flow("FI501", "Hill zone, flow", "P50", 80.0, (3.0, 45.0)),
    _pressure("PI503", "Hill zone, pressure at the far end", "N52", 6.0, (2.0, 3.6)),
    _chlorine("AI503", "Hill zone, chlorine at the far end", "N52", (0.20, 0.55)),
    # Eastfield
    _pressure("PI601", "Pressure reducing valve, upstream", "N34", 10.0, (3.3, 4.2)),
    _pressure("PI602", "Pressure reducing valve, downstream", "N60", 10.0, (3.8, 4.2)),
    _flow("FI601", "Eastfield, flow", "V601", 200.0, (5.0, 92.0)),
    _pressure("PI603", "Eastfield, pressure at the far end", "N63", 10.0, (3.4, 4.3)),
    _chlorine("AI603", "Eastfield, chlorine at the far end", "N63", (0.20, 0.55)),
    Instrument("FI603", "Flow from the town centre to Eastfield", "m³/h", -200.0, 200.0, 0.1,
               ("flow", "V603"), 0.6, 3.0, (-5.0, 5.0), 3.0),
    # town centre
    _pressure("PI701", "Town centre, inlet pressure", "N70", 8.0, (3.0, 3.8)),
    _pressure("PI702", "Town centre, pressure", "N73", 8.0, (3.6, 4.8), overview=True),
    _pressure("PI703", "Industrial estate, pressure", "N76", 8.0, (3.0, 4.4)),
    _pressure("PI704", "Town centre, pressure at the far end", "N77", 8.0, (3.5, 5.1)),
    _turbidity("AI703", "Town centre, turbidity", "N72"),
    _chlorine("AI704", "Town centre, chlorine at the far end", "N77", (0.20, 0.55), overview=True),
)  # fmt: skip


def _set(name: str, what: str, unit: str, low: float, high: float, resolution: float,
         measures: tuple[str, str]) -> Instrument:  # fmt: skip
    return Instrument(name, what, unit, low, high, resolution, measures)


def _state(name: str, what: str, states: tuple[str, ...], measures: tuple[str, str]) -> Instrument:
    return Instrument(name, what, "", 0.0, float(len(states) - 1), 1.0, measures, states=states)


_MODES = ("AUTO", "MANUAL")
_OVERFLOWS = tuple(
    _state(f"LS{area}01", f"{tank} overflow switch", ("dry", "overflowing"), ("overflow", tank))
    for area, tank in ((1, "TK1"), (2, "TK2"), (3, "TK3"), (4, "TK4"))
)
_CONTROL = (
    *(_set(f"{name}.SP", f"{what}, level set point", "m", 0.0, 5.0, 0.01, ("set_point", name))
      for name, what in (("LIC101", "TK1"), ("LIC201", "TK2"), ("LIC301", "TK3"), ("LIC401", "TK4"))),
    _set("FIC101.SP", "Raw water flow, set point", "m³/h", 0.0, 400.0, 0.1, ("loop_set_point", "FIC101")),
    _state("FIC101.HS", "Raw water flow control, mode", _MODES, ("loop_mode", "FIC101")),
    _set("PIC501.SP", "Hill booster pressure, set point", "bar", 0.0, 10.0, 0.01,
         ("loop_set_point", "PIC501")),
    _state("PIC501.HS", "Hill booster pressure control, mode", _MODES, ("loop_mode", "PIC501")),
    *(_set(f"{name}.SP", f"Chlorine at the {where}, set point", "mg/L", 0.0, 2.0, 0.01,
           ("loop_set_point", name))
      for name, where in (("QIC101", "river works"), ("QIC201", "boreholes"))),
    *(_state(f"{name}.HS", f"Chlorine control at the {where}, mode", _MODES, ("loop_mode", name))
      for name, where in (("QIC101", "river works"), ("QIC201", "boreholes"))),
    *(_set(f"{name}.ZI", f"Chlorine dose at the {where}", "mg/L", 0.0, 4.0, 0.01, ("actual", name))
      for name, where in (("QIC101", "river works"), ("QIC201", "boreholes"))),
    _set("V601.SP", "Pressure reducing valve, set point", "bar", 0.0, 10.0, 0.01, ("set_point", "V601")),
    *(Instrument(f"{name}.ZI", f"{what}, position", "%", 0.0, 100.0, 0.1, ("position", name), 0.05)
      for name, what in (("V101", "Works inlet control valve"), ("V301", "TK3 outlet valve"),
                         ("V401", "TK4 outlet valve"), ("V603", "Boundary valve town centre to Eastfield"))),
)  # fmt: skip

STATION_NAMES = {
    "ST1": "River intake", "ST2": "Boreholes", "ST3": "High lift", "ST4": "Transfer", "ST5": "Hill booster",
}  # fmt: skip
RATED_A = {"ST1": 45.0, "ST2": 30.0, "ST3": 85.0, "ST4": 80.0, "ST5": 12.0}


def _station(name: str) -> tuple[Instrument, ...]:
    what = STATION_NAMES[name]
    high_kw = 1.5 * RATED_A[name]
    return (
        _state(f"{name}.XS", f"{what} station, power supply", ("lost", "healthy"), ("powered", name)),
        Instrument(f"{name}.JI", f"{what} station, power", "kW", 0.0, high_kw, 0.1, ("power", name),
                   0.002 * high_kw, 2.0, cut_off_eu=0.01 * high_kw),
    )  # fmt: skip


def _pump(name: str) -> tuple[Instrument, ...]:
    station = STATION_OF[name]
    what = f"{STATION_NAMES[station]} pump {name[2:]}"
    rated_a = RATED_A[station]
    tags = (
        _state(f"{name}.XS", f"{what}, state", ("stopped", "running"), ("running", name)),
        _state(f"{name}.HS", f"{what}, mode", _MODES, ("pump_mode", name)),
        _state(f"{name}.XA", f"{what}, fault", ("healthy", "tripped", "no response"), ("fault", name)),
        Instrument(f"{name}.II", f"{what}, motor current", "A", 0.0, 1.5 * rated_a, 0.1, ("current", name),
                   0.004 * rated_a, 1.0, (0.0, 1.1 * rated_a), 0.01 * rated_a),
        Instrument(f"{name}.KI", f"{what}, running time", "h", 0.0, 100_000.0, 0.1, ("run_hours", name)),
    )  # fmt: skip
    if station != "ST5":
        return tags
    speed = Instrument(f"{name}.SI", f"{what}, speed", "%", 0.0, 110.0, 0.1, ("speed", name), 0.05)
    return (*tags, speed)


INSTRUMENTS = (
    *_PROCESS,
    *_OVERFLOWS,
    *_CONTROL,
    *(tag for station in STATIONS for tag in _station(station)),
    *(tag for pump in STATION_OF for tag in _pump(pump)),
)
"""All instruments, in the order of the plant's readings."""
