"""The inbox: bounded, all or none, closed when the server stops."""

import threading

import pytest

from wakeful.server.scanning.inbox import QUESTIONS_MAX, Inbox
from wakeful.terms.command import Acknowledge, Actor
from wakeful.terms.effect import OutputDone, SessionChanged
from wakeful.terms.errors import CommandError


def command(number: int) -> Acknowledge:
    return Acknowledge(
        id=str(number), actor=Actor("Anna", "operator"), at_ns=1, alarm="A", occurrence=1, revision=1
    )


def fact(number: int) -> OutputDone:
    return OutputDone(at_ns=1, command_id=str(number), ok=True)


def test_commands_come_out_in_their_order() -> None:
    inbox = Inbox()
    inbox.submit([command(1), command(2)])
    inbox.submit([command(3)])
    assert [submission.command.id for submission in inbox.drain().submissions] == ["1", "2", "3"]
    assert not inbox.drain()


def test_commands_that_do_not_fit_are_refused_together() -> None:
    inbox = Inbox(commands_max=3)
    inbox.submit([command(1), command(2)])
    with pytest.raises(CommandError, match="2 commands wait already"):
        inbox.submit([command(3), command(4)])
    assert len(inbox.drain().submissions) == 2


def test_facts_have_a_limit() -> None:
    inbox = Inbox(facts_max=1)
    inbox.report(fact(1))
    with pytest.raises(CommandError, match="wait to be journaled"):
        inbox.report(fact(2))


def test_a_fact_that_somebody_waits_for_comes_with_the_others() -> None:
    inbox = Inbox(facts_max=2)
    inbox.report(fact(1))
    signed_in = SessionChanged(at_ns=1, actor=Actor("Anna", "operator"), event="signed_in")
    answer = inbox.confirm(signed_in)
    with pytest.raises(CommandError, match="wait to be journaled"):
        inbox.confirm(signed_in)
    mail = inbox.drain()
    assert (mail.facts, mail.awaited) == ((fact(1), signed_in), (answer,))
    assert not inbox.drain()
    inbox.close()
    with pytest.raises(CommandError, match="stopping"):
        inbox.confirm(signed_in)


def test_a_closed_inbox_takes_no_command_but_keeps_what_is_inside() -> None:
    inbox = Inbox()
    inbox.submit([command(1)])
    inbox.close()
    with pytest.raises(CommandError, match="stopping"):
        inbox.submit([command(2)])
    assert len(inbox.drain().submissions) == 1


def test_questions_are_answered_without_a_scan_and_have_a_limit() -> None:
    inbox = Inbox()
    answers = [inbox.ask(alarm) for alarm in range(QUESTIONS_MAX)]
    with pytest.raises(CommandError, match="ask again"):
        inbox.ask(0)
    assert not inbox.drain(), "a question is nothing to scan for"
    taken = inbox.inquiries()
    assert [inquiry.alarm for inquiry in taken] == list(range(QUESTIONS_MAX))
    assert [inquiry.answer for inquiry in taken] == answers
    assert inbox.inquiries() == ()
    inbox.close()
    with pytest.raises(CommandError):
        inbox.ask(0)


@pytest.mark.parametrize(
    "arrive",
    [
        lambda inbox: inbox.submit([command(1)]),
        lambda inbox: inbox.report(fact(1)),
        lambda inbox: inbox.ask(0),
        lambda inbox: inbox.ring(),
    ],
    ids=["command", "fact", "question", "ring"],
)
def test_whatever_arrives_wakes_the_waiting(arrive) -> None:  # type: ignore[no-untyped-def]
    inbox = Inbox()
    waiting = threading.Thread(target=inbox.wait, args=(60.0,))
    waiting.start()
    arrive(inbox)
    waiting.join(10.0)
    assert not waiting.is_alive()


def test_waiting_ends_when_the_time_is_up() -> None:
    Inbox().wait(0.0)
    Inbox().wait(-1.0)


def test_a_nudge_lets_the_waiting_look_again() -> None:
    inbox, rows = Inbox(), threading.Event()
    waiting = threading.Thread(target=inbox.wait, args=(60.0, rows.is_set))
    waiting.start()
    inbox.nudge()
    assert waiting.is_alive(), "there is nothing to see yet"
    rows.set()
    inbox.nudge()
    waiting.join(10.0)
    assert not waiting.is_alive()
