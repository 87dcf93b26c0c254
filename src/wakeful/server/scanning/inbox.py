"""What waits for the scan thread: commands and questions of people, answers of sources, facts to journal.

Bounded. A command that does not fit is refused at the door; an answer or a fact always fits, because
each belongs to a command or a session that was counted before.
"""

import threading
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass

from wakeful.server.wire import AlarmBody, CommandResult
from wakeful.terms.command import Command
from wakeful.terms.effect import OutputDone, SessionChanged
from wakeful.terms.errors import CommandError

COMMANDS_MAX = 2_000
"""Commands waiting for a scan; a scan takes them all, so this many within one scan period."""
QUESTIONS_MAX = 200
"""Questions about single alarms waiting for the scan thread to come round."""
FACTS_MAX = 5_000
"""Answers and sessions waiting for a scan: more than all the orders of one scan can bring at once."""


@dataclass(frozen=True, slots=True)
class Submission:
    """A command and the place where its sender waits for what became of it."""

    command: Command
    answer: "Future[CommandResult]"


@dataclass(frozen=True, slots=True)
class Inquiry:
    """Somebody asks how one alarm, by its place in the site, is now, also when it is at rest."""

    alarm: int
    answer: "Future[AlarmBody]"


@dataclass(frozen=True, slots=True)
class Mail:
    """All that came in since the last scan, each kind in its order of arrival."""

    submissions: tuple[Submission, ...]
    facts: tuple[OutputDone | SessionChanged, ...]
    awaited: "tuple[Future[None], ...]" = ()
    """Of those who wait until their facts are in the journal."""

    def __bool__(self) -> bool:
        """Whether there is anything to do."""
        return bool(self.submissions or self.facts)


class Inbox:
    """Filled from any thread, emptied by the scan thread, which sleeps on it between scans."""

    def __init__(self, *, commands_max: int = COMMANDS_MAX, facts_max: int = FACTS_MAX) -> None:
        self._commands_max = commands_max
        self._facts_max = facts_max
        self._condition = threading.Condition()
        self._submissions: deque[Submission] = deque()
        self._facts: deque[OutputDone | SessionChanged] = deque()
        self._awaited: list[Future[None]] = []
        self._inquiries: deque[Inquiry] = deque()
        self._open = True
        self._rung = False

    def submit(self, commands: Sequence[Command]) -> "list[Future[CommandResult]]":
        """Hand in commands, all or none, in order. Raises CommandError when they do not fit."""
        with self._condition:
            if not self._open:
                raise CommandError("The server is stopping; the command was not taken.")
            if len(self._submissions) + len(commands) > self._commands_max:
                raise CommandError(
                    f"{len(self._submissions)} commands wait already; the command was not taken, try again."
                )
            submissions = [Submission(command, Future()) for command in commands]
            self._submissions.extend(submissions)
            self._condition.notify()
        return [submission.answer for submission in submissions]

    def ask(self, alarm: int) -> "Future[AlarmBody]":
        """Ask how an alarm is now. Raises CommandError when too many ask already, or the server stops."""
        with self._condition:
            if not self._open or len(self._inquiries) >= QUESTIONS_MAX:
                raise CommandError("The scan has no time to answer; ask again in a moment.")
            self._inquiries.append(Inquiry(alarm, Future()))
            self._condition.notify()
            return self._inquiries[-1].answer

    def report(self, fact: OutputDone | SessionChanged) -> None:
        """Hand in a fact to be journaled. Raises CommandError at the limit."""
        with self._condition:
            self._take(fact)

    def confirm(self, fact: SessionChanged) -> "Future[None]":
        """Hand in a fact and be told once it is in the journal; StorageError when it has to wait for it.

        Raises CommandError at the limit, or when the server stops.
        """
        with self._condition:
            if not self._open:
                raise CommandError("The server is stopping; nothing more is journaled.")
            self._take(fact)
            self._awaited.append(Future())
            return self._awaited[-1]

    def _take(self, fact: OutputDone | SessionChanged) -> None:
        if len(self._facts) >= self._facts_max:
            raise CommandError(f"{self._facts_max} facts wait to be journaled; this one was not taken.")
        self._facts.append(fact)
        self._condition.notify()

    def ring(self) -> None:
        """Wake the scan thread although nothing came in, as when the server stops."""
        with self._condition:
            self._rung = True
            self._condition.notify()

    def nudge(self) -> None:
        """Let a sleeper look again at the condition that it waits for besides."""
        with self._condition:
            self._condition.notify()

    def wait(self, timeout_s: float, also: Callable[[], bool] = lambda: False) -> None:
        """Sleep until something is in, somebody rings, ``also()`` holds after a nudge, or the time is up."""
        with self._condition:
            self._condition.wait_for(
                lambda: bool(self._submissions or self._facts or self._inquiries or self._rung or also()),
                max(0.0, timeout_s),
            )
            self._rung = False

    def drain(self) -> Mail:
        """Take everything."""
        with self._condition:
            mail = Mail(tuple(self._submissions), tuple(self._facts), tuple(self._awaited))
            self._submissions.clear()
            self._facts.clear()
            self._awaited.clear()
        return mail

    def inquiries(self) -> tuple[Inquiry, ...]:
        """Take every question; answering them needs no scan."""
        with self._condition:
            taken = tuple(self._inquiries)
            self._inquiries.clear()
        return taken

    def close(self) -> None:
        """Take no further commands and questions; those inside are still drained."""
        with self._condition:
            self._open = False
