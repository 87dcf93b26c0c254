"""Processors, load, pressure and the kernel's own counters."""

import time
from collections.abc import Callable
from pathlib import Path

import psutil

from wakeful.drivers.host.counters import Rates, Shares
from wakeful.drivers.host.quantity import GONE, WAITING, Probe, Quantity, Reading, probes_that_answer

PROCESSORS_MAX = 64
"""Processors with a tag of their own; the total covers all of them."""

PROC = Path("/proc")
SYSTEM_KINDS = ("system", "irq", "softirq", "interrupt", "dpc")
IDLE_KINDS = ("idle", "iowait")
SWITCHES_PER_S_MAX = 1e9


def _times(entry: object) -> dict[str, float]:
    """Seconds by kind; guest time is left out because it is already counted as user time."""
    fields = getattr(entry, "_fields", ())
    return {kind: float(getattr(entry, kind)) for kind in fields if not kind.startswith("guest")}


class ProcessorProbe(Probe):
    """Use of all processors together by kind of work, and of each one alone."""

    def __init__(self) -> None:
        """Find out how many processors there are and which kinds of time are told apart."""
        self._count = min(len(psutil.cpu_times(percpu=True)), PROCESSORS_MAX)
        kinds = _times(psutil.cpu_times())
        self._extra = tuple(kind for kind in ("iowait", "steal") if kind in kinds)
        self.forget()
        self.quantities = (
            *_total_quantities(self._extra),
            *(
                Quantity(
                    address=f"CPU{index}.USE",
                    description=f"Processor {index} in use",
                    unit="%",
                    resolution_eu=0.1,
                )
                for index in range(self._count)
            ),
        )

    def read(self, at_ns: int) -> tuple[Reading, ...]:
        """Shares of the time since the last reading [%]."""
        del at_ns  # the kernel's own tick counts the time
        total = self._total.step(_times(psutil.cpu_times()))
        readings: list[Reading] = []
        if total is None:
            readings += [WAITING] * (3 + len(self._extra))
        else:
            user = total.get("user", 0.0) + total.get("nice", 0.0)
            system = sum(total.get(kind, 0.0) for kind in SYSTEM_KINDS)
            readings += [_busy(total), user, system, *(total[kind] for kind in self._extra)]
        each = psutil.cpu_times(percpu=True)
        if len(each) < self._count:
            # A processor taken off line shortens the kernel's list, and which one left cannot be told.
            self._each = [Shares() for _ in range(self._count)]
            return (*readings, *([GONE] * self._count))
        for shares, entry in zip(self._each, each, strict=False):
            part = shares.step(_times(entry))
            readings.append(WAITING if part is None else _busy(part))
        return tuple(readings)

    def forget(self) -> None:
        """Shares start anew."""
        self._total = Shares()
        self._each = [Shares() for _ in range(self._count)]


def _busy(shares: dict[str, float]) -> float:
    """Per cent not spent idle or waiting for a disk."""
    return min(100.0, max(0.0, 100.0 - sum(shares.get(kind, 0.0) for kind in IDLE_KINDS)))


def _total_quantities(extra: tuple[str, ...]) -> tuple[Quantity, ...]:
    rows = [
        ("USE", "All processors together in use", 70.0, True),
        ("USER", "Processor time spent in programs", 70.0, False),
        ("SYSTEM", "Processor time spent in the kernel", 30.0, False),
    ]
    if "iowait" in extra:
        rows.append(("IOWAIT", "Processor time idle while a disk was waited for", 10.0, False))
    if "steal" in extra:
        rows.append(("STEAL", "Processor time the hypervisor gave to other machines", 10.0, False))
    return tuple(
        Quantity(
            address=f"CPU.{name}",
            description=text,
            unit="%",
            normal_low_eu=0.0,
            normal_high_eu=normal,
            resolution_eu=0.1,
            overview=overview,
        )
        for name, text, normal, overview in rows
    )


class LoadProbe(Probe):
    """Load averages: how many tasks were running or waiting to run, over 1, 5 and 15 minutes."""

    def __init__(self) -> None:
        """The number of processors sets the range and the normal band."""
        self.processors = psutil.cpu_count() or 1
        self.quantities = tuple(
            Quantity(
                address=f"LOAD.{minutes}MIN",
                description=f"Tasks running or waiting to run, {minutes} min average",
                range_high_eu=8.0 * self.processors,
                normal_low_eu=0.0,
                normal_high_eu=1.5 * self.processors,
                resolution_eu=0.01,
                overview=minutes == 1,
            )
            for minutes in (1, 5, 15)
        )

    def read(self, at_ns: int) -> tuple[Reading, ...]:
        """The three averages [tasks]."""
        del at_ns
        return psutil.getloadavg()


class PressureProbe(Probe):
    """Share of time in which work stood still for want of processor, disk or memory (Linux PSI).

    ``some``: at least one task waited; ``full``: every task did. The kernel's ten-second averages.
    """

    ROWS = (
        ("cpu", "some", "PRESSURE.CPU", "Time in which a task waited for a processor", 40.0),
        ("io", "some", "PRESSURE.IO", "Time in which a task waited for a disk", 30.0),
        ("io", "full", "PRESSURE.IO_ALL", "Time in which every task waited for a disk", 20.0),
        ("memory", "some", "PRESSURE.MEM", "Time in which a task waited for memory", 5.0),
        ("memory", "full", "PRESSURE.MEM_ALL", "Time in which every task waited for memory", 2.0),
    )

    def __init__(self, directory: Path = PROC / "pressure") -> None:
        """``directory`` holds the kernel's files cpu, io and memory."""
        self._directory = directory
        self.quantities = tuple(
            Quantity(
                address=address,
                description=text,
                unit="%",
                normal_low_eu=0.0,
                normal_high_eu=normal,
                resolution_eu=0.1,
            )
            for _, _, address, text, normal in self.ROWS
        )

    def read(self, at_ns: int) -> tuple[Reading, ...]:
        """The ten-second averages [%]."""
        del at_ns
        shares: dict[tuple[str, str], float] = {}
        for resource in ("cpu", "io", "memory"):
            for line in (self._directory / resource).read_text("ascii").splitlines():
                kind, average, *_ = line.split()
                shares[resource, kind] = float(average.removeprefix("avg10="))
        return tuple(shares[resource, kind] for resource, kind, *_ in self.ROWS)


class KernelProbe(Probe):
    """Context switches and interrupts, and how long the machine has been up."""

    def __init__(self, wall_s: Callable[[], float] = time.time) -> None:
        """``wall_s`` tells wall-clock seconds, which the boot time is given in."""
        self._wall_s = wall_s
        self._rates = Rates([SWITCHES_PER_S_MAX] * 2)
        self._boot_s = psutil.boot_time()
        self.quantities = (
            Quantity(
                address="KERNEL.SWITCHES",
                description="Context switches",
                unit="1/s",
                range_high_eu=1_000_000.0,
                resolution_eu=1.0,
            ),
            Quantity(
                address="KERNEL.INTERRUPTS",
                description="Hardware interrupts",
                unit="1/s",
                range_high_eu=1_000_000.0,
                resolution_eu=1.0,
            ),
            Quantity(
                address="KERNEL.UPTIME",
                description="Time since the machine was started",
                unit="h",
                range_high_eu=87_600.0,
                resolution_eu=0.01,
            ),
        )

    def read(self, at_ns: int) -> tuple[Reading, ...]:
        """Switches [1/s], interrupts [1/s], uptime [h]."""
        counts = psutil.cpu_stats()
        rates = self._rates.step((counts.ctx_switches, counts.interrupts), at_ns)
        return (*rates, max(0.0, self._wall_s() - self._boot_s) / 3600.0)

    def forget(self) -> None:
        """Rates start anew."""
        self._rates.forget()


class OpenFilesProbe(Probe):
    """File handles open in the whole machine against the most it allows (Linux)."""

    def __init__(self, path: Path = PROC / "sys/fs/file-nr") -> None:
        """``path`` is the kernel's count: allocated, unused, most."""
        self._path = path
        self.quantities = (
            Quantity(
                address="FILES.OPEN",
                description="Files open in the whole machine",
                range_high_eu=1_000_000.0,
                resolution_eu=1.0,
            ),
            Quantity(
                address="FILES.USED",
                description="Open files as a share of the most allowed",
                unit="%",
                normal_low_eu=0.0,
                normal_high_eu=50.0,
                resolution_eu=0.01,
            ),
        )

    def read(self, at_ns: int) -> tuple[Reading, ...]:
        """Open files [1] and their share of the most allowed [%]."""
        del at_ns
        allocated, unused, most = (int(word) for word in self._path.read_text("ascii").split())
        in_use = allocated - unused
        return (float(in_use), 100.0 * in_use / most if most > 0 else 0.0)


def processor_probes() -> list[Probe]:
    """What this machine tells of its processors and its kernel."""
    return probes_that_answer(ProcessorProbe, LoadProbe, PressureProbe, KernelProbe, OpenFilesProbe)
