"""What can go wrong with the works: bursts, trips, power loss, demand surge, contamination."""

from collections.abc import Sequence

import numpy as np

from wakeful.plants.water_works.water_instruments import PREFIX
from wakeful.plants.water_works.water_network import WaterNetwork
from wakeful.plants.water_works.water_quality import CONTAMINANT, SUBSTANCES, TURBIDITY
from wakeful.plants.water_works.water_state import STATION_OF, STATIONS, Works
from wakeful.terms.fault import FaultKind

BURST_NODES = {
    "rising_main": "N31",
    "transfer_main": "N41",
    "high_zone": "N33",
    "hill_zone": "N51",
    "eastfield": "N62",
    "town_centre": "N73",
}
BURST_M3H_PER_ROOT_M = 50.0
"""Emitter coefficient of a burst of severity 1: about 310 m³/h at 4 bar."""
ZONES = {
    "high_zone": ("N33", "N34", "N35"),
    "hill_zone": ("N51", "N52"),
    "eastfield": ("N61", "N62", "N63"),
    "town_centre": ("N71", "N72", "N73", "N74", "N75", "N76", "N77"),
}
EVERYWHERE = "everywhere"
SURGE_FACTOR = 1.5
CONTAMINATED = {
    "river_works": "N11",
    "boreholes": "N20",
    "TK1": "TK1",
    "TK2": "TK2",
    "TK3": "TK3",
    "TK4": "TK4",
}
CONTAMINANT_MGL = 2.0
CONTAMINATED_NTU = 6.0
INGRESS_M3H = 60.0
"""Contaminated water that seeps into a tank, as a flow that carries the concentrations above."""

DISTURBANCES = {
    kind.name: kind
    for kind in (
        FaultKind(name="burst", description="A main bursts.", targets=tuple(BURST_NODES),
                  severity_meaning="size of the hole; 1 is about 310 m³/h at 4 bar"),
        FaultKind(name="pump_trip", description="The motor protection trips a pump; reset it afterwards.",
                  targets=tuple(PREFIX + pump for pump in STATION_OF), severity_low=1.0,
                  severity_meaning="all or nothing"),
        FaultKind(name="power_loss", description="A pumping station loses its power supply.",
                  targets=tuple(PREFIX + station for station in STATIONS), severity_low=1.0,
                  severity_meaning="all or nothing"),
        FaultKind(name="demand_surge", description="A zone draws more water than it ever does.",
                  targets=(*ZONES, EVERYWHERE), severity_meaning="1 is 2.5 times the usual demand"),
        FaultKind(name="contamination", description="Turbid matter that eats chlorine gets into the water.",
                  targets=tuple(CONTAMINATED), severity_meaning="1 brings 6 NTU, takes 2 mg/L of chlorine"),
    )
}  # fmt: skip


def disturb(works: Works, fault: str, target: str, severity: float, active: bool) -> str:
    """Begin or end a disturbance; "" or the reason it cannot be."""
    kind = DISTURBANCES.get(fault)
    if kind is None:
        return f"no disturbance {fault!r} here; known: {', '.join(DISTURBANCES)}"
    if target not in kind.targets:
        return f"{fault} cannot hit {target!r}; possible: {', '.join(kind.targets)}"
    if active and not kind.severity_low <= severity <= kind.severity_high:
        return f"severity {severity:g} of {fault} is out of range: 0 to 1 ({kind.severity_meaning})"
    name = target.removeprefix(PREFIX)
    if fault == "pump_trip":
        works.pumps[name].trip_active = active
    elif fault == "power_loss":
        if active:
            works.stations[name].lose_power()
        else:
            works.stations[name].regain_power()
    else:
        places = {
            "burst": works.bursts, "demand_surge": works.surges, "contamination": works.contaminations,
        }[fault]  # fmt: skip
        if active:
            places[name] = severity
        else:
            places.pop(name, None)
    return ""


def leaks(works: Works, junctions: Sequence[str]) -> np.ndarray:
    """(J,) emitter coefficient at each junction [m³/h for each root of a metre]."""
    out = np.zeros(len(junctions))
    for place, severity in works.bursts.items():
        out[junctions.index(BURST_NODES[place])] = severity * BURST_M3H_PER_ROOT_M
    return out


def surge_factors(works: Works, junctions: Sequence[str]) -> np.ndarray:
    """(J,) multiple of each junction's demand."""
    out = np.ones(len(junctions))
    for place, severity in works.surges.items():
        hit = junctions if place == EVERYWHERE else ZONES[place]
        for name in hit:
            out[junctions.index(name)] *= 1.0 + SURGE_FACTOR * severity
    return out


def contaminant_added(works: Works, network: WaterNetwork, flow_m3h: np.ndarray) -> np.ndarray:
    """(M, 3) what contamination adds at each node: concentration times flow, per hour.

    At the river works and the boreholes it comes with the water that is pumped; into a tank it seeps.
    """
    added = np.zeros((len(network.nodes), SUBSTANCES))
    links = {"river_works": "P12", "boreholes": "P20"}
    for place, severity in works.contaminations.items():
        carried_m3h = abs(float(flow_m3h[network.link[links[place]]])) if place in links else INGRESS_M3H
        node = network.node[CONTAMINATED[place]]
        added[node, CONTAMINANT] += severity * CONTAMINANT_MGL * carried_m3h
        added[node, TURBIDITY] += severity * CONTAMINATED_NTU * carried_m3h
    return added
