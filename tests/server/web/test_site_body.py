"""The site's body says all that the site does."""

import msgspec

from tests.server.scripted_driver import ScriptedDriver
from wakeful.server.web.site_body import SiteBodies
from wakeful.terms.alarm import AlarmDefinition, ConditionKind, Priority
from wakeful.terms.site import Site, Source, System

SOURCE = Source(id="plant", driver="scripted", system="works")
DESCRIPTION = ScriptedDriver(SOURCE).describe()
SITE = Site(
    name="Works",
    systems=(System(id="works", name="Works", parent="", description="All of it"),),
    sources=(SOURCE, Source(id="meter", driver="host")),
    tags=DESCRIPTION.tags,
    alarms=(
        *DESCRIPTION.alarms,
        AlarmDefinition(name="lost", tag="plant.1", kind=ConditionKind.INPUT_BAD, priority=Priority.LOW),
    ),
    equipment=DESCRIPTION.equipment,
    faults={"plant": DESCRIPTION.faults},
)
BODIES = SiteBodies(SITE)


def test_tags_and_equipment_lose_nothing_that_the_console_has() -> None:
    for ours, theirs in [(SITE.tags, BODIES._tags), (SITE.equipment, BODIES._equipment)]:
        assert len(ours) == len(theirs)
        for plain, body in zip(ours, theirs, strict=True):
            expected, got = msgspec.to_builtins(plain), msgspec.to_builtins(body)
            assert got == {name: expected[name] for name in got}


def test_an_alarm_bears_its_tags_system_and_its_kind_in_words() -> None:
    first, lost = BODIES._alarms[0], BODIES._alarms[-1]
    assert (first.system, first.kind, first.limit_eu, first.priority) == ("works", "high", 80.0, 2)
    assert (lost.kind, lost.limit_eu) == ("input_bad", None)


def test_a_source_is_simulated_when_it_offers_faults() -> None:
    plant, meter = BODIES._sources
    assert (plant.simulated, [fault.name for fault in plant.faults]) == (True, ["burst"])
    assert (meter.simulated, meter.faults) == (False, ())
