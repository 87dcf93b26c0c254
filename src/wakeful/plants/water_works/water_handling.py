"""How the works' default alarms are annunciated: groups, latches, what hides what, shelves, escalation."""

from wakeful.plants.water_works.water_instruments import PREFIX
from wakeful.plants.water_works.water_rationalisation import MINUTE_MS
from wakeful.plants.water_works.water_state import STATION_OF, STATIONS
from wakeful.terms.alarm import Escalation, Handling, Priority

_STATION_GROUPS = {
    "ST1": ("WW river works", ("LI100.LL", "LI101.L", "LI101.LL")),
    "ST2": ("WW boreholes", ("LI210.L", "LI201.L", "LI201.LL")),
    "ST3": ("WW high lift", ("LI301.L", "LI301.LL")),
    "ST4": ("WW transfer", ("LI401.L", "LI401.LL")),
    "ST5": ("WW hill", ("PI502.L", "PI502.DL", "PI503.LL", "FI501.H")),
}
"""A station, its pumps and what follows when they fail: which came first?"""

_ZONE_GROUPS = {
    "WW high zone": ("FI302.H", "FI302.HH", "PI303.L", "PI303.LL"),
    "WW Eastfield": ("FI601.H", "PI602.H", "PI602.DH", "PI602.L", "PI603.L"),
    "WW town centre": ("FI402.H", "FI402.HH", "PI702.L", "PI702.LL"),
    "WW river disinfection": ("AI102.H", "AI103.H", "AI103.HH", "AI101.DL", "AI101.L", "AI101.LL", "AI105.L"),
    "WW borehole disinfection": ("AI203.H", "AI201.DL", "AI201.L", "AI201.LL", "AI205.L"),
}

_UNSAFE_WATER = ("AI103.HH", "AI101.LL", "AI201.LL", "AI704.LL")
"""Stays until somebody has made sure, by a sample, that the water is right again."""

_BEHIND_BOOSTER = ("PI502.L", "PI502.DL")
"""Follows from the loss of the booster's power and says nothing more."""

_RE_ALARM_MS = 30 * MINUTE_MS
_UNATTENDED_MS = 10 * MINUTE_MS
_SHELVE_MS_MAX = {Priority.CRITICAL: 15 * MINUTE_MS, Priority.HIGH: 60 * MINUTE_MS}


def _groups() -> dict[str, str]:
    groups = {name: group for group, names in _ZONE_GROUPS.items() for name in names}
    for station, (group, names) in _STATION_GROUPS.items():
        pumps = [f"{pump}.XA.H" for pump, own in STATION_OF.items() if own == station]
        groups |= dict.fromkeys((f"{station}.XS.L", f"{station}.DOWN", *pumps, *names), group)
    return groups


_GROUPS = _groups()
_LATCHING = frozenset(
    (*_UNSAFE_WATER, *(f"{pump}.XA.H" for pump in STATION_OF), *(f"LS{area}01.H" for area in range(1, 5)))
)
_ESCALATION = {
    **{f"{station}.XS.L": Priority.HIGH for station in STATIONS},
    **{f"{pump}.XA.H": Priority.MEDIUM for pump in STATION_OF},
}
"""How urgent it becomes when nobody has acknowledged it for ten minutes."""


def handling_of(name: str, priority: Priority) -> Handling:
    """The handling of an alarm, by its name without the works' prefix."""
    escalated = _ESCALATION.get(name)
    return Handling(
        latching=name in _LATCHING,
        re_alarm_ms=_RE_ALARM_MS if name in _UNSAFE_WATER else 0,
        escalation=Escalation(priority=escalated, after_ms=_UNATTENDED_MS) if escalated else None,
        group=_GROUPS.get(name, ""),
        suppress_when=f"active({PREFIX}ST5.XS.L)" if name in _BEHIND_BOOSTER else "",
        shelve_ms_max=_SHELVE_MS_MAX.get(priority, 0),
    )
