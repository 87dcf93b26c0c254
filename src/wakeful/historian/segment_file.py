"""Writing the Parquet files of up to 2,000 tags, each row group in the encoding that suits its values."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

import msgspec
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from wakeful.historian import disk
from wakeful.historian.gather import Samples
from wakeful.historian.segment import (
    METADATA_KEY,
    SCHEMA,
    TAGS_PER_ROW_GROUP,
    VERSION,
    FileDescription,
    file_name,
)
from wakeful.historian.transpose import Transposer

DISTINCT_FRACTION_MAX = 0.25
"""Up to this share of distinct values a dictionary is smaller; decision 0010 has the figures."""


class SealingStopped(Exception):
    """The historian is being closed; what was begun is removed."""


class SegmentFile:
    """One Parquet file, made with its first row group."""

    def __init__(self, path: Path, names: Sequence[str], *, dictionary: bool) -> None:
        """A file for the tags ``names``, whose values are kept as a dictionary or byte-stream-split."""
        self._path = path
        self._names = names
        self._dictionary = dictionary
        self._counts = [0] * len(names)
        self._file: BinaryIO | None = None
        self._writer: pq.ParquetWriter | None = None

    def write(self, position: int, samples: Sequence[Samples], values: pa.Array) -> None:
        """Add a row group: ``samples`` of the tags from ``position``, their values together as ``values``."""
        counts = [len(times_ns) for times_ns, _, _ in samples]
        names = self._names[position : position + len(samples)]
        self._counts[position : position + len(samples)] = counts
        tags = np.repeat(np.arange(len(names), dtype=np.int32), counts)
        columns = [
            pa.DictionaryArray.from_arrays(tags, pa.array(names, pa.string())),
            pa.array(np.concatenate([times_ns for times_ns, _, _ in samples])).cast(
                SCHEMA.field("time").type
            ),
            values,
            pa.array(np.concatenate([quality for _, _, quality in samples])),
        ]
        table = pa.Table.from_arrays(columns, schema=SCHEMA)
        self._open().write_table(table, row_group_size=len(tags))

    def _open(self) -> pq.ParquetWriter:
        if self._writer is None:
            encoding = {"time": "DELTA_BINARY_PACKED"}
            self._file = self._path.open("xb")
            self._writer = pq.ParquetWriter(
                self._file,
                SCHEMA,
                compression="zstd",
                compression_level=1,
                use_dictionary=["tag", "quality", *(["value"] if self._dictionary else [])],
                column_encoding=encoding if self._dictionary else {**encoding, "value": "BYTE_STREAM_SPLIT"},
                write_statistics=["tag", "time"],
                write_page_checksum=True,
            )
        return self._writer

    def finish(self) -> list[tuple[str, int]]:
        """Make the file durable; its name and number of samples, nothing when it never had any."""
        if self._writer is None or self._file is None:
            return []
        described = FileDescription(version=VERSION, tags=list(self._names), counts=self._counts)
        self._writer.add_key_value_metadata({METADATA_KEY: msgspec.json.encode(described)})
        self._writer.close()
        self._file.flush()
        disk.sync(self._file.fileno())
        return [(self._path.name, sum(self._counts))]

    def close(self) -> None:
        """Give the file free, finished or not. What was not finished is for the caller to remove."""
        with suppress(OSError, pa.ArrowException):
            if self._writer is not None and self._writer.is_open:
                self._writer.close()
        if self._writer is not None:
            # Else its finaliser would try once more, on a closed file.
            self._writer.is_open = False
        with suppress(OSError):
            if self._file is not None:
                self._file.close()


def write_tags(
    folder: Path,
    number: int,
    transposer: Transposer,
    names: Sequence[str],
    first: int,
    stopping: Callable[[], bool] = lambda: False,
) -> list[tuple[str, int]]:
    """Write the samples of the tags ``first`` to ``first + len(names)``, called ``names``, into ``folder``.

    Returns the names of the files made and the samples in each. Raises as ``seal``.
    """
    exact = SegmentFile(folder / file_name(number, dictionary=False), names, dictionary=False)
    repeating = SegmentFile(folder / file_name(number, dictionary=True), names, dictionary=True)
    try:
        for run in transposer.runs(first, first + len(names), TAGS_PER_ROW_GROUP):
            run_stop = run.first + run.values.shape[1]
            for low in range(run.first, run_stop, TAGS_PER_ROW_GROUP):
                if stopping():
                    raise SealingStopped
                tags = range(low, min(run_stop, low + TAGS_PER_ROW_GROUP))
                samples = [run.samples(tag) for tag in tags]
                values = pa.array(np.concatenate([values for _, values, _ in samples]))
                if len(values):
                    distinct = len(pc.unique(values))
                    file = repeating if distinct <= DISTINCT_FRACTION_MAX * len(values) else exact
                    file.write(low - first, samples, values)
        return exact.finish() + repeating.finish()
    finally:
        exact.close()
        repeating.close()
