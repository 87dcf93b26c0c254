"""A packed recording: Parquet with one list of all values a row, for sites with very many tags.

A column of its own for each of 100,000 tags costs a Parquet reader 10 kB of memory a column and row
group, whatever is in it. Packed, a row is one list: column ``time`` (timestamp, ns, UTC) and column
``values`` (fixed-size list of float64 or float32), with the names of the tags as a JSON list in the
file's key-value metadata under ``wakeful.columns``. A null in the list is no sample.
"""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import msgspec
import numpy as np
import pyarrow as pa
import pyarrow.parquet

from wakeful.drivers.recording_files import ParquetFile
from wakeful.drivers.recording_numbers import BAD_DATA_LOST, GOOD
from wakeful.terms.errors import DataError
from wakeful.terms.quality import Quality

COLUMNS_KEY = b"wakeful.columns"
GROUP_CELLS = 200_000
"""Cells of a row group: a reader decodes and holds one at a time."""


class PackedFile(ParquetFile):
    """A packed recording; attributes as those of ParquetFile, ``names`` with the tags' own names."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self._time: str = self._schema.names[0]
        self._values: str = self._schema.names[1]
        try:
            columns = self._columns()
        except (KeyError, msgspec.DecodeError) as error:
            raise DataError(
                f"{path.name} holds lists, but no names for their values; "
                f"write them as a JSON list into the metadata key {COLUMNS_KEY.decode()}"
            ) from error
        self._width = self._schema.field(self._values).type.list_size
        if len(columns) != self._width:
            raise DataError(
                f"{path.name} names {len(columns):,} columns for lists of {self._width:,}; name every value"
            )

    @property
    def names(self) -> list[str]:
        """Time and the tags' own names, read from the metadata at each call."""
        return [self._time, *self._columns()]

    def _columns(self) -> list[str]:
        names: list[str] = msgspec.json.decode((self._schema.metadata or {})[COLUMNS_KEY], type=list[str])
        return names

    def time_column(self) -> str:
        """The first column."""
        return self._time

    def batches(self, names: Sequence[str], rows: int) -> Iterator[pa.RecordBatch]:
        """Time and values, whatever is in ``names``; the times alone when they are all that is in it."""
        yield from super().batches(
            [self._time] if list(names) == [self._time] else [self._time, self._values], rows
        )

    def cells(self, batch: pa.RecordBatch, chosen: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Values (T, K) float64 and quality (T, K) uint32 of columns (K,), -1 for one without data."""
        flat = batch.column(1).flatten()
        if len(flat) != batch.num_rows * self._width:
            raise DataError(f"{self._path.name} has a row without values; leave the row out instead")
        every = flat.to_numpy(zero_copy_only=False).reshape(-1, self._width)
        # Taken rather than indexed: in C order. Widened afterwards: without a wide copy of all columns.
        values = np.take(every, chosen, axis=1).astype(np.float64, copy=False)
        finite = np.isfinite(values)
        quality = np.where(finite, GOOD, BAD_DATA_LOST)
        if flat.null_count:
            missing = np.asarray(flat.is_null().to_numpy(zero_copy_only=False)).reshape(-1, self._width)
            quality[missing[:, chosen]] = Quality.BAD_NO_DATA
        quality[:, chosen < 0] = Quality.BAD_NO_DATA
        values[quality != GOOD] = np.nan
        return values, quality


def is_packed(path: Path) -> bool:
    """Whether a Parquet file holds a time and one list of values a row."""
    try:
        schema = pyarrow.parquet.read_schema(path)
    except (pa.ArrowInvalid, OSError):
        return False
    return len(schema) == 2 and pa.types.is_fixed_size_list(schema.field(1).type)


def write_packed(path: Path, columns: Sequence[str], pieces: Iterable[tuple[np.ndarray, np.ndarray]]) -> None:
    """Write a packed recording.

    Parameters
    ----------
    columns : K names.
    pieces : times_ns (T,) int64 and values (T, K) float64 or float32 [EU] each; NaN is a bad sample.
    """
    kind = None
    writer = None
    try:
        for times_ns, values in pieces:
            if writer is None:
                kind = pa.list_(pa.from_numpy_dtype(values.dtype), len(columns))
                schema = pa.schema(
                    [("time", pa.timestamp("ns", "UTC")), ("values", kind)],
                    metadata={COLUMNS_KEY: msgspec.json.encode(list(columns))},
                )
                writer = pyarrow.parquet.ParquetWriter(path, schema, compression="zstd", use_dictionary=False)
            lists = pa.FixedSizeListArray.from_arrays(pa.array(values.ravel()), type=kind)
            stamps = pa.array(times_ns, pa.timestamp("ns", "UTC"))
            table = pa.Table.from_arrays([stamps, lists], schema=schema)
            writer.write_table(table, row_group_size=max(1, GROUP_CELLS // len(columns)))
    finally:
        if writer is not None:
            writer.close()
