"""Another alarm server behind the adapter: a program that speaks JSON lines on its standard input and output.

One request a line, one answer a line; ``docs/conformance.md`` has the protocol. The program keeps no real
time: all times are in the requests. What this side keeps is a limit on the time of one answer.
"""

import os
import selectors
import shlex
import subprocess
import time
from typing import Any

import msgspec

from wakeful.drills.adapter import AdapterError
from wakeful.drills.message_adapter import PROTOCOL, MessageAdapter
from wakeful.terms.site import Site

ANSWER_WITHIN_S = 10.0
"""A server that takes longer for one answer, unless told otherwise, is given up."""
ANSWER_BYTES_MAX = 16 * 1024 * 1024
_END_WITHIN_S = 5.0
_PIECE_BYTES = 1 << 16


class ProcessAdapter(MessageAdapter):
    """A server in a process of its own, started with ``command``: split as a shell would, run without one.

    A process that has ended is started again for the next scenario. Raises AdapterError, which names the
    command, when it cannot be started, ends, does not take a request and answer it within
    ``answer_within_s``, or says what the protocol does not have.
    """

    def __init__(self, command: str, *, answer_within_s: float = ANSWER_WITHIN_S) -> None:
        self._command = command
        self._words = _words_of(command)
        self._answer_within_s = answer_within_s
        self._rest = b""
        self._process = self._started()
        try:
            super().__init__(self._sent, who=command)
        except BaseException:
            self.close()
            raise

    def configure(self, site: Site) -> None:
        """A fresh server; a process that has ended is replaced first."""
        if self._process.poll() is not None:
            self.close()
            self._process, self._rest = self._started(), b""
            self._ask("hello", protocol=PROTOCOL)
        super().configure(site)

    def close(self) -> None:
        """End the process: its input ends first, so that it may go by itself."""
        process = self._process
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                pipe.close()
        try:
            process.wait(timeout=_END_WITHIN_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

    def _started(self) -> "subprocess.Popen[bytes]":
        try:
            process = subprocess.Popen(self._words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0)
        except (OSError, ValueError) as error:
            reason = error.strerror if isinstance(error, OSError) else error
            raise AdapterError(f"{self._command} cannot be started: {reason}") from error
        assert process.stdin is not None
        os.set_blocking(process.stdin.fileno(), False)  # a program that does not read must not hold us up
        return process

    def _sent(self, request: dict[str, Any]) -> object:
        """One request as a line, and the line that answers it."""
        do = request["do"]
        if self._rest:
            raise self._given_up(f"said more than one line before {do}; one answer is one line")
        line = self._exchanged(msgspec.json.encode(request) + b"\n", do)
        try:
            return msgspec.json.decode(line)
        except (msgspec.DecodeError, RecursionError) as error:
            raise AdapterError(f"{self._command} answered {do} with what is no JSON: {error}") from error

    def _exchanged(self, request: bytes, do: str) -> bytes:
        """Write the request and read a line, both as the pipes allow, within the time for an answer.

        Descriptors may have any number, unlike with ``select``.
        """
        assert self._process.stdin is not None and self._process.stdout is not None
        unsent, stdin = memoryview(request), self._process.stdin.fileno()
        until_s = time.monotonic() + self._answer_within_s
        with selectors.DefaultSelector() as selector:
            selector.register(stdin, selectors.EVENT_WRITE)
            selector.register(self._process.stdout.fileno(), selectors.EVENT_READ)
            while unsent or b"\n" not in self._rest:
                ready = selector.select(max(0.0, until_s - time.monotonic()))
                if not ready:
                    within = f"within {self._answer_within_s:g} s"
                    raise self._given_up(f"did not {'take' if unsent else 'answer'} {do} {within}")
                for key, _ in ready:
                    if key.fd != stdin:
                        self._read(key.fd, do)
                        continue
                    unsent = unsent[self._written(stdin, unsent, do) :]
                    if not unsent:
                        selector.unregister(stdin)
        line, _, self._rest = self._rest.partition(b"\n")
        return line

    def _written(self, descriptor: int, unsent: memoryview, do: str) -> int:
        """How many bytes the pipe took."""
        try:
            return os.write(descriptor, unsent[:_PIECE_BYTES])
        except BlockingIOError:
            return 0
        except OSError as error:
            raise self._given_up(f"ended instead of answering {do}") from error

    def _read(self, descriptor: int, do: str) -> None:
        """Take what the pipe has."""
        more = os.read(descriptor, _PIECE_BYTES)
        if not more:
            raise self._given_up(f"ended instead of answering {do}")
        self._rest += more
        if len(self._rest) > ANSWER_BYTES_MAX:
            raise self._given_up(f"answered {do} with more than {ANSWER_BYTES_MAX:,} bytes")

    def _given_up(self, message: str) -> AdapterError:
        """End the process: whatever it says later would be taken for an answer to something else."""
        self._process.kill()
        self._process.wait()
        return AdapterError(f"{self._command} {message}")


def _words_of(command: str) -> list[str]:
    try:
        words = shlex.split(command)
    except ValueError as error:
        raise AdapterError(f"{command} is no command: {str(error).lower()}") from error
    if not words:
        raise AdapterError("name the program that drives the server")
    return words
