"""Records survive the journal: encoded, decoded and equal, told apart by their type."""

import msgspec
import pytest

from wakeful.terms.command import Acknowledge, Actor
from wakeful.terms.effect import (
    AlarmChanged,
    CommandAccepted,
    CommandRefused,
    ConditionChanged,
    FirstOutChanged,
    FloodChanged,
    InjectFault,
    InputChanged,
    JournalInterrupted,
    ModeChanged,
    OutputDone,
    Record,
    ServerStarted,
    ServerStopped,
    SessionChanged,
    WriteOutput,
)

ANNA = Actor("Anna", "operator")
ACT = Acknowledge(id="1", actor=ANNA, at_ns=1, alarm="a", occurrence=1, revision=1)
EXAMPLES = [
    AlarmChanged(
        at_ns=1,
        alarm="a",
        tag="t",
        kind="high",
        priority=1,
        event="abnormal",
        before="A",
        after="B",
        occurrence=1,
        revision=1,
        value=1.5,
        quality=0,
        limit_eu=1.0,
    ),
    ConditionChanged(at_ns=1, alarm="a", tag="t", kind="high", active=True),
    ModeChanged(at_ns=1, system="s", before="", after="running", actor=ANNA, command_id="1"),
    FloodChanged(at_ns=1, position="p", active=True, count=11, window_ms=600_000),
    FirstOutChanged(at_ns=1, group="g", alarm="a", onset_ns=1, uncertainty_ms=5, tied=("b",)),
    CommandAccepted(at_ns=1, command=ACT),
    CommandRefused(at_ns=1, command=ACT, reason="role", detail="no"),
    InputChanged(at_ns=1, cause="lost", count=1, tags=("t",)),
    WriteOutput(at_ns=1, command_id="1", source="s", equipment="e", control="c", value=1.0),
    InjectFault(at_ns=1, command_id="1", source="s", fault="f", target="", severity=1.0, active=True),
    OutputDone(at_ns=1, command_id="1", ok=True),
    ServerStarted(at_ns=1, version="0", site="s", configuration_sha256="", tags=1, alarms=1),
    ServerStopped(at_ns=1, cause="asked"),
    SessionChanged(at_ns=1, actor=ANNA, event="signed_in"),
    JournalInterrupted(at_ns=2, since_ns=1, cause="no space", records_dropped=0),
]


def test_there_is_an_example_of_every_record():
    described = {type(example) for example in EXAMPLES}
    assert all(kind in described for kind in Record.__args__ if kind.__module__ == "wakeful.terms.effect")


@pytest.mark.parametrize("record", EXAMPLES, ids=lambda record: type(record).__name__)
def test_a_record_survives_its_encoding(record):
    assert msgspec.json.decode(msgspec.json.encode(record), type=Record) == record
