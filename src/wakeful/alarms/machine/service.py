"""In or out of service: an administrative act for maintenance, without an end of its own."""

from enum import IntEnum

from wakeful.alarms.transition_table import Move, Refused, TransitionTable
from wakeful.terms.refusal import Reason


class ServiceState(IntEnum):
    """Stored in checkpoints: append, never renumber."""

    IN_SERVICE = 0
    OUT_OF_SERVICE = 1


class ServiceEvent(IntEnum):
    """What the machine can see."""

    REMOVE = 0
    RETURN = 1


_S, _E = ServiceState, ServiceEvent

SERVICE_TABLE = TransitionTable.declare(
    ServiceState,
    ServiceEvent,
    [
        (_S.IN_SERVICE, _E.REMOVE, Move(_S.OUT_OF_SERVICE)),
        (_S.IN_SERVICE, _E.RETURN, Refused("it is in service", Reason.NOT_OUT_OF_SERVICE)),
        (
            _S.OUT_OF_SERVICE,
            _E.REMOVE,
            Refused("it is out of service already", Reason.ALREADY_OUT_OF_SERVICE),
        ),
        (_S.OUT_OF_SERVICE, _E.RETURN, Move(_S.IN_SERVICE)),
    ],
)
