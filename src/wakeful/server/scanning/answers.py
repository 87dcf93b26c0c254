"""Tells each sender what became of a command, once that is durable."""

from collections.abc import Iterable
from concurrent.futures import Future

from wakeful.server.scanning.inbox import Submission
from wakeful.server.wire import CommandResult
from wakeful.terms.effect import AlarmChanged, CommandRefused, Effect, ModeChanged, OutputDone
from wakeful.terms.errors import StorageError

SOURCE_NS_MAX = 2_000_000_000
"""How long a sender waits for the source's answer to an order."""


class Answers:
    """Senders that wait, by command id. Used by the scan thread."""

    def __init__(self) -> None:
        self._waiting: dict[str, tuple[Future[CommandResult], int]] = {}

    def settle(self, submissions: Iterable[Submission], effects: Iterable[Effect], now_ns: int) -> None:
        """Answer what a durable scan decided.

        An act on an alarm is done when the alarm moved by it, a mode is set when the system is in it. An
        order given to a source waits for the source's word.
        """
        for submission in submissions:
            self._waiting[submission.command.id] = (submission.answer, now_ns + SOURCE_NS_MAX)
        for effect in effects:
            if isinstance(effect, CommandRefused):
                self._answer(effect.command.id, False, effect.reason, effect.detail)
            elif isinstance(effect, AlarmChanged | ModeChanged) and effect.command_id is not None:
                self._answer(effect.command_id, True, "", "")

    def settle_orders(self, facts: Iterable[object]) -> None:
        """Answer what sources said of their orders, once that is durable."""
        for fact in facts:
            if isinstance(fact, OutputDone):
                self._answer(fact.command_id, fact.ok, "" if fact.ok else "source_refused", fact.detail)

    def expire(self, now_ns: int) -> None:
        """Answer those whose source has not spoken in time: the order was given, nobody knows more."""
        late = [command_id for command_id, (_, due_ns) in self._waiting.items() if due_ns <= now_ns]
        for command_id in late:
            self._answer(
                command_id,
                False,
                "source_silent",
                "The order was given, but the source has not answered; watch the feedback.",
            )

    def close(self) -> None:
        """Answer everybody who still waits; the server stops."""
        for command_id in list(self._waiting):
            self._answer(command_id, False, "source_silent", "The server stopped before the source answered.")

    def _answer(self, command_id: str, done: bool, reason: str, detail: str) -> None:
        answer, _ = self._waiting.pop(command_id, (None, 0))
        # A sender that gave up has cancelled; there is nobody to tell.
        if answer is not None and answer.set_running_or_notify_cancel():
            answer.set_result(CommandResult(command_id, done, reason, detail))


def tell_journaled(awaited: "Iterable[Future[None]]", durable: bool) -> None:
    """Tell those who wait for their facts whether these are in the journal."""
    for answer in awaited:
        # Who gave up has cancelled; there is nobody to tell.
        if not answer.set_running_or_notify_cancel():
            continue
        if durable:
            answer.set_result(None)
        else:
            answer.set_exception(
                StorageError(
                    "The journal is not available: this is kept for it, and not shown before it is there."
                )
            )


def refuse_unjournaled(submissions: Iterable[Submission], error: str) -> None:
    """Tell senders that nothing was done because it could not have been journaled."""
    for submission in submissions:
        if submission.answer.set_running_or_notify_cancel():
            submission.answer.set_exception(
                StorageError(f"The journal is not available, so nothing is done: {error}")
            )
