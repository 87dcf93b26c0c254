"""A site is frozen data that survives its encoding, because its hash is journaled."""

import msgspec
import pytest

from wakeful.terms.alarm import AlarmDefinition, ConditionKind, Priority
from wakeful.terms.equipment import Control, ControlKind, Equipment
from wakeful.terms.fault import FaultKind
from wakeful.terms.site import Site, Source, SourceDescription, System
from wakeful.terms.tag import Tag, TagKind

PUMP = Equipment(
    name="P1",
    system="w",
    source="sim",
    kind="pump",
    controls=(Control(name="run", kind=ControlKind.SWITCH, feedback_tag="P1.RUN", labels=("stop", "start")),),
)
SITE = Site(
    name="works",
    systems=(System(id="w", name="Water"),),
    sources=(Source(id="sim", driver="simulated", settings={"seed": 7}),),
    tags=(
        Tag(name="P1.RUN", system="w", source="sim", kind=TagKind.DISCRETE, states=("stopped", "running")),
    ),
    alarms=(
        AlarmDefinition(name="a", tag="P1.RUN", kind=ConditionKind.LOW, priority=Priority.HIGH, limit_eu=0.0),
    ),
    equipment=(PUMP,),
    faults={"sim": (FaultKind(name="trip", description="the pump trips"),)},
)


def test_a_site_survives_its_encoding():
    assert msgspec.json.decode(msgspec.json.encode(SITE), type=Site) == SITE


def test_a_site_cannot_be_changed():
    with pytest.raises(AttributeError):
        SITE.name = "other"


def test_a_source_that_describes_nothing_is_real_and_empty():
    described = SourceDescription()
    assert not described.simulated and described.tags == () and described.faults == ()
