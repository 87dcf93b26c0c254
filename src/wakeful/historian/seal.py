"""Sealing: parts of the write-ahead log become one segment of Parquet files, all or nothing."""

import shutil
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

import msgspec
import numpy as np

from wakeful.historian import disk
from wakeful.historian.part import Part
from wakeful.historian.segment import (
    DESCRIPTION_NAME,
    TAGS_NAME,
    TAGS_PER_FILE,
    VERSION,
    Description,
    Segment,
)
from wakeful.historian.segment_file import write_tags
from wakeful.historian.transpose import Transposer


def seal(
    parts: Sequence[Part], folder: Path, work: Path, stopping: Callable[[], bool] = lambda: False
) -> Segment:
    """Write the samples of consecutive ``parts`` with the same tags as one segment in ``folder``.

    It is made in the folder ``work`` of the same file system.

    The segment appears under its name complete and durable; until then, and after any failure, it does not
    exist. The parts are left to the caller to remove. Memory: about 40 MB whatever the number of tags.

    Raises
    ------
    OSError
        If the disk refuses.
    SealingStopped
        If ``stopping``, which is asked at every row group, says so.
    """
    first_ns = min(part.first_ns for part in parts)
    name = f"{_stamp(first_ns)}-{parts[0].number:012d}-{parts[-1].number:012d}"
    final, partial = folder / name, work / name
    _clear(final, partial)
    partial.mkdir()
    try:
        names = parts[0].names
        _write(partial / TAGS_NAME, names.encoded)
        written: list[tuple[str, int]] = []
        with Transposer(parts) as transposer:
            for number, first in enumerate(range(0, len(names), TAGS_PER_FILE)):
                tags = names.names[first : first + TAGS_PER_FILE]
                written += write_tags(partial, number, transposer, tags, first, stopping)
        description = Description(
            version=VERSION,
            first_ns=first_ns,
            last_ns=max(part.last_ns for part in parts),
            first_part=parts[0].number,
            last_part=parts[-1].number,
            samples=sum(samples for _, samples in written),
            files=[file for file, _ in written],
            tags_sha256=names.sha256,
        )
        _write(partial / DESCRIPTION_NAME, msgspec.json.encode(description))
        disk.sync_folder(partial)
        partial.rename(final)
        disk.sync_folder(folder)
    except BaseException:
        with suppress(OSError):
            _clear(final, partial)
        raise
    return Segment(final, description)


def remove_segment(path: Path, work: Path) -> None:
    """Remove the segment in ``path`` by way of ``work``. Raises OSError when the disk refuses."""
    _clear(path, work / path.name)


def _clear(final: Path, partial: Path) -> None:
    """Remove a segment and what is left of it. Its name goes first, durably: a half one never has it."""
    partial.parent.mkdir(exist_ok=True)
    if partial.exists():
        shutil.rmtree(partial)
    if final.exists():
        final.rename(partial)
        disk.sync_folder(final.parent)
        shutil.rmtree(partial)


def _stamp(time_ns: int) -> str:
    text = str(np.datetime_as_string(np.datetime64(time_ns, "ns"), unit="s"))
    return text.replace("-", "").replace(":", "") + "Z"


def _write(path: Path, data: bytes) -> None:
    with path.open("xb", buffering=0) as file:
        disk.write_all(file.fileno(), data, 0)
        disk.sync(file.fileno())
