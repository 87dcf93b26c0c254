"""Default alarms of the works, rationalised: each has a cause worth knowing and something to do about it.

Limits keep clear of what a normal week shows. Deadbands: levels 2 %, pressures 2 %, flows 5 %, analyses
1 % or more of the range; on-delays 60 s on levels and analyses, 15 s and more on flows and pressures.
Why each is there: ``water_rationalisation``; how it is annunciated: ``water_handling``.
"""

from typing import NamedTuple

import msgspec

from wakeful.plants.water_works.water_handling import handling_of
from wakeful.plants.water_works.water_instruments import INSTRUMENTS, PREFIX, STATION_NAMES
from wakeful.plants.water_works.water_rationalisation import GENERAL, MAJOR, SEVERE, overflow, pump, station
from wakeful.plants.water_works.water_state import STATION_OF, STATIONS
from wakeful.terms.alarm import AlarmDefinition, ConditionKind, Priority, Rationalisation

_HH, _H, _L, _LL = ConditionKind.HIGH_HIGH, ConditionKind.HIGH, ConditionKind.LOW, ConditionKind.LOW_LOW
_CRITICAL, _HIGH, _MEDIUM, _LOW = Priority.CRITICAL, Priority.HIGH, Priority.MEDIUM, Priority.LOW
_SUFFIX = {
    _HH: "HH", _H: "H", _L: "L", _LL: "LL", ConditionKind.INPUT_BAD: "BAD", ConditionKind.STUCK: "STUCK",
    ConditionKind.DEVIATION_HIGH: "DH", ConditionKind.DEVIATION_LOW: "DL",
}  # fmt: skip
_DEADBAND_FRACTION = {"m": 0.02, "bar": 0.02, "m³/h": 0.05, "mg/L": 0.01, "NTU": 0.01, "pH": 0.01}
_ON_DELAY_MS = {"m": 60_000, "bar": 30_000, "m³/h": 30_000, "mg/L": 60_000, "NTU": 60_000, "pH": 60_000}


class _Line(NamedTuple):
    tag: str
    kind: ConditionKind
    limit_eu: float
    priority: Priority
    message: str
    response: str


def _tank(tag: str, tank: str, limits: tuple[float, float, float, float], lowest: Priority, feeds: str,
          fed_by: str) -> tuple[_Line, ...]:  # fmt: skip
    high_high, high, low, low_low = limits
    return (
        _Line(tag, _HH, high_high, _MEDIUM, f"{tank} is about to overflow",
              f"Stop {fed_by} in MANUAL. A level that does not fit the flows is the instrument."),
        _Line(tag, _H, high, _LOW, f"{tank} is above its working range",
              f"See whether {fed_by} should have stopped; check set point and pumps in MANUAL."),
        _Line(tag, _L, low, _LOW, f"{tank} is below its working range",
              f"See whether {fed_by} runs and delivers; compare outflow with the usual for the hour."),
        _Line(tag, _LL, low_low, lowest, f"{tank} is nearly empty; {feeds} is at risk",
              f"Start {fed_by}, both if needed. Look for a burst; throttle the outlet in time."),
    )  # fmt: skip


_TANKS = (
    *_tank("LI101", "TK1", (4.4, 4.2, 2.2, 1.2), _HIGH, "the high lift", "the raw water pumps PU101/PU102"),
    *_tank("LI201", "TK2", (3.9, 3.7, 2.0, 1.2), _MEDIUM, "the transfer to TK4",
           "the borehole pumps PU201/PU202"),
    *_tank("LI301", "TK3", (4.9, 4.7, 2.7, 1.5), _CRITICAL, "the supply of high zone, hill and Eastfield",
           "the high lift pumps PU301/PU302"),
    *_tank("LI401", "TK4", (4.9, 4.7, 2.7, 1.5), _CRITICAL, "the supply of the town centre",
           "the transfer pumps PU401/PU402"),
)  # fmt: skip

_SOURCES = (
    _Line("LI100", _LL, 0.8, _MEDIUM, "The river intake is nearly dry; raw water pumps will stop",
          "Clear the screen. Fill TK1 while the pumps still run; ask large users to save water."),
    _Line("LI210", _L, 5.0, _MEDIUM, "The boreholes are drawn down further than they should be",
          "Stop one borehole pump and let the water table recover; supply from the river works."),
    _Line("AI102", _H, 25.0, _LOW, "The river is turbid",
          "Watch the filters closely; lower the works' flow if filtered turbidity begins to rise."),
    _Line("AI103", _H, 0.5, _HIGH, "Filtered water is turbid: filters are breaking through",
          "Lower the works' flow, take the worst filter out for a backwash, raise chlorine."),
    _Line("AI103", _HH, 1.0, _CRITICAL, "Filtered water is not fit to drink",
          "Stop the raw water pumps, live on stock and boreholes, call the water quality duty."),
    _Line("AI203", _H, 0.5, _MEDIUM, "Borehole water is turbid",
          "Stop the borehole pumps in turn to find which; sample it; supply from the river works."),
)  # fmt: skip


def _tank_chlorine(tag: str, tank: str, low_mgl: float, suspects: str) -> tuple[_Line, ...]:
    line = _Line(
        tag, _L, low_mgl, _MEDIUM, f"{tank} is losing its chlorine",
        f"Check {suspects}. Sample the tank; if it is fouled, take it out and feed the zone another way.",
    )  # fmt: skip
    return (line,)


def _far_end(tag: str, where: str, lowest: Priority) -> tuple[_Line, ...]:
    return (
        _Line(tag, _L, 0.18, _LOW, f"Chlorine at the far end of {where} is low",
              "Look back along the water's way, reservoir then works. Raise the dose there in small steps."),
        _Line(tag, _LL, 0.10, lowest, f"Water at the far end of {where} is unprotected",
              "Sample and flush the end of the main; look for contamination; call the water quality duty."),
    )  # fmt: skip


_CHLORINE = (
    _Line("AI101", _H, 0.90, _MEDIUM, "Chlorine at the river works is high",
          "Put QIC101 in MANUAL and lower the dose. If the dose is already low, suspect the analyser."),
    _Line("AI101", _L, 0.40, _MEDIUM, "Chlorine at the river works is low",
          "See whether the dose rises; check hypochlorite stock and the dosing line; look at turbidity."),
    _Line("AI101", _LL, 0.25, _CRITICAL, "Disinfection at the river works is failing",
          "Stop the raw water pumps until dosing works; TK1 holds stock. Call the water quality duty."),
    _Line("AI201", _H, 0.90, _MEDIUM, "Chlorine at the boreholes is high",
          "Put QIC201 in MANUAL and lower the dose. If the dose is already low, suspect the analyser."),
    _Line("AI201", _L, 0.30, _MEDIUM, "Chlorine at the boreholes is low",
          "See whether the dose rises; check hypochlorite stock and the dosing line."),
    _Line("AI201", _LL, 0.15, _HIGH, "Disinfection at the boreholes is failing",
          "Stop the borehole pumps until dosing works; TK4 holds stock. Call the water quality duty."),
    *_tank_chlorine("AI105", "TK1", 0.30, "QIC101 and the turbidity of the river works"),
    *_tank_chlorine("AI205", "TK2", 0.28, "QIC201 and the turbidity of the boreholes"),
    *_tank_chlorine("AI305", "TK3", 0.22, "TK1's chlorine, TK3's hatches and vents"),
    *_tank_chlorine("AI405", "TK4", 0.18, "TK2's chlorine, TK4's hatches and vents"),
    *_far_end("AI503", "the hill zone", _MEDIUM),
    *_far_end("AI603", "Eastfield", _MEDIUM),
    *_far_end("AI704", "the town centre", _HIGH),
    _Line("AI703", _H, 0.5, _HIGH, "Water in the town centre is turbid",
          "Trace it upstream (TK4, TK2, boreholes); a burst can stir deposits. Sample at once."),
)  # fmt: skip

_PRESSURES = (
    _Line("PI303", _L, 2.8, _MEDIUM, "Pressure in the high zone is low",
          "Check TK3's level and outlet valve V301; compare TK3's outflow with the usual: look for a burst."),
    _Line("PI303", _LL, 1.8, _HIGH, "The high zone is losing its supply",
          "Find and isolate the burst; both high lift pumps on. Warn hospital and fire brigade."),
    _Line("PI502", _H, 7.0, _MEDIUM, "Hill booster pressure is too high",
          "Put PIC501 in MANUAL and lower the speed; old mains on the hill burst above 8 bar."),
    _Line("PI502", _L, 5.2, _MEDIUM, "Hill booster pressure is low",
          "See which booster runs; start the other. Compare the flow with the usual: look for a burst."),
    _Line("PI503", _LL, 0.8, _MEDIUM, "The top of the hill is without water",
          "Restore the booster; arrange tankered water when it takes longer than an hour."),
    _Line("PI602", _H, 4.6, _HIGH, "The pressure reducing valve lets too much through to Eastfield",
          "Lower V601's set point; if it does not answer, throttle by hand: Eastfield's mains are old."),
    _Line("PI602", _L, 3.2, _MEDIUM, "Pressure behind the reducing valve is low",
          "See pressure upstream and the flow: high flow is a burst in Eastfield; else check V601."),
    _Line("PI603", _L, 2.6, _MEDIUM, "Pressure at the far end of Eastfield is low",
          "Look for a burst; boundary valve V603 can feed Eastfield from the town centre."),
    _Line("PI702", _L, 3.5, _MEDIUM, "Pressure in the town centre is low",
          "Check TK4's level and outlet valve V401; compare the outflow with the usual: look for a burst."),
    _Line("PI702", _LL, 2.4, _HIGH, "The town centre is losing its supply",
          "Find and isolate the burst; open boundary valve V603; warn hospital and fire brigade."),
)  # fmt: skip

_FLOWS = (
    _Line("FI302", _H, 235.0, _MEDIUM, "TK3 gives more than it ever should",
          "Compare zone flows FI501 and FI601 to see where it goes; look for a burst; watch TK3's level."),
    _Line("FI302", _HH, 310.0, _HIGH, "A main fed by TK3 has burst",
          "Isolate the zone that takes it. Throttle V301 if TK3 would run empty before the crew is there."),
    _Line("FI402", _H, 275.0, _MEDIUM, "TK4 gives more than it ever should",
          "Look for a burst in the town centre; a fire main or a flushing crew would have called."),
    _Line("FI402", _HH, 360.0, _HIGH, "A main in the town centre has burst",
          "Isolate it. Throttle V401 if TK4 would run empty before the crew is there."),
    _Line("FI501", _H, 46.0, _LOW, "The hill draws more than usual",
          "Look at PI503: if it falls, look for a burst; else ask the fire brigade."),
    _Line("FI601", _H, 95.0, _MEDIUM, "Eastfield draws more than usual",
          "Look at PI603: if it falls, look for a burst in Eastfield."),
)  # fmt: skip

_BAD_INPUTS = (
    ("LI101", "PU301/PU302 must not run dry: take TK1's level from flows and walk to the gauge."),
    ("LI201", "PU401/PU402 must not run dry: take TK2's level from flows and walk to the gauge."),
    ("LI301", "The high lift holds its state: put PU301/PU302 in MANUAL and run them by the gauge."),
    ("LI401", "The transfer holds its state: put PU401/PU402 in MANUAL and run them by the gauge."),
    ("AI101", "QIC101 holds its dose: measure chlorine by hand every hour until the analyser works."),
    ("AI704", "Sample the far end of the town centre by hand."),
    ("PI502", "PIC501 holds its speed: watch PI503 instead."),
    ("PI702", "Watch PI701 and PI704 instead; with bad pressures all over the zone, it has run dry."),
)


_DEVIATIONS = (
    ("AI101", "QIC101.SP", -0.15, "Chlorine at the river works stays below its set point",
     "See whether the dose is at its end and the stock full; look at the turbidity behind the filters."),
    ("AI201", "QIC201.SP", -0.15, "Chlorine at the boreholes stays below its set point",
     "See whether the dose is at its end and the stock full; look at the boreholes' turbidity."),
    ("PI502", "PIC501.SP", -0.6, "The hill booster does not reach its set pressure",
     "Look at its speed and suction pressure PI501; start the other booster, or lower the set point."),
    ("PI602", "V601.SP", 0.35, "The reducing valve exceeds its set pressure",
     "Have the pilot of V601 cleaned; watch PI602, and throttle by hand when it goes on rising."),
)  # fmt: skip
"""(tag, its set point, limit [EU], message, what to do)"""

_FROZEN = (
    ("LI101", "Walk to the gauge; put PU101/PU102 in MANUAL if the level goes on standing still."),
    ("LI201", "Walk to the gauge; put PU201/PU202 in MANUAL if the level goes on standing still."),
    ("LI301", "Walk to the gauge; put PU301/PU302 in MANUAL if the level goes on standing still."),
    ("LI401", "Walk to the gauge; put PU401/PU402 in MANUAL if the level goes on standing still."),
    ("AI101", "Put QIC101 in MANUAL and measure by hand; have the sample line of the analyser flushed."),
    ("AI201", "Put QIC201 in MANUAL and measure by hand; have the sample line of the analyser flushed."),
)
_FROZEN_MS = 600_000
"""Noise moves each of these within forty readings; six hundred without a single step are no measurement."""


def _switch(tag: str, suffix: str, state: str, message: str, response: str) -> AlarmDefinition:
    """An alarm on one state of a discrete tag; without a delay."""
    instrument = next(each for each in INSTRUMENTS if each.name == tag)
    return AlarmDefinition(
        name=f"{PREFIX}{tag}.{suffix}", tag=PREFIX + tag, kind=ConditionKind.DISCRETE, priority=_MEDIUM,
        limit_eu=float(instrument.states.index(state)), message=message, response=response,
    )  # fmt: skip


def _overflows() -> tuple[AlarmDefinition, ...]:
    return tuple(
        _switch(f"LS{area}01", "H", "overflowing", f"{tank} is overflowing",
                f"Stop the pumps that fill it. If the level LI{area}01 says otherwise, that instrument lies.")
        for area, tank in ((1, "TK1"), (2, "TK2"), (3, "TK3"), (4, "TK4"))
    )  # fmt: skip


def _supplies() -> tuple[AlarmDefinition, ...]:
    return tuple(
        _switch(f"{name}.XS", "L", "lost", f"{STATION_NAMES[name]} station has lost its power supply",
                "Call the grid operator; see how long the tank behind it lasts. "
                "Pumps in AUTO restart one by one when power is back, pumps in MANUAL do not.")
        for name in STATIONS
    )  # fmt: skip


_SUPPLIES_A_RESERVOIR = ("ST3", "ST4")


def _stations_down() -> tuple[AlarmDefinition, ...]:
    """Both pumps of a station, tripped or not responding."""
    return tuple(
        AlarmDefinition(
            name=f"{PREFIX}{name}.DOWN", tag=f"{PREFIX}{design.pumps[0]}.XA", kind=ConditionKind.EXPRESSION,
            priority=_HIGH if name in _SUPPLIES_A_RESERVOIR else _MEDIUM, on_delay_ms=5_000,
            expression=" and ".join(f'{PREFIX}{each}.XA != "healthy"' for each in design.pumps),
            message=f"{STATION_NAMES[name]} station has no pump left",
            response="Reset a pump that tripped without a visible cause, once; send somebody meanwhile.",
        )
        for name, design in STATIONS.items()
    )  # fmt: skip


def _pumps() -> tuple[_Line, ...]:
    return tuple(
        _Line(f"{name}.XA", _H, 1.0, _LOW,
              f"{STATION_NAMES[STATION_OF[name]]} pump {name[2:]} has tripped or does not respond",
              "See that the standby has started. Find the cause on site, then reset the pump.")
        for name in STATION_OF
    )  # fmt: skip


def _definition(line: _Line) -> AlarmDefinition:
    instrument = next(each for each in INSTRUMENTS if each.name == line.tag)
    span_eu = instrument.high_eu - instrument.low_eu
    return AlarmDefinition(
        name=f"{PREFIX}{line.tag}.{_SUFFIX[line.kind]}", tag=PREFIX + line.tag, kind=line.kind,
        priority=line.priority, limit_eu=line.limit_eu,
        # Two states are one apart: half of that returns only with the other state.
        deadband_eu=0.5 if instrument.states else round(_DEADBAND_FRACTION[instrument.unit] * span_eu, 6),
        on_delay_ms=0 if instrument.states else _ON_DELAY_MS[instrument.unit],
        message=line.message, response=line.response,
    )  # fmt: skip


def _beside(tag: str, kind: ConditionKind, **fields: object) -> AlarmDefinition:
    """A low-priority alarm on an instrument or on how well its set point is kept."""
    own = {"name": f"{PREFIX}{tag}.{_SUFFIX[kind]}", "tag": PREFIX + tag, "kind": kind, "priority": _LOW}
    return AlarmDefinition(**(own | fields))  # type: ignore[arg-type]


def _description(tag: str) -> str:
    return next(each.description for each in INSTRUMENTS if each.name == tag)


def _bad_input(tag: str, response: str) -> AlarmDefinition:
    message = f"{_description(tag)}: reading is bad or missing"
    return _beside(tag, ConditionKind.INPUT_BAD, on_delay_ms=30_000, off_delay_ms=10_000,
                   message=message, response=response)  # fmt: skip


def _frozen(tag: str, response: str) -> AlarmDefinition:
    message = f"{_description(tag)}: reading stands still"
    return _beside(tag, ConditionKind.STUCK, on_delay_ms=_FROZEN_MS, off_delay_ms=10_000,
                   message=message, response=response)  # fmt: skip


def _deviation(tag: str, set_point: str, limit_eu: float, message: str, response: str) -> AlarmDefinition:
    kind = ConditionKind.DEVIATION_HIGH if limit_eu > 0 else ConditionKind.DEVIATION_LOW
    return _beside(tag, kind, limit_eu=limit_eu, deadband_eu=round(abs(limit_eu) / 4, 6), on_delay_ms=60_000,
                   expression=PREFIX + set_point, message=message, response=response)  # fmt: skip


def _why() -> dict[str, Rationalisation]:
    """Records of all alarms by name without the prefix."""
    why = dict(GENERAL)
    for name in STATIONS:
        why |= station(name, SEVERE if name in _SUPPLIES_A_RESERVOIR else MAJOR)
    for name in STATION_OF:
        why |= pump(name)
    for area in range(1, 5):
        why |= overflow(f"LS{area}01")
    return {name: each.record() for name, each in why.items()}


def alarms() -> tuple[AlarmDefinition, ...]:
    """All default alarms, names unique."""
    lines = (*_TANKS, *_SOURCES, *_CHLORINE, *_PRESSURES, *_FLOWS, *_pumps())
    plain = (
        *(_definition(line) for line in lines),
        *_overflows(),
        *_supplies(),
        *_stations_down(),
        *(_deviation(*each) for each in _DEVIATIONS),
        *(_bad_input(*each) for each in _BAD_INPUTS),
        *(_frozen(*each) for each in _FROZEN),
    )
    why = _why()
    return tuple(
        msgspec.structs.replace(
            alarm,
            handling=handling_of(alarm.name.removeprefix(PREFIX), alarm.priority),
            rationalisation=why[alarm.name.removeprefix(PREFIX)],
        )
        for alarm in plain
    )
