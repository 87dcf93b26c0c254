"""Each sender is told once what became of a command."""

from concurrent.futures import Future

import pytest

from tests.server.small_site import ANNA, acknowledge, move
from wakeful.server.scanning.answers import SOURCE_NS_MAX, Answers, refuse_unjournaled
from wakeful.server.scanning.inbox import Submission
from wakeful.server.wire import CommandResult
from wakeful.terms.command import Operate
from wakeful.terms.effect import AlarmChanged, CommandAccepted, CommandRefused, OutputDone
from wakeful.terms.errors import StorageError

OPERATE = Operate(id="command-9", actor=ANNA, at_ns=1, equipment="pump", control="speed", value=1.0)


def submission(command=None) -> Submission:  # type: ignore[no-untyped-def]
    return Submission(command or acknowledge("T0.high", 1, 1), Future())


def result(sent: Submission) -> CommandResult:
    return sent.answer.result(timeout=0)


def acknowledged() -> AlarmChanged:
    from msgspec.structs import replace

    return replace(move("T0.high", "acknowledge", 1, 2), command_id="command-1", actor=ANNA)


def test_an_acknowledgement_is_done_when_its_move_is_durable() -> None:
    answers, sent = Answers(), submission()
    answers.settle([sent], [acknowledged()], 1)
    assert result(sent) == CommandResult("command-1", True, "", "")


def test_a_refusal_brings_reason_and_sentence() -> None:
    answers, sent = Answers(), submission()
    refused = CommandRefused(at_ns=1, command=sent.command, reason="role", detail="viewers may not")
    answers.settle([sent], [refused], 1)
    assert result(sent) == CommandResult("command-1", False, "role", "viewers may not")


@pytest.mark.parametrize(("ok", "reason"), [(True, ""), (False, "source_refused")])
def test_an_order_waits_for_its_source(ok: bool, reason: str) -> None:
    answers, sent = Answers(), submission(OPERATE)
    answers.settle([sent], [CommandAccepted(at_ns=1, command=OPERATE)], 1)
    assert not sent.answer.done()
    answers.settle_orders([OutputDone(at_ns=2, command_id="command-9", ok=ok, detail="so it is")])
    assert (result(sent).done, result(sent).reason, result(sent).detail) == (ok, reason, "so it is")
    answers.settle_orders([OutputDone(at_ns=2, command_id="command-9", ok=True)])


def test_a_silent_source_is_not_waited_for_for_ever() -> None:
    answers, sent = Answers(), submission(OPERATE)
    answers.settle([sent], [CommandAccepted(at_ns=1, command=OPERATE)], 1)
    answers.expire(SOURCE_NS_MAX)
    assert not sent.answer.done()
    answers.expire(1 + SOURCE_NS_MAX)
    assert result(sent).reason == "source_silent"


def test_a_stopping_server_leaves_nobody_waiting() -> None:
    answers, sent = Answers(), submission(OPERATE)
    answers.settle([sent], [], 1)
    answers.close()
    assert result(sent).reason == "source_silent"


def test_a_sender_that_gave_up_harms_nobody() -> None:
    answers, gone, sent = Answers(), submission(), submission(OPERATE)
    answers.settle([gone, sent], [], 1)
    gone.answer.cancel()
    answers.close()
    assert result(sent).reason == "source_silent"
    other = submission()
    other.answer.cancel()
    refuse_unjournaled([other], "disk full")


def test_what_was_not_journaled_was_not_done() -> None:
    sent = submission()
    refuse_unjournaled([sent], "disk full")
    with pytest.raises(StorageError, match="nothing is done: disk full"):
        result(sent)
