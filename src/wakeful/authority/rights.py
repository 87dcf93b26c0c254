"""Decisions on commands that go to the plant: allowed, or refused with a reason."""

import math
from collections.abc import Callable
from dataclasses import dataclass

from wakeful.terms.command import Actor, Disturb, Operate
from wakeful.terms.equipment import Control, ControlKind, Equipment
from wakeful.terms.fault import FaultKind
from wakeful.terms.refusal import Reason, Refusal
from wakeful.terms.site import Site

OPERATING_ROLES = ("operator", "engineer", "supervisor")
"""Roles that may acknowledge and operate. Everybody who is signed in may look."""

SERVICE_ROLES = ("engineer", "supervisor")
"""Roles that may take an alarm out of service: an administrative act, not one of operation."""

AUTO, MANUAL = 0.0, 1.0
"""Values of every MODE control: its first label is the automatic mode, its second the manual one."""

ReadTag = Callable[[str], float | None]
"""The value of a tag now, or None when it cannot be believed."""


@dataclass(frozen=True)
class Rights:
    """Equipment by name, and the faults each simulated source offers."""

    equipment: dict[str, Equipment]
    faults: dict[str, dict[str, FaultKind]]

    @staticmethod
    def compile(site: Site) -> "Rights":
        """Index a checked site."""
        return Rights(
            equipment={item.name: item for item in site.equipment},
            faults={
                source: {fault.name: fault for fault in faults} for source, faults in site.faults.items()
            },
        )

    def decide_operate(self, command: Operate, read: ReadTag) -> Refusal | Equipment:
        """The equipment to write to, or why not.

        Order of the checks, first failure answers: role, equipment, control, value, mode. The mode is read
        from its feedback tag; one that cannot be believed refuses (unknown is not manual).
        """
        refusal = decide_role(command.actor)
        if refusal:
            return refusal
        item = self.equipment.get(command.equipment)
        if item is None:
            return Refusal(Reason.UNKNOWN_EQUIPMENT, f"there is no equipment {command.equipment!r} here")
        control = next((each for each in item.controls if each.name == command.control), None)
        if control is None:
            names = ", ".join(each.name for each in item.controls) or "no controls"
            return Refusal(
                Reason.UNKNOWN_CONTROL, f"{item.name} has no control {command.control!r}; it has {names}"
            )
        return _check_value(control, command.value) or _check_mode(item, control, read) or item

    def decide_disturb(self, command: Disturb) -> Refusal | None:
        """None when the fault may be injected, else why not."""
        refusal = decide_role(command.actor)
        if refusal:
            return refusal
        offered = self.faults.get(command.source)
        if offered is None:
            return Refusal(Reason.NOT_SIMULATED, f"{command.source!r} is not a simulated source")
        fault = offered.get(command.fault)
        if fault is None:
            return Refusal(Reason.UNKNOWN_FAULT, f"{command.source} has no fault {command.fault!r}")
        if fault.targets and command.target not in fault.targets:
            return Refusal(Reason.UNKNOWN_TARGET, f"{fault.name} cannot hit {command.target!r}")
        in_range = fault.severity_low <= command.severity <= fault.severity_high
        # To end a fault one need not know how severe it was.
        if not in_range and (command.active or not math.isfinite(command.severity)):
            return Refusal(
                Reason.OUT_OF_RANGE,
                f"severity of {fault.name} goes from {fault.severity_low:g} to {fault.severity_high:g}",
            )
        return None


def decide_role(actor: Actor) -> Refusal | None:
    """None when the actor's role may command, else why not."""
    if actor.role in OPERATING_ROLES:
        return None
    return Refusal(Reason.ROLE, f"{actor.name} is signed in as {actor.role}, which may look but not act")


def decide_service(actor: Actor) -> Refusal | None:
    """None when the actor may take an alarm out of service or return it, else why not."""
    if actor.role in SERVICE_ROLES:
        return None
    roles = " or ".join(SERVICE_ROLES)
    return Refusal(
        Reason.ROLE,
        f"{actor.name} is signed in as {actor.role}; taking alarms out of service and back needs {roles}",
    )


def _check_value(control: Control, value: float) -> Refusal | None:
    if control.kind is ControlKind.ANALOGUE:
        if math.isfinite(value) and control.low_eu <= value <= control.high_eu:
            return None
        return Refusal(
            Reason.OUT_OF_RANGE,
            f"{control.name} takes {control.low_eu:g} to {control.high_eu:g} {control.unit}".rstrip(),
        )
    if value in range(len(control.labels)):
        return None
    choices = ", ".join(f"{index} {label}" for index, label in enumerate(control.labels))
    return Refusal(Reason.NOT_A_STATE, f"{control.name} takes {choices}")


def _check_mode(item: Equipment, control: Control, read: ReadTag) -> Refusal | None:
    if not control.needs_manual:
        return None
    mode = next((each for each in item.controls if each.kind is ControlKind.MODE), None)
    if mode is None:
        return Refusal(Reason.MODE_UNKNOWN, f"{item.name} has no mode that could say it is in manual")
    value = read(mode.feedback_tag)
    if value == MANUAL:
        return None
    if value == AUTO:
        automatic, manual = mode.labels[:2]
        return Refusal(Reason.IN_AUTO, f"{item.name} is in {automatic}; set it to {manual} first")
    why = "is bad or lost" if value is None else f"reads {value:g}, which is neither"
    return Refusal(Reason.MODE_UNKNOWN, f"the mode of {item.name} cannot be read ({mode.feedback_tag} {why})")
