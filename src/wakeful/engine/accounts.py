"""Suppression accounting: for every alarm out of sight who or what, why, and what would have sounded."""

from typing import NamedTuple

import msgspec
from msgspec.structs import replace

from wakeful.alarms.machine.shelf import ShelfState
from wakeful.alarms.machine.state import (
    OUT_OF_SERVICE as OUT_OF_SERVICE_BIT,
)
from wakeful.alarms.machine.state import (
    OVERRIDES,
    SHELF_MASK,
    SHELF_SHIFT,
)
from wakeful.alarms.machine.state import (
    SUPPRESSED as SUPPRESSED_BIT,
)
from wakeful.alarms.machine.step import AlarmEvent
from wakeful.terms.command import Actor

SHELVED, SUPPRESSED, OUT_OF_SERVICE = "shelved", "suppressed", "out_of_service"
"""Kinds of override, in the words of the journal and of the wire."""

_ONE_SHOT = ShelfState.ONE_SHOT << SHELF_SHIFT
_KINDS = (
    (SHELVED, SHELF_MASK, (AlarmEvent.SHELVE_TIMED, AlarmEvent.SHELVE_ONE_SHOT)),
    (SUPPRESSED, SUPPRESSED_BIT, (AlarmEvent.SUPPRESS,)),
    (OUT_OF_SERVICE, OUT_OF_SERVICE_BIT, (AlarmEvent.REMOVE_FROM_SERVICE,)),
)
"""Kinds of override, the bits of the code that say they hold, and the events that say who or what, and why.
Where a journal has gaps, those have the last word."""


class Override(msgspec.Struct, frozen=True):
    """Why an alarm is out of sight, by whom or what, since when, and what would have sounded meanwhile.

    ``until_ns`` is the end of a shelf; it may come back later than that, when its turn comes. ``occurrence``
    and ``revision`` are those that the alarm reached when this was said last.
    """

    kind: str
    by: str
    reason: str
    since_ns: int
    until_ns: int
    occurrence: int
    revision: int
    one_shot: bool = False
    hidden_count: int = 0
    hidden_at_ns: int = 0


class Said(NamedTuple):
    """What is entered when an override begins: when, by whom or what, and until when."""

    at_ns: int
    actor: Actor | None
    reason: str
    until_ns: int
    occurrence: int
    revision: int


Accounts = dict[int, dict[str, Override]]
"""Open entries by alarm index and kind, in the order of the kinds' names."""


def keep_account(
    accounts: Accounts,
    alarm: int,
    before: int,
    after: int,
    event: int,
    hidden: bool,
    said: Said,
) -> int | None:
    """Enter one move of an alarm, from one code to another; ``hidden``: it would have sounded.

    Returns how often the alarm would have sounded during an override that ended with this move, None when
    none did.
    """
    if not (before | after) & OVERRIDES:
        return None
    kinds = accounts.setdefault(alarm, {})
    hidden_count = None
    for kind, bits, telling in _KINDS:
        if before & bits and not after & bits and kind in kinds:
            hidden_count = kinds.pop(kind).hidden_count
        elif after & bits and (not before & bits or event in telling):
            kinds[kind] = _opened(kinds.get(kind), kind, after, said)
            # In the order of a checkpoint, so that a restart shows them as they were shown.
            kinds = accounts[alarm] = dict(sorted(kinds.items()))
    if hidden:
        for kind, known in kinds.items():
            kinds[kind] = replace(known, hidden_count=known.hidden_count + 1, hidden_at_ns=said.at_ns)
    if not kinds:
        del accounts[alarm]
    return hidden_count


def _opened(known: Override | None, kind: str, code: int, said: Said) -> Override:
    """A new entry; shelving again replaces who and why, but goes on counting from the first."""
    return Override(
        kind=kind,
        by=said.actor.name if said.actor else said.reason,
        reason=said.reason,
        since_ns=known.since_ns if known else said.at_ns,
        until_ns=said.until_ns if kind == SHELVED else 0,
        occurrence=said.occurrence,
        revision=said.revision,
        one_shot=kind == SHELVED and code & SHELF_MASK == _ONE_SHOT,
        hidden_count=known.hidden_count if known else 0,
        hidden_at_ns=known.hidden_at_ns if known else 0,
    )
