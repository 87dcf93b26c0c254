"""Processes: how many, which of them is the busiest, and what this server itself takes."""

import os
from collections.abc import Iterator
from pathlib import Path

import psutil

from wakeful.drivers.host.quantity import WAITING, Probe, Quantity, Reading, probes_that_answer
from wakeful.terms.quality import Quality

PROC = Path("/proc")
NS_PER_S = 1_000_000_000
VISITS_MIN = 8
VISITS_MAX = 40
ROUND_POLLS = 30
"""A round through all processes is meant to take this many polls, within the visits allowed in one."""
MIB = 2.0**20
FILES_ASSUMED = 1024.0
"""Files a process may have open where the system does not say."""


class TaskCountProbe(Probe):
    """Processes there are, threads there are and threads that want to run (Linux)."""

    def __init__(self, load_path: Path = PROC / "loadavg") -> None:
        """``load_path`` holds 'running/all' as its fourth word."""
        self._load_path = load_path
        self.quantities = tuple(
            Quantity(address=f"TASKS.{name}", description=text, range_high_eu=high, resolution_eu=1.0)
            for name, text, high in (
                ("THREADS", "Threads in the whole machine", 100_000.0),
                ("RUNNABLE", "Threads running or ready to run at this instant", 1_000.0),
            )
        )

    def read(self, at_ns: int) -> tuple[Reading, ...]:
        """Threads and runnable threads [1]."""
        del at_ns
        runnable, threads = self._load_path.read_text("ascii").split()[3].split("/")
        return (float(threads), float(runnable))


class ProcessProbe(Probe):
    """All processes, a few at each poll: their number, the busiest, the largest, the zombies.

    Visiting every process at once would cost tens of milliseconds on a busy machine, so one round is
    spread over many polls and its result stands until the next round ends. A process must be seen in two
    rounds before its use of a processor is known.
    """

    QUANTITIES = (
        ("COUNT", "Processes in the whole machine", "", 32_768.0, 1.0),
        ("BUSIEST", "Processor use of the busiest process (100 % is one processor)", "%", 6_400.0, 0.1),
        ("BUSIEST_ID", "Process id of the busiest process", "", 4_194_304.0, 1.0),
        ("LARGEST", "Memory held by the largest process", "MiB", 1_048_576.0, 0.1),
        ("LARGEST_ID", "Process id of the largest process", "", 4_194_304.0, 1.0),
        ("ZOMBIES", "Ended processes that their parents have not buried", "", 1_000.0, 1.0),
    )

    def __init__(self) -> None:
        """Start before the first round."""
        self.quantities = tuple(
            Quantity(
                address=f"PROC.{name}", description=text, unit=unit, range_high_eu=high, resolution_eu=step
            )
            for name, text, unit, high, step in self.QUANTITIES
        )
        self._round: Iterator[psutil.Process]
        self._visits: int
        self._seen: dict[int, tuple[float, int]]
        self._seen_before: dict[int, tuple[float, int]]
        self._busiest: tuple[float, int] | None
        self._largest: tuple[float, int]
        self._zombies: int
        self._result: tuple[Reading, ...]
        self.forget()

    def read(self, at_ns: int) -> tuple[Reading, ...]:
        """The number of processes now; the rest as of the last complete round."""
        for _ in range(self._visits):
            process = next(self._round, None)
            if process is None:
                self._finish_round()
                break
            self._visit(process, at_ns)
        return (float(len(psutil.pids())), *self._result)

    def forget(self) -> None:
        """Begin a new round without a past; what the last one found is not shown again."""
        self._round, self._visits = iter(()), VISITS_MIN
        self._seen, self._seen_before = {}, {}
        self._busiest, self._largest, self._zombies = None, (0.0, 0), 0
        self._result = (WAITING,) * (len(self.quantities) - 1)

    def _visit(self, process: psutil.Process, at_ns: int) -> None:
        try:
            with process.oneshot():
                spent = process.cpu_times()
                held_mib = process.memory_info().rss / MIB
                self._zombies += process.status() == psutil.STATUS_ZOMBIE
        except psutil.Error:
            return  # it ended, or it may not be looked at: it counts, but it cannot be judged
        spent_s = spent.user + spent.system
        self._seen[process.pid] = (spent_s, at_ns)
        self._largest = max(self._largest, (held_mib, process.pid))
        spent_before_s, before_ns = self._seen_before.get(process.pid, (spent_s, at_ns))
        if at_ns > before_ns and spent_s >= spent_before_s:
            use = 100.0 * (spent_s - spent_before_s) * NS_PER_S / (at_ns - before_ns)
            self._busiest = max(self._busiest or (0.0, 0), (use, process.pid))

    def _finish_round(self) -> None:
        if self._seen:
            busiest: tuple[Reading, Reading] = (WAITING, WAITING)
            if self._busiest is not None:
                busiest = (self._busiest[0], float(self._busiest[1]))
            held_mib, holder = self._largest
            self._result = (*busiest, held_mib, float(holder), float(self._zombies))
        self._visits = min(VISITS_MAX, max(VISITS_MIN, len(self._seen) // ROUND_POLLS))
        self._seen_before, self._seen = self._seen, {}
        self._busiest, self._largest, self._zombies = None, (0.0, 0), 0
        self._round = psutil.process_iter()


class OwnProcessProbe(Probe):
    """What this server takes: processor, memory, threads and open files."""

    def __init__(self) -> None:
        """The process that runs this code."""
        self._process = psutil.Process(os.getpid())
        self._before: tuple[float, int] | None = None
        self._open_files = hasattr(self._process, "num_fds")
        files_most = FILES_ASSUMED
        if hasattr(self._process, "rlimit"):
            files_most = float(self._process.rlimit(psutil.RLIMIT_NOFILE)[0])
        rows = [
            ("CPU", "Processor use of this server (100 % is one processor)", "%", 6_400.0, 0.1),
            ("MEM", "Memory held by this server", "MiB", 65_536.0, 0.1),
            ("THREADS", "Threads of this server", "", 1_000.0, 1.0),
        ]
        if self._open_files:
            rows.append(("FILES", "Files and connections this server has open", "", files_most, 1.0))
        self.quantities = tuple(
            Quantity(
                address=f"SERVER.{name}", description=text, unit=unit, range_high_eu=high, resolution_eu=step
            )
            for name, text, unit, high, step in rows
        )

    def read(self, at_ns: int) -> tuple[Reading, ...]:
        """Processor [%], memory [MiB], threads [1], open files [1] where told."""
        with self._process.oneshot():
            times = self._process.cpu_times()
            held_mib = self._process.memory_info().rss / MIB
            threads = float(self._process.num_threads())
        spent_s = times.user + times.system
        use: float | Quality = WAITING
        if self._before is not None and at_ns > self._before[1]:
            use = 100.0 * (spent_s - self._before[0]) * NS_PER_S / (at_ns - self._before[1])
        self._before = (spent_s, at_ns)
        readings: tuple[Reading, ...] = (use, held_mib, threads)
        return (*readings, float(self._process.num_fds())) if self._open_files else readings

    def forget(self) -> None:
        """Processor use starts anew."""
        self._before = None


def process_probes() -> list[Probe]:
    """What this machine tells of its processes."""
    return probes_that_answer(TaskCountProbe, ProcessProbe, OwnProcessProbe)
