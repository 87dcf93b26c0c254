"""The process in which a simulated plant runs.

Reads orders from its standard input and writes rows, answers and snapshots to its standard output. It
ends when its input ends, that is with its parent, however that died.
"""

import os
import select
import signal
import sys
import time
import traceback
from collections.abc import Callable
from typing import Protocol

from wakeful.drivers.simulated.plant_catalogue import load
from wakeful.drivers.simulated.plant_messages import (
    Answer,
    Begin,
    Failed,
    FrameReader,
    FromProcess,
    Inject,
    Row,
    SetSpeed,
    Snapshot,
    ToProcess,
    Write,
    encode,
)
from wakeful.drivers.simulated.plant_pace import Pace
from wakeful.plants.plant import Plant
from wakeful.terms.errors import WakefulError

SLICE_S = 0.02
"""Orders wait at most about this long for steps to end."""
SNAPSHOT_PERIOD_S = 10.0
READ_BYTES = 1 << 16
FAILED_EXIT_CODE = 3


class Link(Protocol):
    """The way to the driver."""

    def receive(self, wait_s: float) -> list[ToProcess] | None:
        """Messages that came within ``wait_s``; None when the driver is gone."""
        ...

    def send(self, message: FromProcess) -> None:
        """Send, blocking while the pipe is full."""
        ...


class PipeLink:
    """A ``Link`` over two file descriptors."""

    def __init__(self, input_fd: int, output_fd: int) -> None:
        self._input_fd = input_fd
        self._output_fd = output_fd
        self._frames: FrameReader[ToProcess] = FrameReader(ToProcess)

    def receive(self, wait_s: float) -> list[ToProcess] | None:
        """Messages that came within ``wait_s``; None when the pipe was closed."""
        readable, _, _ = select.select([self._input_fd], [], [], wait_s)
        if not readable:
            return []
        data = os.read(self._input_fd, READ_BYTES)
        return self._frames.feed(data) if data else None

    def send(self, message: FromProcess) -> None:
        """Send one frame."""
        frame = memoryview(encode(message))
        while frame:
            frame = frame[os.write(self._output_fd, frame) :]


class PlantLoop:
    """Steps a plant at its pace, publishes rows and obeys orders until the driver is gone.

    Parameters
    ----------
    plant, begin : the plant, already restored, and how it is to be run.
    link : to the driver.
    monotonic_s, wall_ns : the clocks.
    """

    def __init__(
        self,
        plant: Plant,
        begin: Begin,
        link: Link,
        monotonic_s: Callable[[], float] = time.monotonic,
        wall_ns: Callable[[], int] = time.time_ns,
    ) -> None:
        self._plant = plant
        self._link = link
        self._monotonic_s = monotonic_s
        self._wall_ns = wall_ns
        now_s = monotonic_s()
        self._pace = Pace(begin.speed, plant.step_s, begin.period_ms / 1000.0, now_s)
        self._snapshot_s = now_s + SNAPSHOT_PERIOD_S

    def run(self) -> None:
        """Run until the link ends."""
        self._publish()
        while True:
            messages = self._link.receive(self._pace.wait_s(self._monotonic_s()))
            if messages is None:
                return
            for message in messages:
                self._obey(message)
            self._step_slice()
            now_s = self._monotonic_s()
            if self._pace.row_due(now_s):
                self._pace.row_published(now_s)
                self._publish()

    def _step_slice(self) -> None:
        slice_end_s = self._monotonic_s() + SLICE_S
        while self._pace.steps_due(now_s := self._monotonic_s()) and now_s < slice_end_s:
            self._plant.step()
            self._pace.stepped()

    def _publish(self) -> None:
        values, quality = self._plant.read()
        self._link.send(
            Row(
                time_ns=self._wall_ns(),
                clock_s=self._plant.time_s,
                speed_achieved=self._pace.speed_achieved(),
                behind=self._pace.behind,
                values=values.tobytes(),
                quality=quality.tobytes(),
            )
        )
        now_s = self._monotonic_s()
        if now_s >= self._snapshot_s:
            self._link.send(Snapshot(self._plant.snapshot()))
            self._snapshot_s = now_s + SNAPSHOT_PERIOD_S

    def _obey(self, message: ToProcess) -> None:
        if isinstance(message, Write):
            reason = self._plant.write(message.equipment, message.control, message.value)
        elif isinstance(message, Inject):
            reason = self._plant.inject(message.fault, message.target, message.severity, message.active)
        elif isinstance(message, SetSpeed):
            self._pace.set_speed(message.speed, self._monotonic_s())
            reason = ""
        else:
            raise AssertionError(f"unexpected message {message!r}")
        # What was taken must outlive this process: the next row brings a snapshot with it.
        if not reason:
            self._snapshot_s = self._monotonic_s()
        self._link.send(Answer(message.id, reason))


def _wait_begin(link: PipeLink) -> Begin | None:
    while True:
        messages = link.receive(3600.0)
        if messages is None:
            return None
        for message in messages:
            assert isinstance(message, Begin), f"{message!r} before begin"
            return message


def main() -> int:
    """Run a plant as standard input says. Returns the exit code."""
    # Ctrl-C reaches the whole foreground group; the parent decides, and closes our input.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # Whatever a library prints must not get between the frames.
    output_fd = os.dup(1)
    os.dup2(2, 1)
    link = PipeLink(0, output_fd)
    try:
        begin = _wait_begin(link)
        if begin is None:
            return 0
        sys.path[:] = begin.import_path
        plant = load(begin.plant, begin.seed)
        if begin.snapshot:
            plant.restore(begin.snapshot)
        PlantLoop(plant, begin, link).run()
    except BrokenPipeError:
        return 0
    except WakefulError as error:
        link.send(Failed(str(error)))
        return FAILED_EXIT_CODE
    except Exception as error:
        traceback.print_exc()
        link.send(Failed(f"{type(error).__name__}: {error}"))
        return FAILED_EXIT_CODE
    return 0


if __name__ == "__main__":
    sys.exit(main())
