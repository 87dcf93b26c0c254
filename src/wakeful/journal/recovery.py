"""Opening a journal folder: which segments are there, where the durable records end, what is torn."""

import os
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from wakeful.journal.disk import sync, sync_folder
from wakeful.journal.mark import read_mark
from wakeful.journal.reader import Segment, damaged
from wakeful.journal.segment import (
    SEGMENT_HEADER_BYTES,
    Damage,
    SegmentHeader,
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
            with path.open("rb") as file:
                header = unpack_segment_header(file.read(SEGMENT_HEADER_BYTES))
        except Damage as damage:
            if not last or not _is_remains(path, acknowledged):
                raise damaged(path, damage, _sequence_of(path)) from damage
            torn = (path.stat().st_size, path.name)
            if repair:
                path.unlink()
                sync_folder(folder)
            continue
        _check_chain(path, header, segments[-1] if segments else None)
        segments.append(Segment(path, header.first_sequence, header.first_sequence, path.stat().st_size))
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


def _check_chain(path: Path, header: SegmentHeader, before: Segment | None) -> None:
    """Refuse a segment that does not follow the one before it."""
    what = ""
    if segment_path(path.parent, header.first_sequence) != path:
        what = f"the header says it begins with record {header.first_sequence}"
    elif before is None and header.first_sequence != 0:
        what = "the segments before it are missing"
    elif before is not None and header.previous_first_sequence != before.first_sequence:
        what = (
            f"{segment_path(path.parent, header.previous_first_sequence).name}, which it follows, is missing"
        )
    elif before is not None and header.previous_bytes != before.end:
        what = f"{before.path.name} has {before.end} bytes where {header.previous_bytes} were left behind"
    if what:
        raise damaged(path, Damage(0, what), _sequence_of(path))


def _link(segments: list[Segment]) -> None:
    for segment, following in pairwise(segments):
        segment.next_sequence = following.first_sequence


def _is_remains(path: Path, acknowledged: int) -> bool:
    """Whether a last file without a right header is left over from an interrupted first batch."""
    if acknowledged > _sequence_of(path):
        return False
    with path.open("rb") as file:
        return find_batch(file.fileno(), -1, path.stat().st_size, -1) is None


def _check_last(segment: Segment, acknowledged: int, *, repair: bool) -> int:
    """Read all of the last segment, settle where it ends, cut off what is torn; bytes cut off."""
    flags = os.O_RDWR if repair else os.O_RDONLY
    descriptor = os.open(segment.path, flags | os.O_CLOEXEC)
    size = segment.end
    sequence, end = segment.first_sequence, SEGMENT_HEADER_BYTES
    try:
        try:
            for batch in walk(descriptor, end, size, sequence):
                batch.entries()
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
    segment.next_sequence, segment.end = sequence, end
    return size - end
