"""The 28 disturbances of the process, in words."""

from wakeful.terms.fault import FaultKind

STEP, RANDOM = "size of the step, 1 as published", "strength of the variation, 1 as published"
DESCRIPTIONS = (
    ("Stream 4 brings less A and more C, B unchanged", STEP),
    ("Stream 4 brings twice the inert B, A to C unchanged", STEP),
    ("D feed is 5 °C warmer", STEP),
    ("Reactor cooling water arrives 5 °C warmer", STEP),
    ("Condenser cooling water arrives 5 °C warmer", STEP),
    ("A feed is lost", "share of the A feed that is lost"),
    ("Pressure falls in the header of stream 4: its valve passes a fifth less", STEP),
    ("Composition of stream 4 wanders", RANDOM),
    ("D feed temperature wanders", RANDOM),
    ("Temperature of stream 4 wanders", RANDOM),
    ("Reactor cooling water inlet temperature wanders", RANDOM),
    ("Condenser cooling water inlet temperature wanders", RANDOM),
    ("Reaction kinetics drift slowly", RANDOM),
    ("Reactor cooling water valve sticks", "stickiness, 1 as published"),
    ("Condenser cooling water valve sticks", "stickiness, 1 as published"),
    ("Heat transfer in the stripper changes suddenly", RANDOM),
    ("Heat transfer in the reactor changes suddenly", RANDOM),
    ("Heat transfer in the condenser changes suddenly", RANDOM),
    ("Recycle, separator, stripper and steam valves stick", "stickiness, 1 as published"),
    ("A disturbance its authors left unnamed", RANDOM),
    ("A feed temperature wanders", RANDOM),
    ("E feed temperature wanders", RANDOM),
    ("A feed pressure wanders, and its flow with it", RANDOM),
    ("D feed pressure wanders, and its flow with it", RANDOM),
    ("E feed pressure wanders, and its flow with it", RANDOM),
    ("Stream 4 pressure wanders, and its flow with it", RANDOM),
    ("Reactor cooling water pressure wanders, and its flow with it", RANDOM),
    ("Condenser cooling water pressure wanders, and its flow with it", RANDOM),
)
"""(what happens, what severity means), IDV(1) to IDV(28): Downs and Vogel (1993), Table 8; from 21 on
Bathelt, Ricker and Jelali (2015)."""

SEVERITY_LOW, SEVERITY_HIGH = 0.05, 1.0

DISTURBANCES = {
    f"idv_{number}": FaultKind(
        name=f"idv_{number}",
        description=f"{description} (IDV {number})",
        severity_low=SEVERITY_LOW,
        severity_high=SEVERITY_HIGH,
        severity_meaning=meaning,
    )
    for number, (description, meaning) in enumerate(DESCRIPTIONS, start=1)
}
