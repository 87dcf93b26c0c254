"""Sealing: parts of the write-ahead log become one segment of Parquet files, all or nothing."""

import shutil
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import msgspec
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from wakeful.historian import disk
from wakeful.historian.gather import Samples
from wakeful.historian.names import TagNames
from wakeful.historian.part import Part
from wakeful.historian.segment import (
    DESCRIPTION_NAME,
    METADATA_KEY,
    SCHEMA,
    TAGS_NAME,
    TAGS_PER_FILE,
    TAGS_PER_ROW_GROUP,
    VERSION,
    Description,
    FileDescription,
    Segment,
    file_name,
)
from wakeful.historian.transpose import Transposer


def seal(parts: Sequence[Part], folder: Path) -> Segment:
    """Write the samples of consecutive ``parts`` with the same tags as one segment in ``folder``.

    The segment appears under its name complete and durable; until then, and after any failure, it does not
    exist. The parts are left to the caller to remove. Memory: about 40 MB whatever the number of tags.

    Raises
    ------
    OSError
        If the disk refuses.
    """
    first_ns = min(part.first_ns for part in parts)
    name = f"{_stamp(first_ns)}-{parts[0].number:012d}-{parts[-1].number:012d}"
    final, partial = folder / name, folder / f"{name}.partial"
    _clear(final, partial)
    partial.mkdir()
    try:
        names = parts[0].names
        _write(partial / TAGS_NAME, names.encoded)
        with Transposer(parts) as transposer:
            samples = sum(
                _write_file(partial / file_name(number), transposer, names, first)
                for number, first in enumerate(range(0, len(names), TAGS_PER_FILE))
            )
        description = Description(
            version=VERSION,
            first_ns=first_ns,
            last_ns=max(part.last_ns for part in parts),
            first_part=parts[0].number,
            last_part=parts[-1].number,
            samples=samples,
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


def _clear(final: Path, partial: Path) -> None:
    """Remove what an earlier try left. A whole segment loses its name first: a half one never has it."""
    if partial.exists():
        shutil.rmtree(partial)
    if final.exists():
        final.rename(partial)
        shutil.rmtree(partial)


def _stamp(time_ns: int) -> str:
    text = str(np.datetime_as_string(np.datetime64(time_ns, "ns"), unit="s"))
    return text.replace("-", "").replace(":", "") + "Z"


def _write(path: Path, data: bytes) -> None:
    with path.open("xb", buffering=0) as file:
        disk.write_all(file.fileno(), data, 0)
        disk.sync(file.fileno())


def _write_file(path: Path, transposer: Transposer, names: TagNames, first: int) -> int:
    """Write the file with the tags from ``first``; number of samples in it."""
    stop = min(len(names), first + TAGS_PER_FILE)
    counts: list[int] = []
    with path.open("xb") as file:
        writer = pq.ParquetWriter(
            file,
            SCHEMA,
            compression="zstd",
            compression_level=1,
            use_dictionary=["tag", "quality"],
            column_encoding={"time": "DELTA_BINARY_PACKED", "value": "BYTE_STREAM_SPLIT"},
            write_statistics=["tag", "time"],
            write_page_checksum=True,
        )
        with writer:
            for run in transposer.runs(first, stop, TAGS_PER_ROW_GROUP):
                run_stop = run.first + run.values.shape[1]
                for low in range(run.first, run_stop, TAGS_PER_ROW_GROUP):
                    tags = range(low, min(run_stop, low + TAGS_PER_ROW_GROUP))
                    samples = [run.samples(tag) for tag in tags]
                    counts += [len(sample[0]) for sample in samples]
                    _write_row_group(writer, [names.names[tag] for tag in tags], samples)
            described = FileDescription(version=VERSION, tags=list(names.names[first:stop]), counts=counts)
            writer.add_key_value_metadata({METADATA_KEY: msgspec.json.encode(described)})
        file.flush()
        disk.sync(file.fileno())
    return sum(counts)


def _write_row_group(writer: pq.ParquetWriter, names: list[str], samples: list[Samples]) -> None:
    counts = [len(times_ns) for times_ns, _, _ in samples]
    rows = sum(counts)
    if not rows:
        return
    times_ns, values, quality = (np.concatenate(column) for column in zip(*samples, strict=True))
    tags = np.repeat(np.arange(len(names), dtype=np.int32), counts)
    columns = [
        pa.DictionaryArray.from_arrays(tags, pa.array(names, pa.string())),
        pa.array(times_ns).cast(SCHEMA.field("time").type),
        pa.array(values),
        pa.array(quality),
    ]
    writer.write_table(pa.Table.from_arrays(columns, schema=SCHEMA), row_group_size=rows)
