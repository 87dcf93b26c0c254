"""Who answers for an alarm: by name, by tag where the alarm is gone, by being the only one."""

from wakeful.alarms.load.places import NOBODY, places_of
from wakeful.terms.alarm import AlarmDefinition, ConditionKind, Priority
from wakeful.terms.site import Position, Site, System
from wakeful.terms.tag import Tag


def site(*positions):
    return Site(
        name="S",
        systems=tuple(System(id=name, name=name) for name in ("north", "south", "yard")),
        sources=(),
        tags=tuple(
            Tag(name=f"T-{name}", system=name, source="x", age_limit_ms=1)
            for name in ("north", "south", "yard")
        ),
        alarms=tuple(
            AlarmDefinition(name=f"A-{name}", tag=f"T-{name}", kind=ConditionKind.HIGH, priority=Priority.LOW)
            for name in ("north", "south", "yard")
        ),
        positions=positions,
    )


NORTH = Position(id="n", name="N", systems=("north",))
SOUTH = Position(id="s", name="S", systems=("south",))


def test_an_alarm_belongs_to_the_position_of_its_system():
    names, tags = ["A-south", "A-north", "A-yard", "gone", "gone too"], ["", "", "", "T-south", "?"]
    places = places_of(site(NORTH, SOUTH), names, tags)
    assert places.positions == (NORTH, SOUTH)
    assert places.of_alarm.tolist() == [1, 0, NOBODY, 1, NOBODY]


def test_one_position_answers_for_everything():
    assert places_of(site(), ["A-south", "gone"], ["", ""]).of_alarm.tolist() == [0, 0]
    assert places_of(site(NORTH), ["A-south", "gone"], ["", ""]).of_alarm.tolist() == [0, 0]
