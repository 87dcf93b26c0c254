"""Opening a journal folder: which segments are there, where the durable records end, what is torn."""

import os
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from wakeful.journal.disk import sync, sync_folder
from wakeful.journal.mark import read_mark
from wakeful.journal.reader import Segment, SparseIndex, damaged
from wakeful.journal.segment import (
    SEGMENT_HEADER_BYTES,
    Damage,
    find_batch,
    unpack_segment_header,
    walk,
)
from wakeful.terms.errors import StorageError

SUFFIX = ".journal"


@dataclass(frozen=True, slots=True)
class Recovery:
    """What opening found: ``torn_bytes`` never acknowledged were cut off the end of ``file``."""

    next_sequence: int
    torn_bytes: int = 0
    file: str = ""

    def __str__(self) -> str:
        """One line for people."""
        if not self.torn_bytes:
            return f"{self.next_sequence} records, complete"
        return (
            f"{self.next_sequence} records; {self.torn_bytes} bytes of an interrupted append "
            f"cut off {self.file}"
        )


def segment_path(folder: Path, first_sequence: int) -> Path:
    """Path of the segment that begins with ``first_sequence``."""
    return folder / f"{first_sequence:020d}{SUFFIX}"


def load(folder: Path, *, repair: bool) -> tuple[list[Segment], Recovery]:
    """Segments of ``folder`` up to the last durable record.

    With ``repair`` the torn tail is cut off the file; without, it is only left out.

    Raises
    ------
    StorageError
        If acknowledged records are damaged or missing. Nothing is changed then.
    """
    # The mark before the files: a writer at work may move it on, never back.
    acknowledged = read_mark(folder)
    paths = sorted(folder.glob(f"*{SUFFIX}"))
    segments: list[Segment] = []
    torn = (0, "")
    for position, path in enumerate(paths):
        last = position == len(paths) - 1
        try:
            first_sequence = _check_header(path, segments)
        except Damage as damage:
            if not last or not _is_remains(path, acknowledged):
                raise damaged(path, damage, _sequence_of(path)) from damage
            torn = (path.stat().st_size, path.name)
            if repair:
                path.unlink()
                sync_folder(folder)
            continue
        segments.append(Segment(path, first_sequence, first_sequence, path.stat().st_size))
    _link(segments)
    if segments:
        cut_bytes = _check_last(segments[-1], acknowledged, repair=repair)
        torn = (cut_bytes, segments[-1].path.name) if cut_bytes else torn
    next_sequence = segments[-1].next_sequence if segments else 0
    if next_sequence < acknowledged:
        raise StorageError(
            f"{folder} ends with record {next_sequence - 1} but {acknowledged} records were acknowledged: "
            "files are missing or were replaced by older ones; restore them from a copy"
        )
    return segments, Recovery(next_sequence, *torn)


def _sequence_of(path: Path) -> int:
    return int(path.stem) if path.stem.isdigit() else 0


def _check_header(path: Path, before: list[Segment]) -> int:
    with path.open("rb") as file:
        first_sequence, previous_bytes = unpack_segment_header(file.read(SEGMENT_HEADER_BYTES))
    if segment_path(path.parent, first_sequence) != path:
        raise Damage(0, f"the header says it begins with record {first_sequence}")
    if not before and first_sequence != 0:
        raise Damage(0, "the segments before it are missing")
    if before and previous_bytes != before[-1].end:
        raise Damage(
            0, f"{before[-1].path.name} has {before[-1].end} bytes where {previous_bytes} were left behind"
        )
    return first_sequence


def _link(segments: list[Segment]) -> None:
    for segment, following in pairwise(segments):
        segment.next_sequence = following.first_sequence


def _is_remains(path: Path, acknowledged: int) -> bool:
    """Whether a last file without a right header is left over from an interrupted first batch."""
    first_sequence = _sequence_of(path)
    size = path.stat().st_size
    if acknowledged > first_sequence:
        return False
    with path.open("rb") as file:
        return find_batch(file.fileno(), -1, size, first_sequence - 1) is None


def _check_last(segment: Segment, acknowledged: int, *, repair: bool) -> int:
    """Read all of the last segment, settle where it ends, cut off what is torn; bytes cut off."""
    flags = os.O_RDWR if repair else os.O_RDONLY
    descriptor = os.open(segment.path, flags | os.O_CLOEXEC)
    size = segment.end
    sequence, end = segment.first_sequence, SEGMENT_HEADER_BYTES
    index = SparseIndex(sequence)
    try:
        try:
            for batch in walk(descriptor, end, size, sequence):
                batch.entries()
                index.add(batch.first_sequence, batch.offset)
                sequence, end = sequence + batch.count, batch.end
        except Damage as damage:
            if sequence < acknowledged or find_batch(descriptor, end, size, sequence) is not None:
                raise damaged(segment.path, damage, sequence) from damage
            if repair:
                os.ftruncate(descriptor, end)
        if repair:
            # What will be shown from here on must be durable, also when the last writer was killed
            # between its write and its fdatasync.
            sync(descriptor)
    finally:
        os.close(descriptor)
    segment.next_sequence, segment.end, segment.index = sequence, end, index
    return size - end
