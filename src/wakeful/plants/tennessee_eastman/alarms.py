"""The plant's default alarms, from Downs and Vogel's operating constraints, quiet at the base case.

Their normal operating limits (1993, Table 6) are kept: reactor pressure 2,895 kPa (trip 3,000), reactor
level 50 to 100 % (trips at 2 and 24 m³), reactor temperature 150 °C (trip 175), separator and stripper levels
30 to 100 % (trips at 1 m³, and at 12 and 8 m³). Other limits are set where a person still has time to act.
Why each is there, and how it is annunciated: ``rationalisation``.
"""

import msgspec

from wakeful.plants.tennessee_eastman.instruments import ADDITIONAL, MEASURED, VALVES
from wakeful.plants.tennessee_eastman.rationalisation import P1, P2, P3, P4, handling_of, rationalisation_of
from wakeful.terms.alarm import AlarmDefinition, ConditionKind

PREFIX = "TE."
HH, H, L, LL = ConditionKind.HIGH_HIGH, ConditionKind.HIGH, ConditionKind.LOW, ConditionKind.LOW_LOW
SUFFIX = {HH: "HH", H: "H", L: "L", LL: "LL", ConditionKind.INPUT_BAD: "BAD"}

LIMITS = (
    ("PI-7", HH, P1, 2950.0, 10.0, 2,
     "Cut production (UIC-17) at once and open the purge; the trip is at 3,000 kPa."),
    ("PI-7", H, P2, 2895.0, 10.0, 10, "Lower production, open the purge, check cooling and the A feed."),
    ("PI-7", L, P4, 2600.0, 10.0, 60, "Check the purge valve and the feeds; production falls with pressure."),
    ("LI-8", HH, P1, 97.0, 3.0, 10,
     "Warm the separator (TIC-11) or cut the D and E feeds; the trip is near."),
    ("LI-8", H, P3, 88.0, 3.0, 30, "Check separator temperature and the D and E feeds."),
    ("LI-8", L, P3, 62.0, 3.0, 30, "Check the D and E feeds and the condenser's cooling."),
    ("LI-8", LL, P2, 52.0, 3.0, 10,
     "Cool the separator more (TIC-11) and lower production; cooling area is being lost."),
    ("TI-9", HH, P1, 150.0, 1.0, 2,
     "Open the reactor cooling water fully, cut production; the trip is at 175 °C."),
    ("TI-9", H, P2, 122.0, 0.3, 10, "Check the reactor cooling water: valve, flow and inlet temperature."),
    ("TI-9", L, P3, 118.7, 0.3, 30,
     "Check that the cooling water valve is not stuck open; the reaction may die."),
    ("LI-12", HH, P2, 90.0, 5.0, 10,
     "Open the separator liquid valve (FIC-14 in MANUAL); check the stripper's level."),
    ("LI-12", H, P3, 75.0, 5.0, 30, "Check FIC-14 and its valve."),
    ("LI-12", L, P3, 30.0, 5.0, 30, "Check FIC-14 and the condenser's cooling."),
    ("LI-12", LL, P2, 15.0, 5.0, 10, "Close the separator liquid valve; the trip is at 1 m³."),
    ("LI-15", HH, P2, 90.0, 5.0, 10, "Open the product valve (FIC-17 in MANUAL)."),
    ("LI-15", H, P3, 75.0, 5.0, 30, "Check FIC-17 and its valve."),
    ("LI-15", L, P3, 30.0, 5.0, 30, "Check FIC-17 and the liquid from the separator."),
    ("LI-15", LL, P2, 12.0, 5.0, 10, "Close the product valve; the stripper is running empty."),
    ("PI-13", H, P3, 2825.0, 10.0, 30,
     "Follows the reactor's pressure; if alone, check the recycle valve and compressor."),
    ("PI-16", H, P3, 3300.0, 10.0, 30,
     "Follows the reactor's pressure; if alone, check the flow to the reactor."),
    ("TI-11", H, P3, 86.0, 0.5, 30,
     "Check the condenser's cooling water: valve, flow and inlet temperature."),
    ("TI-11", L, P4, 74.0, 0.5, 60,
     "The reactor is short of liquid or the cooling water valve is stuck open."),
    ("TI-18", H, P4, 71.0, 0.5, 60, "Check the steam valve; product may be lost overhead."),
    ("TI-18", L, P4, 61.0, 0.5, 60, "Check the steam; light ends go into the product."),
    ("FI-19", H, P4, 265.0, 10.0, 60, "Check the steam valve (HIC-19)."),
    ("FI-19", L, P4, 195.0, 10.0, 60, "Check the steam valve (HIC-19) and the steam supply."),
    ("JI-20", H, P3, 375.0, 5.0, 60, "Check the recycle valve (HIC-5) and the reactor's pressure."),
    ("JI-20", L, P4, 300.0, 5.0, 60, "Check the compressor and the recycle valve."),
    ("TI-21", H, P3, 98.0, 0.3, 30,
     "The reactor gives off more heat or gets less water: check TIC-9 and FI-47."),
    ("TI-22", H, P4, 87.0, 0.5, 60, "Check the condenser's cooling water flow."),
    ("TI-46", H, P3, 38.5, 0.5, 60, "Ask the cooling tower; the reactor has less reserve of cooling."),
    ("TI-48", H, P4, 43.5, 0.5, 60, "Ask the cooling tower; the condenser has less reserve of cooling."),
    ("FI-47", H, P4, 160.0, 5.0, 60,
     "The reactor asks for unusual cooling: look for the cause before it runs out."),
    ("FI-47", L, P2, 45.0, 5.0, 10, "Check valve TCV-9 and the cooling water pressure."),
    ("FI-49", H, P4, 80.0, 5.0, 60, "The condenser asks for unusual cooling: look for the cause."),
    ("FI-49", L, P3, 25.0, 3.0, 30, "Check valve TCV-11 and the cooling water pressure."),
    ("FI-1", H, P4, 0.6, 0.03, 60, "Check the analysis of the reactor feed and FIC-1."),
    ("FI-1", L, P2, 0.06, 0.02, 30,
     "If FIC-1 asks for more, the A feed is lost: lower production (UIC-17) and call the supplier."),
    ("FI-2", H, P3, 3830.0, 110.0, 60, "Check FIC-2, the grade set point and the production index."),
    ("FI-2", L, P3, 3500.0, 110.0, 60, "Check FIC-2 and the D supply; less G will be made."),
    ("FI-3", H, P3, 4720.0, 130.0, 60, "Check FIC-3, the grade set point and the production index."),
    ("FI-3", L, P3, 4300.0, 130.0, 60, "Check FIC-3 and the E supply; less H will be made."),
    ("FI-4", H, P3, 9.95, 0.2, 60, "Check FIC-4, the analysis of the reactor feed and the production index."),
    ("FI-4", L, P2, 8.6, 0.2, 20, "Check the pressure in the header of stream 4 and open its valve further."),
    ("FI-5", H, P4, 30.0, 0.8, 60, "Check the recycle valve (HIC-5)."),
    ("FI-5", L, P3, 24.8, 0.8, 60, "Check the compressor and the recycle valve."),
    ("FI-6", L, P3, 40.0, 1.2, 60, "Look for the feed that is missing."),
    ("FI-10", H, P4, 0.55, 0.03, 120, "Much is being purged: look for inert B, a lost feed or poor cooling."),
    ("FI-14", H, P4, 29.0, 0.6, 60, "Check LIC-12 and the valve."),
    ("FI-14", L, P4, 20.0, 0.6, 60, "Check LIC-12, the valve and the condenser."),
    ("FI-17", H, P4, 26.5, 0.5, 60, "Check LIC-15 and the production set point."),
    ("FI-17", L, P3, 20.0, 0.5, 60, "Production is lost: check the feeds, LIC-15 and the product valve."),
    ("AI-23", H, P4, 37.0, 0.8, 0, "Too much A: check stream 4 and AIC-23."),
    ("AI-23", L, P3, 27.5, 0.8, 0, "A is running short: check FI-1 and AIC-23."),
    ("AI-25", H, P4, 31.0, 0.8, 0, "Too much C: check stream 4 and AIC-25."),
    ("AI-25", L, P4, 22.5, 0.8, 0, "C is running short: check FI-4 and AIC-25."),
    ("AI-30", H, P3, 21.0, 0.5, 0, "Inert B builds up: open the purge, ask for the composition of stream 4."),
    ("AI-38", H, P4, 1.2, 0.05, 0, "Light ends in the product: more steam (HIC-19)."),
    ("AI-40", H, P4, 57.0, 1.0, 0, "Product off grade: check D and E feeds against the grade set point."),
    ("AI-40", L, P4, 50.5, 1.0, 0, "Product off grade: check D and E feeds against the grade set point."),
    ("FCV-1", H, P3, 95.0, 5.0, 120, "The A feed valve has no more to give: check the A supply."),
    ("FCV-4", H, P3, 95.0, 5.0, 120, "The valve of stream 4 has no more to give: check its header."),
    ("FCV-10", H, P4, 80.0, 5.0, 120,
     "The purge is near its end: pressure will rise; look for inert B, lower production."),
    ("TCV-9", H, P2, 95.0, 5.0, 60, "No reserve of reactor cooling is left: lower production."),
    ("TCV-11", H, P3, 95.0, 5.0, 60, "No reserve of condenser cooling is left: lower production."),
)  # fmt: skip
"""(tag, kind, priority, limit [EU], deadband [EU], on-delay [s], what to do)"""

OFF_DELAY_S_MIN = 60
"""A return is believed after a minute: long against noise, short against the process, whose hours count."""

WORDS = {HH: "far too high", H: "high", L: "low", LL: "far too low"}
SAFETY_INPUTS = ("PI-7", "LI-8", "TI-9", "LI-12", "LI-15", "FI-1", "FI-4")
"""Measurements whose loss leaves the person on watch blind to a trip."""

DEVIATIONS = (
    ("TI-9", "TIC-9.SP", P3, 0.8, 0.2, "above its set point",
     "Check the reactor cooling water: valve, flow and inlet temperature, and that TIC-9 is in AUTO."),
    ("FI-4", "FIC-4.SP", P3, -0.6, 0.15, "below its set point",
     "Check the pressure in the header of stream 4; lower production if it stays away."),
    ("FI-17", "UIC-17.SP", P4, -1.5, 0.4, "below the production asked for",
     "Look for what limits the plant: a feed, the cooling, a valve at its end; lower the set point."),
)  # fmt: skip
"""(tag, its set point, priority, limit [EU], deadband [EU], how it differs, what to do)"""

FROZEN_S = 300
"""Every reading carries noise of its own; five minutes without a single step is no measurement."""

COOLING = AlarmDefinition(
    name="TE.COOLING",
    tag="TE.TI-9",
    kind=ConditionKind.EXPRESSION,
    priority=P2,
    on_delay_ms=10_000,
    off_delay_ms=OFF_DELAY_S_MIN * 1000,
    expression="TE.TI-9 - TE.TIC-9.SP > 0.8 and TE.TCV-9 > 80",
    message="The reactor warms although its cooling is nearly fully open",
    response="Lower production (UIC-17) at once; less feed makes less heat. Watch pressure and level.",
)
"""Warm alone may be a set point that was lowered, an open valve alone a warm day."""

TRIP = AlarmDefinition(
    name="TE.XS-1.TRIP",
    tag="TE.XS-1",
    kind=ConditionKind.DISCRETE,
    priority=P1,
    limit_eu=0.0,
    # Longer than any off-delay of what it suppresses: those have returned by then, and stay quiet.
    off_delay_ms=150_000,
    message="The plant has tripped; TE.XS-2 says why",
    response="Secure the plant, find the cause, end it, then restart with the control 'run' of TE.PLANT.",
)


def default_alarms() -> tuple[AlarmDefinition, ...]:
    """Limits, deviations, lost and frozen safety inputs, the cooling at its end, and the trip itself."""
    said = {row.name: row.description for row in (*MEASURED, *ADDITIONAL)}
    said.update({valve.name: valve.description for valve in VALVES})
    every = (*_limits(said), *_deviations(said), *_lost(said), *_frozen(said), COOLING, TRIP)
    return tuple(
        msgspec.structs.replace(
            alarm,
            handling=handling_of(alarm.name.removeprefix(PREFIX), alarm.priority),
            rationalisation=rationalisation_of(alarm.name.removeprefix(PREFIX), alarm.priority),
        )
        for alarm in every
    )


def _limits(said: dict[str, str]) -> list[AlarmDefinition]:
    return [
        AlarmDefinition(
            name=f"{PREFIX}{tag}.{SUFFIX[kind]}",
            tag=PREFIX + tag,
            kind=kind,
            priority=priority,
            limit_eu=limit_eu,
            deadband_eu=deadband_eu,
            on_delay_ms=on_delay_s * 1000,
            off_delay_ms=max(on_delay_s, OFF_DELAY_S_MIN) * 1000,
            message=f"{said[tag]} {WORDS[kind]}",
            response=response,
        )
        for tag, kind, priority, limit_eu, deadband_eu, on_delay_s, response in LIMITS
    ]


def _deviations(said: dict[str, str]) -> list[AlarmDefinition]:
    return [
        AlarmDefinition(
            name=f"{PREFIX}{tag}.{'DH' if limit_eu > 0 else 'DL'}",
            tag=PREFIX + tag,
            kind=ConditionKind.DEVIATION_HIGH if limit_eu > 0 else ConditionKind.DEVIATION_LOW,
            priority=priority,
            limit_eu=limit_eu,
            deadband_eu=deadband_eu,
            on_delay_ms=OFF_DELAY_S_MIN * 1000,
            off_delay_ms=OFF_DELAY_S_MIN * 1000,
            expression=PREFIX + set_point,
            message=f"{said[tag]} {how}",
            response=response,
        )
        for tag, set_point, priority, limit_eu, deadband_eu, how, response in DEVIATIONS
    ]


def _lost(said: dict[str, str]) -> list[AlarmDefinition]:
    return [
        AlarmDefinition(
            name=f"{PREFIX}{tag}.BAD",
            tag=PREFIX + tag,
            kind=ConditionKind.INPUT_BAD,
            priority=P2,
            on_delay_ms=10_000,
            off_delay_ms=5_000,
            message=f"{said[tag]}: measurement lost",
            response="Watch what is measured beside it, put its controller in MANUAL, call instrumentation.",
        )
        for tag in SAFETY_INPUTS
    ]


def _frozen(said: dict[str, str]) -> list[AlarmDefinition]:
    return [
        AlarmDefinition(
            name=f"{PREFIX}{tag}.STUCK",
            tag=PREFIX + tag,
            kind=ConditionKind.STUCK,
            priority=P3,
            on_delay_ms=FROZEN_S * 1000,
            off_delay_ms=5_000,
            message=f"{said[tag]}: measurement stands still",
            response="Compare with its neighbours; put its controller in MANUAL, call instrumentation.",
        )
        for tag in SAFETY_INPUTS
    ]
