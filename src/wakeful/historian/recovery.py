"""Opening a historian folder: clear away interrupted work, find segments and parts, settle the torn end."""

import os
import shutil
from dataclasses import dataclass
from pathlib import Path

from wakeful.historian import disk
from wakeful.historian.names import LaterVersion, NamesCache
from wakeful.historian.part import SUFFIX, Part
from wakeful.historian.scan import load_part
from wakeful.historian.segment import Segment
from wakeful.terms.errors import StorageError

WAL_NAME = "wal"
SEGMENTS_NAME = "segments"
WORK_NAME = "work"
DAMAGED_SUFFIX = ".damaged"
PARTIAL_SUFFIX = ".partial"


@dataclass(frozen=True, slots=True)
class Recovery:
    """What opening found: bytes of a torn append that were cut off, and one line for each damage."""

    torn_bytes: int = 0
    damage: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Contents:
    """What is in a historian folder, in order."""

    segments: tuple[Segment, ...]
    parts: tuple[Part, ...]
    next_number: int
    recovery: Recovery


def load(folder: Path, names: NamesCache) -> Contents:
    """Bring a folder into order and describe it; creates it when it is not there.

    A segment or part that cannot be read at all is set aside with a line in ``recovery.damage``: history with
    a hole in it is worth more than none.

    Raises
    ------
    OSError
        If the disk refuses.
    StorageError
        If something was written by a later version.
    """
    wal, segments_folder, work = folder / WAL_NAME, folder / SEGMENTS_NAME, folder / WORK_NAME
    if work.exists():
        shutil.rmtree(work)
    for needed in (wal, segments_folder):
        needed.mkdir(parents=True, exist_ok=True)
    disk.sync_folder(folder)
    damage: list[str] = []
    segments = _load_segments(segments_folder, damage)
    parts, torn_bytes, highest = _load_parts(wal, segments, names, damage)
    return Contents(
        tuple(sorted(segments, key=lambda segment: segment.first_ns)),
        tuple(parts),
        highest + 1,
        Recovery(torn_bytes, tuple(damage)),
    )


def _load_segments(folder: Path, damage: list[str]) -> list[Segment]:
    found = []
    for path in sorted(folder.iterdir()):
        try:
            found.append(Segment.open(path))
        except LaterVersion:
            raise
        except StorageError as error:
            damage.append(str(error))
    return found


def _load_parts(
    folder: Path, segments: list[Segment], names: NamesCache, damage: list[str]
) -> tuple[list[Part], int, int]:
    for left_over in folder.glob(f"*{PARTIAL_SUFFIX}"):
        left_over.unlink()
    paths = sorted(path for path in folder.glob(f"*{SUFFIX}") if path.stem.isdigit())
    used = [int(path.name.partition(".")[0]) for path in folder.iterdir() if path.name[:12].isdigit()]
    highest = max([segment.description.last_part for segment in segments] + used, default=0)
    parts, torn_bytes = [], 0
    for path in paths:
        if _is_covered(int(path.stem), segments):
            path.unlink()
            continue
        last = path == paths[-1]
        try:
            part, scan = load_part(path, names, check_data=last)
        except LaterVersion:
            raise
        except StorageError as error:
            damage.append(str(error))
            path.rename(path.with_name(path.name + DAMAGED_SUFFIX))
            continue
        damage += [f"{path}: {stop - start} bytes at {start} are damaged" for start, stop in scan.damage]
        tail_bytes = path.stat().st_size - scan.end
        if last:
            torn_bytes = tail_bytes
            _settle(path, scan.end)
        elif tail_bytes:
            damage.append(f"{path}: {tail_bytes} bytes at {scan.end} are damaged")
            part.damaged = True
        if len(part.table):
            parts.append(part)
        elif not part.damaged:
            path.unlink()
    return parts, torn_bytes, highest


def _is_covered(number: int, segments: list[Segment]) -> bool:
    return any(
        segment.description.first_part <= number <= segment.description.last_part for segment in segments
    )


def _settle(path: Path, size: int) -> None:
    """Cut the torn tail off, and make durable what the last run may have written but not synced."""
    descriptor = os.open(path, os.O_RDWR | os.O_CLOEXEC)
    try:
        os.ftruncate(descriptor, size)
        disk.sync(descriptor)
    finally:
        os.close(descriptor)
