"""Another alarm server behind the adapter: a program that speaks JSON lines on its standard input and output.

One request a line, one answer a line; ``docs/conformance.md`` has the protocol. The program keeps no real
time: all times are in the requests.
"""

import os
import selectors
import shlex
import subprocess
from typing import Any

import msgspec

from wakeful.drills.adapter import AdapterError
from wakeful.drills.message_adapter import PROTOCOL, MessageAdapter
from wakeful.terms.site import Site

ANSWER_WITHIN_S = 60.0
"""A server that takes longer for one answer is given up."""
ANSWER_BYTES_MAX = 16 * 1024 * 1024
_END_WITHIN_S = 5.0


def _readable(descriptor: int, within_s: float) -> bool:
    """Whether there is something to read within this time. Descriptors of any number, unlike ``select``."""
    with selectors.DefaultSelector() as selector:
        selector.register(descriptor, selectors.EVENT_READ)
        return bool(selector.select(within_s))


class ProcessAdapter(MessageAdapter):
    """A server in a process of its own, started with ``command``: split as a shell would, run without one.

    A process that has ended is started again for the next scenario. Raises AdapterError when it cannot be
    started, ends, or says what the protocol does not have.
    """

    def __init__(self, command: str, *, answer_within_s: float = ANSWER_WITHIN_S) -> None:
        self._words = shlex.split(command)
        if not self._words:
            raise AdapterError("name the program that drives the server")
        self._answer_within_s = answer_within_s
        self._rest = b""
        self._process = self._started()
        try:
            super().__init__(self._sent)
        except AdapterError:
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
            if pipe is not None and not pipe.closed:
                try:
                    pipe.close()
                except OSError:
                    continue  # what could not be flushed into a dead process is lost anyway
        try:
            process.wait(timeout=_END_WITHIN_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

    def _started(self) -> "subprocess.Popen[bytes]":
        try:
            return subprocess.Popen(self._words, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        except OSError as error:
            raise AdapterError(f"{self._words[0]} cannot be started: {error.strerror}") from error

    def _sent(self, request: dict[str, Any]) -> object:
        """One request as a line, and the line that answers it."""
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(msgspec.json.encode(request) + b"\n")
            self._process.stdin.flush()
        except (OSError, ValueError) as error:
            raise AdapterError(f"it does not take {request['do']}: {error}") from error
        try:
            return msgspec.json.decode(self._line(request["do"]))
        except msgspec.DecodeError as error:
            raise AdapterError(f"its answer to {request['do']} is no JSON: {error}") from error

    def _line(self, do: str) -> bytes:
        assert self._process.stdout is not None
        descriptor = self._process.stdout.fileno()
        while b"\n" not in self._rest:
            if not _readable(descriptor, self._answer_within_s):
                raise self._given_up(f"no answer to {do} within {self._answer_within_s:g} s")
            more = os.read(descriptor, 1 << 16)
            if not more:
                raise self._given_up(f"it ended instead of answering {do}")
            self._rest += more
            if len(self._rest) > ANSWER_BYTES_MAX:
                raise self._given_up(f"its answer to {do} is longer than {ANSWER_BYTES_MAX:,} bytes")
        line, _, self._rest = self._rest.partition(b"\n")
        return line

    def _given_up(self, message: str) -> AdapterError:
        """End the process: whatever it says later would be taken for an answer to something else."""
        self._process.kill()
        self._process.wait()
        return AdapterError(message)
