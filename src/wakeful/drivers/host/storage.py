"""File systems and the disks under them."""

import os
import re
from collections.abc import Callable
from functools import partial
from pathlib import Path

import psutil

from wakeful.drivers.host.counters import Rates, added, scaled
from wakeful.drivers.host.quantity import (
    GONE,
    Probe,
    Quantity,
    Reading,
    address_part,
    distinct,
    probes_that_answer,
)
from wakeful.terms.quality import Quality

FILE_SYSTEMS_MAX = 16
DISKS_MAX = 16
FILE_SYSTEM_PERIOD_MS = 10_000
GIB = 2.0**30
MB = 1e6
BYTES_PER_S_MAX = 2e10
OPERATIONS_PER_S_MAX = 1e7
MS_PER_S_MAX = 2000.0
SYS_BLOCK = Path("/sys/block")
NOT_A_DISK = re.compile(r"^(loop|ram|zram|dm-|md|sr|fd|nbd)")
"""Kernel block devices that are no disk of their own: made of files, of memory or of other disks."""
READ_ONLY_IMAGES = frozenset({"squashfs", "iso9660", "udf", "erofs", "cramfs"})
"""File systems that are full by nature."""


class FileSystemProbe(Probe):
    """One mounted file system: how full it is, in bytes and in inodes."""

    read_period_ms = FILE_SYSTEM_PERIOD_MS

    def __init__(self, mount_point: str, part: str) -> None:
        """``part`` names it in the address. Raises OSError when it cannot be read now."""
        self.mount_point = mount_point
        self._device = os.stat(mount_point).st_dev
        total_gib = psutil.disk_usage(mount_point).total / GIB
        self._has_inodes = hasattr(os, "statvfs") and os.statvfs(mount_point).f_files > 0
        used = Quantity(
            address=f"FS_{part}.USED",
            description=f"Space in use on {mount_point}",
            unit="%",
            normal_low_eu=0.0,
            normal_high_eu=85.0,
            resolution_eu=0.1,
            overview=mount_point == "/",
        )
        free = Quantity(
            address=f"FS_{part}.FREE",
            description=f"Space left on {mount_point}",
            unit="GiB",
            range_high_eu=max(total_gib, 0.01),
            resolution_eu=0.01,
        )
        inodes = Quantity(
            address=f"FS_{part}.INODES",
            description=f"Inodes (files there is room for) in use on {mount_point}",
            unit="%",
            normal_low_eu=0.0,
            normal_high_eu=85.0,
            resolution_eu=0.1,
        )
        self.quantities = (used, free, inodes) if self._has_inodes else (used, free)

    def read(self, at_ns: int) -> tuple[Reading, ...]:
        """Used [%], free [GiB], inodes used [%] where there are any; all gone when unmounted."""
        del at_ns
        if os.stat(self.mount_point).st_dev != self._device:
            # Unmounted or replaced: the directory would answer for another file system.
            return (GONE,) * len(self.quantities)
        usage = psutil.disk_usage(self.mount_point)
        if not self._has_inodes:
            return (usage.percent, usage.free / GIB)
        nodes = os.statvfs(self.mount_point)
        used = 100.0 * (nodes.f_files - nodes.f_ffree) / nodes.f_files if nodes.f_files else 0.0
        return (usage.percent, usage.free / GIB, used)


class DiskProbe(Probe):
    """Disks: bytes read and written, operations, and how much of the time each was busy."""

    def __init__(self, names: list[str]) -> None:
        """``names`` as the kernel calls them."""
        self._names = names
        counters = psutil.disk_io_counters(perdisk=True, nowrap=False)
        self._has_busy = all(hasattr(counters[name], "busy_time") for name in names if name in counters)
        limits = (BYTES_PER_S_MAX, BYTES_PER_S_MAX, OPERATIONS_PER_S_MAX, OPERATIONS_PER_S_MAX, MS_PER_S_MAX)
        self._rates = [Rates(limits if self._has_busy else limits[:4]) for _ in names]
        parts = distinct([address_part(name) for name in names])
        self.quantities = tuple(
            quantity
            for name, part in zip(names, parts, strict=True)
            for quantity in _disk_quantities(name, part, self._has_busy)
        )

    def read(self, at_ns: int) -> tuple[Reading, ...]:
        """For each disk: read [MB/s], written [MB/s], operations [1/s], busy [%] where told."""
        counters = psutil.disk_io_counters(perdisk=True, nowrap=False)
        readings: list[Reading] = []
        for name, rates in zip(self._names, self._rates, strict=True):
            disk = counters.get(name)
            if disk is None:
                rates.forget()
                readings += [GONE] * (4 if self._has_busy else 3)
                continue
            counts = [disk.read_bytes, disk.write_bytes, disk.read_count, disk.write_count]
            if self._has_busy:
                counts.append(disk.busy_time)
            read, written, reads, writes, *busy = rates.step(counts, at_ns)
            readings += [scaled(read, 1 / MB), scaled(written, 1 / MB), added(reads, writes)]
            # The kernel books busy milliseconds when a request ends, so one period may hold more than itself.
            readings += [_at_most_all(scaled(ms_per_s, 0.1)) for ms_per_s in busy]
        return tuple(readings)

    def forget(self) -> None:
        """Rates start anew."""
        for rates in self._rates:
            rates.forget()


def _at_most_all(percent: Reading) -> Reading:
    return percent if isinstance(percent, Quality) else min(percent, 100.0)


def _disk_quantities(name: str, part: str, has_busy: bool) -> list[Quantity]:
    """Tags of one disk."""
    quantities = [
        Quantity(
            address=f"DISK_{part}.{what}",
            description=f"Disk {name}: {text}",
            unit=unit,
            range_high_eu=high,
            resolution_eu=resolution,
        )
        for what, text, unit, high, resolution in (
            ("READ", "data read", "MB/s", 8000.0, 0.001),
            ("WRITTEN", "data written", "MB/s", 8000.0, 0.001),
            ("OPERATIONS", "reads and writes", "1/s", 1_000_000.0, 0.1),
        )
    ]
    if has_busy:
        quantities.append(
            Quantity(
                address=f"DISK_{part}.BUSY",
                description=f"Disk {name}: time with work in hand",
                unit="%",
                normal_low_eu=0.0,
                normal_high_eu=80.0,
                resolution_eu=0.1,
            )
        )
    return quantities


def disk_names(counted: list[str], block_directory: Path = SYS_BLOCK) -> list[str]:
    """Which of the counted devices are disks of their own, at most ``DISKS_MAX``.

    On Linux those in ``/sys/block`` (partitions are not) that are not made of files, of memory or of
    other disks; elsewhere all that are counted.
    """
    names = sorted(counted)
    if block_directory.is_dir():
        names = [n for n in names if (block_directory / n).exists() and not NOT_A_DISK.match(n)]
    return names[:DISKS_MAX]


def file_systems(partitions: list[tuple[str, str, str, str]]) -> list[str]:
    """Mount points worth watching among (device, mount point, type, options), at most ``FILE_SYSTEMS_MAX``.

    One for each device (bind mounts repeat it; the shortest path wins), no read-only images or mounts.
    """
    chosen: dict[str, str] = {}
    for device, mount_point, kind, options in sorted(partitions, key=lambda p: (len(p[1]), p[1])):
        if kind in READ_ONLY_IMAGES or "ro" in options.split(","):
            continue
        chosen.setdefault(device, mount_point)
    return sorted(chosen.values())[:FILE_SYSTEMS_MAX]


def storage_probes() -> list[Probe]:
    """A probe for each file system on a local device, and one for all disks."""
    # all=False leaves out network file systems, whose answers may take for ever.
    found = [(p.device, p.mountpoint, p.fstype, p.opts) for p in psutil.disk_partitions(all=False)]
    mount_points = [m for m in file_systems(found) if os.path.isdir(m)]
    if os.name == "posix" and "/" not in mount_points:
        mount_points.insert(0, "/")  # in a container the root is no device's own
    parts = distinct([address_part(m) for m in mount_points])
    makers: list[Callable[[], Probe]] = [
        partial(FileSystemProbe, mount_point, part)
        for mount_point, part in zip(mount_points, parts, strict=True)
    ]
    names = disk_names(list(psutil.disk_io_counters(perdisk=True, nowrap=False) or {}))
    if names:
        makers.append(partial(DiskProbe, names))
    return probes_that_answer(*makers)
