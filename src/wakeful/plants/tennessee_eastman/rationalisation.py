"""Why each default alarm of the chemical plant is there, and how it is annunciated.

Times to act are in real time, as the delays are. Priority, severity and time go together: severe within 3 min
critical, within 10 high; major within 10 medium; minor low.
"""

from wakeful.terms.alarm import Escalation, Handling, Priority, Rationalisation

MINUTE_MS = 60_000
P1, P2, P3, P4 = Priority.CRITICAL, Priority.HIGH, Priority.MEDIUM, Priority.LOW
URGENCY = {P1: ("severe", 2), P2: ("severe", 8), P3: ("major", 10), P4: ("minor", 20)}
"""Severity of the consequence, and minutes within which acting helps."""

SAFETY, PRODUCTION, QUALITY, UTILITY, INSTRUMENT = "safety", "production", "quality", "utility", "instrument"
TABLE_6 = "Downs and Vogel (1993), table 6"
QUIET = "more than six standard deviations from 48 h at the base case"

WHY = {
    "PI-7.HH": (SAFETY, TABLE_6, "Cooling lost, purge shut or feeds out of proportion",
                "The plant trips at 3,000 kPa"),
    "PI-7.H": (SAFETY, TABLE_6, "Inert gas builds up, or a feed is in excess",
               "The pressure trip comes nearer"),
    "PI-7.L": (PRODUCTION, QUIET, "The purge is too far open, or a gas feed is short", "Production falls"),
    "LI-8.HH": (SAFETY, TABLE_6, "The separator is too cold, or D and E are in excess",
                "The plant trips at 24 m³"),
    "LI-8.H": (SAFETY, TABLE_6, "The separator is too cold, or D and E are in excess",
               "Less room for vapour; the level trip comes nearer"),
    "LI-8.L": (SAFETY, TABLE_6, "D or E is short, or the separator too warm", "Cooling area is lost"),
    "LI-8.LL": (SAFETY, TABLE_6, "D or E is lost", "The plant trips at 2 m³; the coil falls dry"),
    "TI-9.HH": (SAFETY, TABLE_6, "Cooling water lost while the reaction goes on",
                "Runaway; the trip is at 175 °C"),
    "TI-9.H": (SAFETY, QUIET, "The cooling water is warm, short, or its valve sticks",
               "The reaction runs away from its cooling"),
    "TI-9.L": (PRODUCTION, QUIET, "The cooling water valve sticks open", "The reaction may die out"),
    "TI-9.DH": (SAFETY, QUIET, "The cooling no longer follows its controller", "A high temperature follows"),
    "COOLING": (SAFETY, "both well beyond the base case",
                "The cooling has no reserve for the heat that is made",
                "Runaway as soon as the valve is fully open"),
    "LI-12.HH": (SAFETY, TABLE_6, "The liquid valve is shut or sticks", "The plant trips at 12 m³"),
    "LI-12.H": (SAFETY, QUIET, "FIC-14 delivers too little", "Liquid may reach the compressor"),
    "LI-12.L": (SAFETY, QUIET, "FIC-14 delivers too much, or little condenses", "Gas may reach the stripper"),
    "LI-12.LL": (SAFETY, TABLE_6, "The liquid valve sticks open, or nothing condenses",
                 "The plant trips at 1 m³"),
    "LI-15.HH": (SAFETY, TABLE_6, "The product valve is shut or sticks", "The plant trips at 8 m³"),
    "LI-15.H": (SAFETY, QUIET, "FIC-17 delivers too little", "The stripper floods"),
    "LI-15.L": (SAFETY, QUIET, "FIC-17 delivers too much, or little comes from the separator",
                "Gas may reach the product"),
    "LI-15.LL": (SAFETY, TABLE_6, "The product valve sticks open", "The plant trips at 1 m³"),
    "PI-13.H": (SAFETY, QUIET, "The recycle is throttled, or the reactor's pressure is high",
                "Less is recycled; the reactor's pressure rises"),
    "PI-16.H": (SAFETY, QUIET, "The way to the reactor is throttled", "The feed of the reactor falls"),
    "TI-11.H": (SAFETY, QUIET, "The condenser's cooling water is warm or short",
                "Less condenses; pressure rises and levels fall"),
    "TI-11.L": (PRODUCTION, QUIET, "The condenser's valve sticks open", "Liquid piles up in the separator"),
    "TI-18.H": (QUALITY, QUIET, "Too much steam", "Product is lost overhead"),
    "TI-18.L": (QUALITY, QUIET, "Too little steam", "Light ends go into the product"),
    "FI-19.H": (UTILITY, QUIET, "The steam valve was opened or sticks", "Product is lost overhead"),
    "FI-19.L": (UTILITY, QUIET, "The steam supply fails", "Light ends go into the product"),
    "JI-20.H": (UTILITY, QUIET, "The compressor recycles too much", "The motor is overloaded"),
    "JI-20.L": (UTILITY, QUIET, "The compressor delivers little", "Less is recycled; production falls"),
    "TI-21.H": (SAFETY, QUIET, "More heat is made, or less water flows", "The reserve of cooling shrinks"),
    "TI-22.H": (UTILITY, QUIET, "Less water flows through the condenser", "Less condenses"),
    "TI-46.H": (UTILITY, QUIET, "The cooling tower fails or the weather is hot",
                "The reactor has less reserve of cooling"),
    "TI-48.H": (UTILITY, QUIET, "The cooling tower fails or the weather is hot",
                "The condenser has less reserve of cooling"),
    "FI-47.H": (UTILITY, QUIET, "The reactor makes more heat, or its coil is fouled", "Cooling runs out"),
    "FI-47.L": (SAFETY, QUIET, "Valve TCV-9 or the water main fails", "The reactor's temperature runs away"),
    "FI-49.H": (UTILITY, QUIET, "The condenser is fouled or overloaded", "Cooling runs out"),
    "FI-49.L": (SAFETY, QUIET, "Valve TCV-11 or the water main fails",
                "Nothing condenses; levels and pressure go"),
    "FI-1.H": (PRODUCTION, QUIET, "AIC-23 asks for more, or its analyser misleads it",
               "A is wasted in the purge"),
    "FI-1.L": (SAFETY, QUIET, "The A feed is lost", "Pressure rises until the plant trips, in hours"),
    "FI-2.H": (PRODUCTION, QUIET, "FIC-2 or its set point", "Too much G; the reactor's level rises"),
    "FI-2.L": (PRODUCTION, QUIET, "The D supply is short", "Too little G is made"),
    "FI-3.H": (PRODUCTION, QUIET, "FIC-3 or its set point", "Too much H; the reactor's level rises"),
    "FI-3.L": (PRODUCTION, QUIET, "The E supply is short", "Too little H is made"),
    "FI-4.H": (PRODUCTION, QUIET, "FIC-4, or AIC-25 asks for more", "Pressure rises"),
    "FI-4.L": (SAFETY, QUIET, "Pressure in the header of stream 4 is lost",
               "A and C run short; the reaction dies"),
    "FI-4.DL": (PRODUCTION, QUIET, "The valve of stream 4 has no more to give", "A and C run short"),
    "FI-5.H": (UTILITY, QUIET, "The recycle valve was closed or sticks", "The compressor is overloaded"),
    "FI-5.L": (PRODUCTION, QUIET, "The compressor delivers little", "The reactor is short of gas"),
    "FI-6.L": (PRODUCTION, QUIET, "A feed is missing", "Production falls, the mixture shifts"),
    "FI-10.H": (PRODUCTION, QUIET, "Inert B, a lost feed or poor cooling",
                "Raw material is burnt in the flare"),
    "FI-14.H": (PRODUCTION, QUIET, "LIC-12 or its valve", "The separator empties"),
    "FI-14.L": (PRODUCTION, QUIET, "LIC-12, its valve, or little condenses", "The stripper empties"),
    "FI-17.H": (PRODUCTION, QUIET, "LIC-15 or the production set point", "The stripper empties"),
    "FI-17.L": (PRODUCTION, QUIET, "A feed, LIC-15 or the product valve", "Production is lost"),
    "FI-17.DL": (PRODUCTION, QUIET, "A feed or the cooling limits the plant",
                 "The production asked for is not made"),
    "AI-23.H": (QUALITY, QUIET, "Stream 4 brings more A, or AIC-23 asks for more", "C runs short"),
    "AI-23.L": (QUALITY, QUIET, "The A feed is short, or stream 4 brings less",
                "The reaction slows; pressure rises"),
    "AI-25.H": (QUALITY, QUIET, "Stream 4 brings more C", "A runs short"),
    "AI-25.L": (QUALITY, QUIET, "Stream 4 is short or brings less C", "The reaction slows"),
    "AI-30.H": (QUALITY, QUIET, "Stream 4 brings more inert B, or too little is purged", "Pressure rises"),
    "AI-38.H": (QUALITY, QUIET, "The stripper gets too little steam", "The product smells of E"),
    "AI-40.H": (QUALITY, QUIET, "D in excess over E", "Product off grade"),
    "AI-40.L": (QUALITY, QUIET, "E in excess over D", "Product off grade"),
    "FCV-1.H": (PRODUCTION, "5 % before its end", "The A supply is weak", "The A feed no longer follows"),
    "FCV-4.H": (PRODUCTION, "5 % before its end", "The header of stream 4 is weak",
                "Stream 4 no longer follows"),
    "FCV-10.H": (PRODUCTION, "a fifth before its end", "Inert B, or too much feed",
                 "Pressure is no longer held"),
    "TCV-9.H": (SAFETY, "5 % before its end", "Warm or little cooling water, or more heat",
                "The reactor's temperature is no longer held"),
    "TCV-11.H": (UTILITY, "5 % before its end", "Warm or little cooling water", "Levels are no longer held"),
    "XS-1.TRIP": (SAFETY, "state, no limit", "A limit of the protection was passed; TE.XS-2 says which",
                  "Production stands; the plant must be made safe"),
}  # fmt: skip
"""(class, basis, cause, consequence) by name without the plant's prefix."""

LOST = (INSTRUMENT, "the instrument says so itself", "The transmitter has failed or its line is broken",
        "Nobody sees a trip coming; its controller goes on with the last value")  # fmt: skip
FROZEN = (INSTRUMENT, "its noise moves it with every reading",
          "The transmitter is frozen or its line is plugged",
          "Its controller acts on a value that is not there, until the plant trips")  # fmt: skip

_GROUPS = {
    "TE trip": ("PI-7.HH", "LI-8.HH", "LI-8.LL", "TI-9.HH", "LI-12.HH", "LI-12.LL", "LI-15.HH",
                "LI-15.LL", "XS-1.TRIP"),
    "TE feeds": ("FI-1.L", "FI-2.L", "FI-3.L", "FI-4.L", "FI-4.DL", "FI-6.L", "FCV-1.H", "FCV-4.H",
                 "AI-23.L"),
    "TE reactor cooling": ("TI-46.H", "FI-47.H", "FI-47.L", "TCV-9.H", "TI-21.H", "TI-9.H", "TI-9.DH",
                           "COOLING"),
    "TE condenser": ("TI-48.H", "FI-49.H", "FI-49.L", "TCV-11.H", "TI-22.H", "TI-11.H"),
}  # fmt: skip
_GROUP_OF = {name: group for group, names in _GROUPS.items() for name in names}
_SHELVE_MS_MAX = {P1: 15 * MINUTE_MS, P2: 60 * MINUTE_MS}
_UNATTENDED_MS = 10 * MINUTE_MS
_TELLS_WHY = ("HH", "LL", "TRIP", "BAD")
"""Endings of what stays in sight when the plant has tripped: what tripped it, and what cannot be measured."""
_WHILE_TRIPPED = "active(TE.XS-1.TRIP)"


def rationalisation_of(name: str, priority: Priority) -> Rationalisation:
    """The record of an alarm, by its name without the plant's prefix."""
    shared = {"BAD": LOST, "STUCK": FROZEN}.get(name.rpartition(".")[2])
    alarm_class, basis, cause, consequence = shared or WHY[name]
    severity, minutes = URGENCY[priority]
    return Rationalisation(
        cause=cause,
        consequence=consequence,
        consequence_severity=severity,
        response_time_ms=minutes * MINUTE_MS,
        basis=basis,
        alarm_class=alarm_class,
    )


def handling_of(name: str, priority: Priority) -> Handling:
    """How it is annunciated.

    A tripped plant stands still, with many readings beyond their limits and none of them moving: by design
    only what tells why stays in sight.
    """
    in_sight = name.rpartition(".")[2] in _TELLS_WHY
    unattended = Escalation(priority=P1, after_ms=_UNATTENDED_MS) if name.endswith(".BAD") else None
    return Handling(
        latching=name == "XS-1.TRIP",
        escalation=unattended,
        group=_GROUP_OF.get(name, ""),
        suppress_when="" if in_sight else _WHILE_TRIPPED,
        shelve_ms_max=_SHELVE_MS_MAX.get(priority, 0),
    )
