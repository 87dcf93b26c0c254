"""A fault that a simulated plant or one of its instruments can be made to suffer."""

import msgspec


class FaultKind(msgspec.Struct, frozen=True, kw_only=True):
    """A disturbance of the process (a burst, a trip) or a lie of an instrument (bias, freeze).

    ``targets`` lists what it can hit (equipment, nodes or tags); empty when it has no target.
    ``severity`` means what ``severity_meaning`` says.
    """

    name: str
    description: str
    targets: tuple[str, ...] = ()
    severity_low: float = 0.0
    severity_high: float = 1.0
    severity_meaning: str = ""
