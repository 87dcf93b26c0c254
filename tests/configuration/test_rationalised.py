"""Alarms without cause, consequence, response and time to respond become events."""

from itertools import product

from wakeful.server.configuration.alarms_file import Alarms
from wakeful.server.configuration.rationalised import demote, is_rationalised
from wakeful.terms.alarm import AlarmDefinition, ConditionKind, Handling, Priority, Rationalisation


def alarm(name: str, **fields: object) -> AlarmDefinition:
    own = {"name": name, "tag": "T", "kind": ConditionKind.HIGH, "priority": Priority.LOW}
    return AlarmDefinition(**(own | fields))  # type: ignore[arg-type]


def test_all_four_are_needed() -> None:
    for cause, consequence, response, time_ms in product(("", "c"), ("", "s"), ("", "r"), (0, 5)):
        record = Rationalisation(cause=cause, consequence=consequence, response_time_ms=time_ms)
        complete = bool(cause and consequence and response and time_ms)
        assert is_rationalised(alarm("A", response=response, rationalisation=record)) == complete
    assert not is_rationalised(alarm("A", response="r"))


def test_only_those_that_lack_something_become_events_and_keep_the_rest() -> None:
    record = Rationalisation(cause="c", consequence="s", response_time_ms=5)
    alarms = Alarms(
        alarms={
            "A": alarm("A", response="r", rationalisation=record),
            "B": alarm("B", rationalisation=record, handling=Handling(latching=True)),
            "C": alarm("C"),
        }
    )
    right = alarms.alarms["A"]
    assert demote(alarms) == 2
    assert alarms.alarms["A"] is right
    assert alarms.alarms["B"].handling == Handling(latching=True, event_only=True)
    assert list(alarms.alarms) == ["A", "B", "C"]
