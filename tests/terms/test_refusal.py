"""Refusals come from a closed list whose names are its values."""

from wakeful.terms.refusal import Reason, Refusal


def test_every_reason_is_spelled_as_it_is_called():
    assert all(reason.value == reason.name.lower() for reason in Reason)


def test_a_refusal_carries_a_sentence():
    assert Refusal(Reason.ROLE, "no").detail == "no"
