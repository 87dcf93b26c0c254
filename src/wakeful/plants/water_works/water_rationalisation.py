"""Why each default alarm of the works is there: cause, consequence, severity, time to act, basis, class.

Times are in real time, as the delays are. Severity and time together give the priority (the test has the
matrix): severe within 3 min critical, within 10 high, within 30 medium; major one step less; minor two.
"""

from typing import NamedTuple

from wakeful.terms.alarm import Rationalisation

MINUTE_MS = 60_000
MINOR, MAJOR, SEVERE = "minor", "major", "severe"
QUALITY, SUPPLY, EQUIPMENT, INSTRUMENT = "water quality", "supply", "equipment", "instrument"

_WEEK = "clear of a simulated normal week"
_TANK = "geometry of the tank"
_STANDARD = "drinking water standard"


class Why(NamedTuple):
    """One record, before it becomes a ``Rationalisation``."""

    cause: str
    consequence: str
    severity: str
    minutes: int
    alarm_class: str
    basis: str = _WEEK

    def record(self) -> Rationalisation:
        """As the alarm carries it."""
        return Rationalisation(
            cause=self.cause,
            consequence=self.consequence,
            consequence_severity=self.severity,
            response_time_ms=self.minutes * MINUTE_MS,
            basis=self.basis,
            alarm_class=self.alarm_class,
        )


def _tank(level: str, feed: str, lost: str, severity: str, minutes: int) -> dict[str, Why]:
    """The four limits of a tank; severity and time of its running empty."""
    return {
        f"{level}.HH": Why(f"{feed} did not stop, or the level instrument reads low",
                           "Treated water overflows and is lost", MAJOR, 10, SUPPLY, _TANK),
        f"{level}.H": Why(f"{feed} runs beyond the set point",
                          "The tank fills to its overflow", MINOR, 30, SUPPLY),
        f"{level}.L": Why(f"{feed} does not deliver, or more is drawn than usual",
                          "The reserve for fire and failures shrinks", MINOR, 30, SUPPLY),
        f"{level}.LL": Why(f"{feed} has failed, or a main has burst", lost, severity, minutes, SUPPLY, _TANK),
        f"{level}.STUCK": Why("The level transmitter is frozen or blocked",
                              f"{feed} is controlled on a level that is not there", MINOR, 20, INSTRUMENT,
                              "its noise moves it many times a minute"),
    }  # fmt: skip


_TANKS = (
    _tank("LI101", "Raw water pumping", "The high lift pumps stop; TK3 gets no water", SEVERE, 10)
    | _tank("LI201", "Borehole pumping", "The transfer pumps stop; TK4 gets no water", MAJOR, 10)
    | _tank("LI301", "The high lift", "High zone, hill and Eastfield run dry", SEVERE, 2)
    | _tank("LI401", "The transfer", "The town centre runs dry", SEVERE, 2)
)
_SOURCES = {
    "LI100.LL": Why("Drought, or a blocked intake screen", "The raw water pumps stop for want of water",
                    MAJOR, 10, SUPPLY, "suction limit of the raw water pumps, with a margin"),
    "LI210.L": Why("More is pumped than flows to the wells", "Wells are damaged by drawing them down",
                   MAJOR, 10, EQUIPMENT, "yield test of the wells"),
    "AI102.H": Why("Rain or thaw upstream", "The filters load faster and may break through", MINOR, 20,
                   QUALITY, "design load of the filters"),
    "AI103.H": Why("A filter breaks through, or is overloaded", "Germs hide from chlorine in turbid water",
                   SEVERE, 10, QUALITY, "half of the drinking water standard"),
    "AI103.HH": Why("Several filters have broken through", "Water that is not fit to drink is supplied",
                    SEVERE, 2, QUALITY, _STANDARD),
    "AI203.H": Why("A damaged well screen, or surface water in a well", "Turbid water enters TK2",
                   MAJOR, 10, QUALITY, "half of the drinking water standard"),
}  # fmt: skip


def _dosing(analyser: str, works: str, lost_severity: str, lost_minutes: int) -> dict[str, Why]:
    return {
        f"{analyser}.H": Why("Set too high, the doser sticks open, or the analyser reads low",
                             "Complaints about taste; more by-products", MAJOR, 10, QUALITY, _STANDARD),
        f"{analyser}.L": Why("Stock used up, a blocked dosing line, or turbid water",
                             f"Less protection of the water from the {works}", MAJOR, 10, QUALITY),
        f"{analyser}.LL": Why("Dosing has failed", f"Water from the {works} is not disinfected",
                              lost_severity, lost_minutes, QUALITY, "contact time at the lowest dose"),
        f"{analyser}.DL": Why("The doser is at its end or does not follow, or demand for chlorine has risen",
                              "The set point is not kept; a low alarm follows", MINOR, 20, QUALITY),
        f"{analyser}.STUCK": Why("The analyser is frozen or its sample line blocked",
                                 "The dose is controlled on a value that is not there", MINOR, 20, INSTRUMENT,
                                 "its noise moves it many times a minute"),
    }  # fmt: skip


def _tank_chlorine(analyser: str) -> dict[str, Why]:
    why = Why("Fouling or ingress in the tank, or too little dosed before it",
              "The zone behind the tank loses its protection", MAJOR, 10, QUALITY)  # fmt: skip
    return {f"{analyser}.L": why}


def _far_end(analyser: str, where: str, severity: str, minutes: int) -> dict[str, Why]:
    return {
        f"{analyser}.L": Why("Long standing, or too little chlorine on the way", f"Regrowth in {where}",
                             MINOR, 30, QUALITY, "lowest residual by the water safety plan"),
        f"{analyser}.LL": Why("Dosing has failed, or contamination eats the chlorine",
                              f"People in {where} drink unprotected water", severity, minutes, QUALITY,
                              _STANDARD),
    }  # fmt: skip


_CHLORINE = (
    _dosing("AI101", "river works", SEVERE, 2)
    | _dosing("AI201", "boreholes", SEVERE, 10)
    | _tank_chlorine("AI105")
    | _tank_chlorine("AI205")
    | _tank_chlorine("AI305")
    | _tank_chlorine("AI405")
    | _far_end("AI503", "the hill zone", MAJOR, 10)
    | _far_end("AI603", "Eastfield", MAJOR, 10)
    | _far_end("AI704", "the town centre", SEVERE, 10)
    | {
        "AI703.H": Why("Contamination, or deposits stirred up by a burst", "People drink turbid water",
                       SEVERE, 10, QUALITY, "half of the drinking water standard"),
    }
)  # fmt: skip

_BURST = "A burst, an empty tank or a closed valve"
_PRESSURES = {
    "PI303.L": Why(_BURST, "Upper floors of the high zone get no water", MAJOR, 10, SUPPLY),
    "PI303.LL": Why(_BURST, "Hospital and fire brigade lose their supply; dirt is sucked in", SEVERE, 10,
                    SUPPLY, "lowest service pressure"),
    "PI502.H": Why("The pressure control is in MANUAL or its transmitter reads low",
                   "Old mains on the hill burst above 8 bar", MAJOR, 10, EQUIPMENT, "rating of the mains"),
    "PI502.L": Why("A booster has stopped, or a burst on the hill", "The hill has little water", MAJOR, 10,
                   SUPPLY),
    "PI502.DL": Why("The booster is at full speed, worn, or its suction is low",
                    "The set pressure is not kept; a low alarm follows", MINOR, 20, SUPPLY),
    "PI503.LL": Why("Both boosters stopped, or a burst on the hill", "The top of the hill has no water",
                    MAJOR, 10, SUPPLY, "lowest service pressure"),
    "PI602.H": Why("The reducing valve sticks open", "Mains in Eastfield burst", SEVERE, 10, EQUIPMENT,
                   "rating of the mains"),
    "PI602.DH": Why("The reducing valve's pilot is fouled", "The set pressure is exceeded more and more",
                    MINOR, 20, EQUIPMENT),
    "PI602.L": Why("A burst in Eastfield, or the reducing valve sticks shut", "Eastfield has little water",
                   MAJOR, 10, SUPPLY),
    "PI603.L": Why("A burst in Eastfield", "The far end of Eastfield has little water", MAJOR, 10, SUPPLY),
    "PI702.L": Why(_BURST, "Upper floors in the town centre get no water", MAJOR, 10, SUPPLY),
    "PI702.LL": Why(_BURST, "The town centre loses its supply; dirt is sucked in", SEVERE, 10, SUPPLY,
                    "lowest service pressure"),
}  # fmt: skip
_FLOWS = {
    "FI302.H": Why("A burst, or fire fighting", "TK3 empties before its time", MAJOR, 10, SUPPLY),
    "FI302.HH": Why("A main has burst", "Flooding; TK3 runs empty within hours", SEVERE, 10, SUPPLY),
    "FI402.H": Why("A burst, or fire fighting", "TK4 empties before its time", MAJOR, 10, SUPPLY),
    "FI402.HH": Why("A main has burst", "Flooding; TK4 runs empty within hours", SEVERE, 10, SUPPLY),
    "FI501.H": Why("A burst on the hill, or fire fighting", "The hill's pressure falls", MINOR, 20, SUPPLY),
    "FI601.H": Why("A burst in Eastfield", "Eastfield's pressure falls", MAJOR, 10, SUPPLY),
}  # fmt: skip

_LOST = "The transmitter has failed or its line is broken"
_INPUTS = {
    f"{tag}.BAD": Why(_LOST, consequence, MINOR, 20, INSTRUMENT, "the instrument says so itself")
    for tag, consequence in (
        ("LI101", "The high lift could run dry unseen"),
        ("LI201", "The transfer could run dry unseen"),
        ("LI301", "The high lift is no longer controlled"),
        ("LI401", "The transfer is no longer controlled"),
        ("AI101", "Disinfection is no longer controlled"),
        ("AI704", "Nobody sees whether the town centre is protected"),
        ("PI502", "The hill's pressure is no longer controlled"),
        ("PI702", "Nobody sees whether the town centre has water"),
    )
}


def station(name: str, down_severity: str) -> dict[str, Why]:
    """Loss of power of a station, and of both of its pumps."""
    return {
        f"{name}.XS.L": Why("The grid or the station's switchgear has failed",
                            "Its pumps stand; the tank behind it empties", MAJOR, 10, SUPPLY,
                            "state, no limit"),
        f"{name}.DOWN": Why("Both pumps have failed, or the second was not repaired in time",
                            "Nothing is pumped; the tank behind it empties", down_severity, 10, SUPPLY,
                            "states, no limit"),
    }  # fmt: skip


def pump(name: str) -> dict[str, Why]:
    """Trip of one pump."""
    why = Why("Overload, a blocked impeller or a failed starter", "Its station has no reserve left",
              MAJOR, 30, EQUIPMENT, "state, no limit")  # fmt: skip
    return {f"{name}.XA.H": why}


def overflow(switch: str) -> dict[str, Why]:
    """Water in a tank's overflow."""
    why = Why("The pumps did not stop, because the level instrument reads low",
              "Treated water is lost, ground washed out", MAJOR, 10, SUPPLY, "state, no limit")  # fmt: skip
    return {f"{switch}.H": why}


GENERAL = _TANKS | _SOURCES | _CHLORINE | _PRESSURES | _FLOWS | _INPUTS
"""Records of everything that is no pump, station or switch, by name without the works' prefix."""
