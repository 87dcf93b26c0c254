"""Every command's way in and out: what is looked at, and what its sender hears."""

import asyncio
import math

import msgspec
import pytest
from starlette.responses import Response

from tests.server.small_site import acknowledge
from wakeful.server.scanning.answers import refuse_unjournaled
from wakeful.server.scanning.inbox import Inbox
from wakeful.server.web import command_entry
from wakeful.server.web.command_entry import (
    TEXT_CHARACTERS_MAX,
    carry_out,
    check_number,
    check_texts,
    new_id,
)
from wakeful.server.web.reply import Refused
from wakeful.server.wire import CommandResult, CommandResults

COMMANDS = [acknowledge("T0.high", 1, 1, number) for number in (1, 2)]


async def answered(inbox: Inbox, *results: CommandResult) -> Response:
    """Hand in two commands and, once they are inside, answer them."""
    waiting = asyncio.create_task(carry_out(inbox, COMMANDS))
    await asyncio.wait({waiting}, timeout=0)
    for submission, result in zip(inbox.drain().submissions, results, strict=True):
        submission.answer.set_result(result)
    return await waiting


def test_results_come_in_the_order_of_the_commands() -> None:
    results = (CommandResult("command-1", True, "", ""), CommandResult("command-2", False, "role", "no"))
    response = asyncio.run(answered(Inbox(), *results))
    assert msgspec.json.decode(bytes(response.body), type=CommandResults).results == results


def test_what_does_not_fit_is_not_taken_and_may_be_tried_again() -> None:
    inbox = Inbox(commands_max=1)
    with pytest.raises(Refused, match="try again") as refused:
        asyncio.run(carry_out(inbox, COMMANDS))
    assert refused.value.status == 503
    assert not inbox.drain()


def test_a_stopping_server_takes_no_command() -> None:
    inbox = Inbox()
    inbox.close()
    with pytest.raises(Refused, match="stopping") as refused:
        asyncio.run(carry_out(inbox, COMMANDS))
    assert refused.value.status == 503


def test_what_cannot_be_journaled_is_told_as_not_done() -> None:
    async def story() -> None:
        inbox = Inbox()
        waiting = asyncio.create_task(carry_out(inbox, COMMANDS))
        await asyncio.wait({waiting}, timeout=0)
        refuse_unjournaled(inbox.drain().submissions, "disk full")
        await waiting

    with pytest.raises(Refused, match="nothing is done: disk full") as refused:
        asyncio.run(story())
    assert refused.value.status == 503


def test_a_scan_that_does_not_answer_is_not_waited_for_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(command_entry, "ANSWER_S_MAX", 0.01)
    inbox = Inbox()
    with pytest.raises(Refused, match="look at the alarm list") as refused:
        asyncio.run(carry_out(inbox, COMMANDS))
    assert refused.value.status == 503
    assert all(submission.answer.cancelled() for submission in inbox.drain().submissions)


def test_texts_are_bounded_and_whole() -> None:
    check_texts("", "x" * TEXT_CHARACTERS_MAX, "ü 水 🛢")
    for text in ("x" * (TEXT_CHARACTERS_MAX + 1), "\ud800", "a\udfffb"):
        with pytest.raises(Refused) as refused:
            check_texts("fine", text)
        assert refused.value.status == 422


def test_numbers_are_finite() -> None:
    check_number("value", -1e308)
    for number in (math.nan, math.inf, -math.inf):
        with pytest.raises(Refused, match="value must be a finite number"):
            check_number("value", number)


def test_no_two_commands_have_one_id() -> None:
    ids = {new_id() for _ in range(1_000)}
    assert len(ids) == 1_000
    assert {len(each) for each in ids} == {32}
