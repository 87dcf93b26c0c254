"""Runs one source in a thread of its own, so that a driver that throws or hangs stops nothing else.

A driver that throws is stopped and made anew after a pause that doubles up to a minute. A call that does
not come back is abandoned with its thread; the source is made anew, and what the lost thread still
delivers is thrown away. The source's tags meanwhile become lost by age, which the engine sees by itself.
"""

import contextlib
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence

from wakeful.drivers.driver import CountsLosses, Driver
from wakeful.server.scanning.intake import Intake
from wakeful.terms.effect import InjectFault, OutputDone, WriteOutput
from wakeful.terms.tag import Tag

ORDERS_MAX = 100
CALL_S_MAX = 5.0
"""A poll or a write that takes longer has hung."""
START_S_MAX = 30.0
PAUSE_FIRST_S = 1.0
PAUSE_S_MAX = 60.0
TEXT_CHARACTERS_MAX = 500
ABANDONED_MAX = 3
"""Threads lost to one hung driver; beyond it the source waits for one to come back."""

Order = WriteOutput | InjectFault


class SourceRunner:
    """One source: its driver, its thread and its state in words.

    Parameters
    ----------
    make : a fresh driver for each attempt.
    tags : the source's tags in the order of its columns.
    answer : receives what became of each order, from the source's thread.
    """

    def __init__(
        self,
        source: str,
        make: Callable[[], Driver],
        tags: Sequence[Tag],
        intake: Intake,
        answer: Callable[[OutputDone], None],
        *,
        poll_period_s: float = 0.1,
        call_s_max: float = CALL_S_MAX,
        pause_first_s: float = PAUSE_FIRST_S,
        now_ns: Callable[[], int],
    ) -> None:
        self.source = source
        self.state = "starting"
        self.last_sample_ns: int | None = None
        self.rows_dropped = 0
        """Rows that its drivers lost before they could be polled."""
        self._make = make
        self._tags = tags
        self._intake = intake
        self._answer = answer
        self._poll_period_s = poll_period_s
        self._call_s_max = call_s_max
        self._pause_first_s = pause_first_s
        self._now_ns = now_ns
        self._wake = threading.Condition()
        self._orders: deque[Order] = deque()
        self._order_in_hand: Order | None = None
        self._stopping = False
        self._attempt = 0
        self._failures = 0
        self._call_ends_by: float | None = None
        self._thread: threading.Thread | None = None
        self._abandoned: list[threading.Thread] = []

    def start(self) -> None:
        """Begin in the background; never blocks and never raises for what the driver does."""
        with self._wake:
            self._launch()

    def order(self, order: Order) -> None:
        """Hand an order to the source's thread. Its answer, be it a refusal, comes as OutputDone."""
        with self._wake:
            taken = len(self._orders) < ORDERS_MAX and not self._stopping
            if taken:
                self._orders.append(order)
                self._wake.notify_all()
        if not taken:
            self._report(order, f"{ORDERS_MAX} orders wait for source {self.source} already; not carried out")

    def watch(self) -> None:
        """Find out whether the current call has hung; called by the scan thread about once a second."""
        lost: list[tuple[Order, str]] = []
        with self._wake:
            self._abandoned = [thread for thread in self._abandoned if thread.is_alive()]
            hung = self._call_ends_by is not None and time.monotonic() > self._call_ends_by
            if self._stopping or not hung or self._thread is None:
                return
            if self._thread not in self._abandoned:
                self._abandoned.append(self._thread)
                self._failures += 1
                if self._order_in_hand is not None:
                    lost.append((self._order_in_hand, "whether it was carried out is unknown"))
                lost += [(order, "not carried out") for order in self._orders]
                self._orders.clear()
                self._order_in_hand = None
                self.state = "hung: a call into the driver did not come back; it is being started anew"
            if len(self._abandoned) <= ABANDONED_MAX:
                self._launch()
            else:
                self.state = f"hung: {len(self._abandoned)} calls into the driver did not come back"
        for order, fate in lost:
            self._report(order, f"source {self.source} hangs; {fate}")

    def stop(self, timeout_s: float = 2.0) -> None:
        """End the source. A driver that hangs is left behind: its thread does not hold up the process."""
        with self._wake:
            self._stopping = True
            self._wake.notify_all()
        if self._thread is not None:
            self._thread.join(timeout_s)

    def _launch(self) -> None:
        self._attempt += 1
        self._call_ends_by = None
        self._thread = threading.Thread(
            target=self._run, args=(self._attempt,), name=f"source-{self.source}", daemon=True
        )
        self._thread.start()

    def _current(self, attempt: int) -> bool:
        return attempt == self._attempt and not self._stopping

    def _run(self, attempt: int) -> None:
        """Attempt after attempt until stopped or given up for hung."""
        while self._current(attempt):
            self._pause(attempt)
            driver: Driver | None = None
            try:
                if self._current(attempt):
                    driver = self._begin(attempt)
                    self._serve(driver, attempt)
            except Exception as error:  # whatever a driver throws is the source's failure, not the server's
                if self._current(attempt):
                    self._failures += 1
                    self.state = f"failing: {_plain(str(error) or type(error).__name__)}"
            finally:
                if driver is not None:
                    with contextlib.suppress(Exception):
                        driver.stop()
                if attempt == self._attempt:
                    self._call_ends_by = None

    def _begin(self, attempt: int) -> Driver:
        self._call_ends_by = time.monotonic() + max(START_S_MAX, self._call_s_max)
        driver = self._make()
        try:
            driver.start(self._tags)
        except BaseException:
            with contextlib.suppress(Exception):
                driver.stop()
            raise
        if self._current(attempt):
            self._call_ends_by = None
            self.state = "running"
        return driver

    def _serve(self, driver: Driver, attempt: int) -> None:
        """Poll and carry out orders, each call against the watchdog's clock."""
        lost_before = self.rows_dropped
        while self._current(attempt):
            while self._current(attempt) and (order := self._next_order()) is not None:
                self._carry_out(driver, order, attempt)
            self._call_ends_by = time.monotonic() + self._call_s_max
            block = driver.poll(self._now_ns())
            if not self._current(attempt):
                return
            self._call_ends_by = None
            if isinstance(driver, CountsLosses):
                self.rows_dropped = lost_before + driver.rows_dropped
            if block is not None and block.rows:
                self._intake.offer(self.source, block)
                self.last_sample_ns = int(block.times_ns[-1])
                self._failures = 0
                self.state = "running"
            with self._wake:
                if self._current(attempt) and not self._orders:
                    self._wake.wait(self._poll_period_s)

    def _next_order(self) -> Order | None:
        with self._wake:
            self._order_in_hand = self._orders.popleft() if self._orders else None
            return self._order_in_hand

    def _carry_out(self, driver: Driver, order: Order, attempt: int) -> None:
        self._call_ends_by = time.monotonic() + self._call_s_max
        error: Exception | None = None
        try:
            refusal = driver.write(order) if isinstance(order, WriteOutput) else driver.inject(order)
        except Exception as caught:
            refusal, error = f"source {self.source} failed at it: {caught}", caught
        with self._wake:
            mine = attempt == self._attempt and self._order_in_hand is order
            if mine:
                self._order_in_hand = None
                self._call_ends_by = None
        if mine:
            self._report(order, refusal)
        if error is not None:
            raise error

    def _pause(self, attempt: int) -> None:
        """Wait before another attempt, doubling; orders that come meanwhile are answered at once."""
        if self._failures == 0:
            return
        ends_by = time.monotonic() + min(PAUSE_S_MAX, self._pause_first_s * 2 ** min(self._failures - 1, 10))
        while self._current(attempt) and (left_s := ends_by - time.monotonic()) > 0:
            while (order := self._next_order()) is not None:
                self._report(order, f"source {self.source} is {self.state}; not carried out")
            with self._wake:
                if self._current(attempt) and not self._orders:
                    self._wake.wait(left_s)

    def _report(self, order: Order, refusal: str) -> None:
        self._answer(
            OutputDone(
                at_ns=self._now_ns(), command_id=order.command_id, ok=refusal == "", detail=_plain(refusal)
            )
        )


def _plain(text: str) -> str:
    """What a driver said, fit for the journal and the wire: of bounded length, and nothing but characters."""
    return text[:TEXT_CHARACTERS_MAX].encode("utf-8", "replace").decode()
