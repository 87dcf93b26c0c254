"""Keeps one plant process running: starts it, listens to it, starts it again when it dies.

The process gets the last snapshot it sent; when it dies again and again before it has run for a while,
the snapshot itself is given up and the plant starts afresh.
"""

import contextlib
import os
import selectors
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Callable

import msgspec

from wakeful.drivers.simulated.plant_messages import (
    ORDER_BYTES_MAX,
    Answer,
    Begin,
    FrameReader,
    FromProcess,
    Order,
    Row,
    SetSpeed,
    Snapshot,
    encode,
)
from wakeful.terms.errors import SourceError

ANSWER_S_MAX = 0.5
ROWS_MAX = 600
ORDERS_WAITING_MAX = 15
SILENCE_S_MAX = 30.0
LISTEN_S = 1.0
STOP_S_MAX = 2.0
BACK_OFF_S = (0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 30.0)
RUN_S_PROVEN = 60.0
DEATHS_PER_SNAPSHOT_MAX = 3
READ_BYTES = 1 << 16


class _Waiting:
    """An order on its way and the place for its answer."""

    def __init__(self) -> None:
        self.answered = threading.Event()
        self.reason = ""


class Supervisor:
    """One plant process and the thread that looks after it.

    Parameters
    ----------
    begin : how the plant is to be run.
    monotonic_s : clock for silence and for how long a process has run.
    """

    def __init__(self, begin: Begin, monotonic_s: Callable[[], float] = time.monotonic) -> None:
        self._begin = begin
        self._monotonic_s = monotonic_s
        self._lock = threading.Lock()
        self._rows: deque[Row] = deque()
        self._waiting: dict[int, _Waiting] = {}
        self._next_id = 1
        self._process: subprocess.Popen[bytes] | None = None
        self._taking_orders = False
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name=f"plant {begin.plant}", daemon=True)
        self._deaths_in_a_row = 0
        self._failure = ""
        self.rows_dropped = 0
        self.restarts = 0
        self.status = "starting"

    @property
    def process_id(self) -> int | None:
        """Process id of the plant, None while there is none."""
        process = self._process
        return process.pid if process and process.returncode is None else None

    def start(self) -> None:
        """Start the process. Raises SourceError when the machine cannot."""
        self._spawn()
        self._thread.start()

    def take_rows(self) -> list[Row]:
        """Rows that arrived since the last call, at most ``ROWS_MAX``; beyond, the oldest go, counted."""
        with self._lock:
            rows = list(self._rows)
            self._rows.clear()
        return rows

    def order(self, make: Callable[[int], Order]) -> str:
        """Send the order that ``make(id)`` gives and wait a bounded time for the answer."""
        waiting = _Waiting()
        with self._lock:
            if not self._taking_orders or self._process is None or self._process.stdin is None:
                return f"the simulated plant takes no orders now: {self.status}"
            if len(self._waiting) >= ORDERS_WAITING_MAX:
                return f"{ORDERS_WAITING_MAX} orders wait for the simulated plant already; try again later"
            message = make(self._next_id)
            frame = encode(message)
            if len(frame) > ORDER_BYTES_MAX:
                return f"an order of {len(frame)} bytes is too long; at most {ORDER_BYTES_MAX}"
            self._next_id += 1
            try:
                self._process.stdin.write(frame)
            except (OSError, ValueError):
                return "the simulated plant has just died; it is being started again"
            self._waiting[message.id] = waiting
        if not waiting.answered.wait(ANSWER_S_MAX):
            return f"no answer from the simulated plant within {ANSWER_S_MAX:g} s; it may yet take the order"
        if isinstance(message, SetSpeed) and not waiting.reason:
            self._begin = msgspec.structs.replace(self._begin, speed=message.speed)
        return waiting.reason

    def stop(self) -> None:
        """End the process and the thread. Safe to call twice."""
        self._stopping.set()
        self._close_input()
        if self._thread.ident is not None:
            self._thread.join(STOP_S_MAX)
            if self._thread.is_alive() and self._process is not None:
                self._process.kill()
                self._thread.join(STOP_S_MAX)
        self.status = "stopped"

    def _run(self) -> None:
        while True:
            started_s = self._monotonic_s()
            try:
                self._send_begin()
                why = self._listen()
            except (OSError, SourceError) as error:
                why = str(error)
            self._end_process()
            if self._stopping.is_set():
                return
            if self._monotonic_s() - started_s >= RUN_S_PROVEN:
                self._deaths_in_a_row = 0
            if self._stopping.wait(self._plan_restart(why)):
                return
            with contextlib.suppress(SourceError):
                self._spawn()

    def _plan_restart(self, why: str) -> float:
        """Count a death; answers how long to wait before the next start [s]."""
        wait_s = BACK_OFF_S[min(self._deaths_in_a_row, len(BACK_OFF_S) - 1)]
        self._deaths_in_a_row += 1
        self.restarts += 1
        if self._deaths_in_a_row > DEATHS_PER_SNAPSHOT_MAX:
            self._begin = msgspec.structs.replace(self._begin, snapshot=b"")
        place = "its last snapshot" if self._begin.snapshot else "the beginning"
        self.status = f"{why}; restart {self.restarts} from {place} in {wait_s:g} s"
        return wait_s

    def _spawn(self) -> None:
        command = [sys.executable, "-P", "-m", "wakeful.drivers.simulated.plant_process"]
        # One thread is enough for a plant; idle ones of a numerical library would take turns with the server.
        environment = {**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
        try:
            self._process = subprocess.Popen(
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0, env=environment
            )
        except OSError as error:
            self._process = None
            raise SourceError(f"the process of the simulated plant cannot be started: {error}") from error

    def _send_begin(self) -> None:
        process = self._process
        if process is None or process.stdin is None:
            raise SourceError("the process of the simulated plant cannot be started")
        frame = memoryview(encode(self._begin))
        while frame:
            frame = frame[process.stdin.write(frame) or 0 :]

    def _listen(self) -> str:
        """Take messages until the process ends, falls silent or is to stop. Answers why."""
        process = self._process
        assert process is not None and process.stdout is not None
        frames: FrameReader[FromProcess] = FrameReader(FromProcess)
        heard_s = self._monotonic_s()
        self._failure = ""
        with selectors.DefaultSelector() as selector:
            selector.register(process.stdout, selectors.EVENT_READ)
            while not self._stopping.is_set():
                if not selector.select(LISTEN_S):
                    if self._monotonic_s() - heard_s > SILENCE_S_MAX:
                        return f"the simulated plant said nothing for {SILENCE_S_MAX:g} s"
                    continue
                data = os.read(process.stdout.fileno(), READ_BYTES)
                if not data:
                    return self._why_ended(process)
                heard_s = self._monotonic_s()
                for message in frames.feed(data):
                    self._take(message)
        return "stopped"

    def _take(self, message: FromProcess) -> None:
        if isinstance(message, Row):
            with self._lock:
                self._rows.append(message)
                if len(self._rows) > ROWS_MAX:
                    self._rows.popleft()
                    self.rows_dropped += 1
                self._taking_orders = not self._stopping.is_set()
            self.status = "running"
        elif isinstance(message, Answer):
            with self._lock:
                waiting = self._waiting.pop(message.id, None)
            if waiting is not None:
                waiting.reason = message.reason
                waiting.answered.set()
        elif isinstance(message, Snapshot):
            self._begin = msgspec.structs.replace(self._begin, snapshot=message.data)
        else:
            self._failure = message.reason

    def _why_ended(self, process: subprocess.Popen[bytes]) -> str:
        if self._failure:
            return f"the simulated plant failed: {self._failure}"
        try:
            code = process.wait(STOP_S_MAX)
        except subprocess.TimeoutExpired:
            return "the simulated plant closed its pipe"
        how = f"was killed by signal {-code}" if code < 0 else f"ended with code {code}"
        return f"the simulated plant {how}"

    def _close_input(self) -> None:
        with self._lock:
            self._taking_orders = False
            if self._process is not None and self._process.stdin is not None:
                with contextlib.suppress(OSError):
                    self._process.stdin.close()

    def _end_process(self) -> None:
        """Make sure that the process is gone, and fail the orders that it has not answered."""
        self._close_input()
        process = self._process
        if process is not None and process.stdout is not None:
            try:
                process.wait(0.0 if process.poll() is not None else STOP_S_MAX)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
            process.stdout.close()
        with self._lock:
            unanswered, self._waiting = list(self._waiting.values()), {}
        for waiting in unanswered:
            waiting.reason = "the simulated plant died before it answered; it is being started again"
            waiting.answered.set()
