"""Service: out and back by a person's act, and an act that changes nothing is refused."""

from tests.alarms.machine.every_step import every_why, grid, words
from wakeful.alarms.machine.service import SERVICE_TABLE, ServiceEvent, ServiceState

BY_HAND = """
                REMOVE                          RETURN
IN_SERVICE      OUT_OF_SERVICE                  refused:not_out_of_service
OUT_OF_SERVICE  refused:already_out_of_service  IN_SERVICE
"""


def test_every_pair():
    assert grid(SERVICE_TABLE) == words(BY_HAND)
    assert all(every_why(SERVICE_TABLE))


def test_numbers_in_checkpoints_and_packed_codes_stay():
    assert {state.name: int(state) for state in ServiceState} == {"IN_SERVICE": 0, "OUT_OF_SERVICE": 1}
    assert [int(event) for event in ServiceEvent] == [0, 1]
