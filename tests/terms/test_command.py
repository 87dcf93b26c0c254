"""Commands keep who, when and what through their encoding."""

import msgspec
import pytest

from wakeful.terms.command import Acknowledge, Actor, Command, Disturb, Operate

ANNA = Actor("Anna", "operator")


@pytest.mark.parametrize(
    "command",
    [
        Acknowledge(id="1", actor=ANNA, at_ns=1, alarm="a", occurrence=2, revision=3),
        Operate(id="2", actor=ANNA, at_ns=1, equipment="P1", control="run", value=1.0, reason="test"),
        Disturb(id="3", actor=ANNA, at_ns=1, source="water", fault="burst", target="main", severity=0.5),
    ],
)
def test_a_command_survives_its_encoding(command):
    assert msgspec.json.decode(msgspec.json.encode(command), type=Command) == command


def test_a_command_without_its_sender_is_not_a_command():
    with pytest.raises(msgspec.ValidationError, match="actor"):
        msgspec.json.decode(
            b'{"type":"acknowledge","id":"1","at_ns":1,"alarm":"a","occurrence":1,"revision":1}', type=Command
        )
