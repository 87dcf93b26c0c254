"""Every reason a command to the plant can be refused for, and the one way it is allowed."""

import math

import pytest

from wakeful.authority.rights import OPERATING_ROLES, SERVICE_ROLES, Rights, decide_role, decide_service
from wakeful.terms.command import Actor, Disturb, Operate
from wakeful.terms.equipment import Control, ControlKind, Equipment
from wakeful.terms.fault import FaultKind
from wakeful.terms.refusal import Reason
from wakeful.terms.site import Site

ANNA = Actor("Anna", "operator")
PUMP = Equipment(
    name="P1",
    system="s",
    source="water",
    kind="pump",
    controls=(
        Control(name="mode", kind=ControlKind.MODE, feedback_tag="P1.MODE", labels=("AUTO", "MANUAL")),
        Control(
            name="run",
            kind=ControlKind.SWITCH,
            feedback_tag="P1.RUN",
            labels=("stop", "start"),
            needs_manual=True,
        ),
        Control(
            name="speed", kind=ControlKind.ANALOGUE, feedback_tag="P1.N", low_eu=10, high_eu=50, unit="Hz"
        ),
    ),
)
BARE = Equipment(
    name="V1",
    system="s",
    source="water",
    kind="valve",
    controls=(
        Control(
            name="open", kind=ControlKind.SWITCH, feedback_tag="V", labels=("no", "yes"), needs_manual=True
        ),
    ),
)
BLOWER = Equipment(
    name="B1",
    system="s",
    source="water",
    kind="blower",
    controls=(
        Control(name="run", kind=ControlKind.SWITCH, feedback_tag="B1.RUN", labels=("stop", "start")),
        Control(
            name="vane",
            kind=ControlKind.ANALOGUE,
            feedback_tag="B1.VANE",
            low_eu=0,
            high_eu=math.inf,
            needs_manual=True,
        ),
        Control(
            name="mode", kind=ControlKind.MODE, feedback_tag="B1.MODE", labels=("AUTO", "MANUAL", "REMOTE")
        ),
    ),
)
TANK = Equipment(name="T1", system="s", source="water", kind="tank", controls=())
TRIP = FaultKind(name="trip", description="")
BURST = FaultKind(name="burst", description="", targets=("main",), severity_low=0.0, severity_high=2.0)
RIGHTS = Rights.compile(
    Site(
        name="x",
        systems=(),
        sources=(),
        tags=(),
        alarms=(),
        equipment=(PUMP, BARE, BLOWER, TANK),
        faults={"water": (BURST, TRIP)},
    )
)


def operate(value=1.0, equipment="P1", control="run", actor=ANNA, mode=1.0):
    command = Operate(id="1", actor=actor, at_ns=0, equipment=equipment, control=control, value=value)
    return RIGHTS.decide_operate(command, {"P1.MODE": mode}.get)


def disturb(source="water", fault="burst", target="main", severity=1.0, actor=ANNA, active=True):
    return RIGHTS.decide_disturb(
        Disturb(
            id="1",
            actor=actor,
            at_ns=0,
            source=source,
            fault=fault,
            target=target,
            severity=severity,
            active=active,
        )
    )


def test_what_is_right_is_allowed():
    assert operate() is PUMP
    assert operate(control="mode", value=0.0, mode=None) is PUMP
    assert operate(control="speed", value=10.0) is PUMP
    assert operate(control="speed", value=50.0) is PUMP
    assert disturb() is None
    assert disturb(severity=0.0) is None
    assert disturb(severity=2.0) is None


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"actor": Actor("Vito", "viewer")}, Reason.ROLE),
        ({"equipment": "P9"}, Reason.UNKNOWN_EQUIPMENT),
        ({"control": "colour"}, Reason.UNKNOWN_CONTROL),
        ({"control": "speed", "value": 9.9}, Reason.OUT_OF_RANGE),
        ({"control": "speed", "value": math.nan}, Reason.OUT_OF_RANGE),
        ({"value": 2.0}, Reason.NOT_A_STATE),
        ({"value": 0.5}, Reason.NOT_A_STATE),
        ({"value": math.nan}, Reason.NOT_A_STATE),
        ({"mode": 0.0}, Reason.IN_AUTO),
        ({"mode": None}, Reason.MODE_UNKNOWN),
        ({"equipment": "V1", "control": "open"}, Reason.MODE_UNKNOWN),
        ({"mode": 0.5}, Reason.MODE_UNKNOWN),
        ({"mode": 2.0}, Reason.MODE_UNKNOWN),
    ],
)
def test_each_reason_to_refuse_an_operation(changes, reason):
    refusal = operate(**changes)
    assert refusal.reason is reason
    assert refusal.detail


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"actor": Actor("Vito", "viewer")}, Reason.ROLE),
        ({"source": "host"}, Reason.NOT_SIMULATED),
        ({"fault": "flood"}, Reason.UNKNOWN_FAULT),
        ({"target": "roof"}, Reason.UNKNOWN_TARGET),
        ({"severity": 2.1}, Reason.OUT_OF_RANGE),
        ({"severity": math.nan}, Reason.OUT_OF_RANGE),
    ],
)
def test_each_reason_to_refuse_a_disturbance(changes, reason):
    assert disturb(**changes).reason is reason


def test_a_fault_can_be_ended_without_knowing_how_severe_it_was():
    ending = Disturb(
        id="1", actor=ANNA, at_ns=0, source="water", fault="burst", target="main", severity=2.1, active=False
    )
    assert RIGHTS.decide_disturb(ending) is None


def test_every_operating_role_may_act():
    assert all(decide_role(Actor("x", role)) is None for role in OPERATING_ROLES)


def test_to_end_a_fault_its_severity_must_still_be_a_number():
    assert disturb(severity=2.1, active=False) is None
    assert disturb(severity=math.nan, active=False).reason is Reason.OUT_OF_RANGE
    assert disturb(severity=math.inf, active=False).reason is Reason.OUT_OF_RANGE


def test_a_fault_without_targets_hits_whatever_is_named():
    assert disturb(fault="trip", target="main") is None
    assert disturb(fault="trip", target="") is None


@pytest.mark.parametrize("role", SERVICE_ROLES)
def test_who_may_take_an_alarm_out_of_service(role):
    assert decide_service(Actor("Boris", role)) is None


@pytest.mark.parametrize("role", ["operator", "viewer", ""])
def test_who_may_not_take_an_alarm_out_of_service(role):
    refusal = decide_service(Actor("Anna", role))
    assert refusal.reason is Reason.ROLE
    assert refusal.detail.endswith("needs engineer or supervisor")


def test_the_controls_there_are_are_named():
    assert operate(control="colour").detail == "P1 has no control 'colour'; it has mode, run, speed"
    assert operate(equipment="T1").detail == "T1 has no control 'run'; it has no controls"


def operate_blower(value=1.0, mode=1.0):
    command = Operate(id="1", actor=ANNA, at_ns=0, equipment="B1", control="vane", value=value)
    return RIGHTS.decide_operate(command, {"B1.MODE": mode, "B1.RUN": 1.0}.get)


def test_the_mode_is_asked_of_the_control_that_gives_it_wherever_it_stands():
    assert operate_blower() is BLOWER
    assert operate_blower(mode=0.0).detail == "B1 is in AUTO; set it to MANUAL first"


def test_a_mode_that_cannot_be_read_says_why():
    assert operate_blower(mode=2.0).detail.endswith("(B1.MODE reads 2, which is neither)")
    assert operate_blower(mode=None).detail.endswith("(B1.MODE is bad or lost)")


def test_a_range_without_end_takes_no_infinity():
    assert operate_blower(value=1e300) is BLOWER
    assert operate_blower(value=math.inf).reason is Reason.OUT_OF_RANGE


def test_rights_do_not_change_once_compiled():
    with pytest.raises(AttributeError):
        RIGHTS.equipment = {}
