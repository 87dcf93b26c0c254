"""A recording of a plant, CSV or Parquet, read in pieces: first column time, one column for each tag.

Memory is bounded by the piece, not by the file. Rows come as they were recorded, also when their
times repeat or step back; judging that is left to whoever plays them.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pyarrow as pa

from wakeful.drivers.recording_files import CsvFile, ParquetFile
from wakeful.drivers.recording_numbers import BAD_DATA_LOST, GOOD, numbers_of
from wakeful.drivers.recording_packed import PackedFile, is_packed
from wakeful.drivers.recording_time import NO_TIME_NS, TimeMeaning, meaning_of, times_ns
from wakeful.terms.errors import DataError
from wakeful.terms.quality import Quality
from wakeful.terms.tag import Tag

CELLS_MAX = 4_000_000
"""Cells in one piece: 12 bytes each."""
COLUMNS_MAX = 1_000_000
PERIOD_START_NS = 946_684_800_000_000_000
"""2000-01-01T00:00:00Z: the first row of a recording without times."""

_DOUBLE = pa.float64()


@dataclass(frozen=True, slots=True)
class Rows:
    """A piece of a recording, K columns.

    Attributes
    ----------
    times_ns : (T,) int64, as recorded: they may repeat or step back.
    values : (T, K) float64 [EU]; NaN where there is no number.
    quality : (T, K) uint32; ``BAD_NO_DATA`` where the cell was empty, ``BAD_DATA_LOST`` where it was no
        finite number.
    """

    times_ns: np.ndarray
    values: np.ndarray
    quality: np.ndarray


@dataclass(slots=True)
class Faults:
    """What was wrong with the rows read so far."""

    texts: int = 0
    """Cells with text where a number belongs."""
    rows_without_time: int = 0
    """Rows left out because their time cannot be read."""
    rows_ragged: int = 0
    """Rows left out because they have too many or too few cells."""


class Matching(NamedTuple):
    """Which column feeds which tag."""

    columns: tuple[int, ...]
    """For each tag its column in ``Recording.columns``, -1 where it has none."""
    unknown: tuple[str, ...]
    """Columns that are no tag."""
    missing: tuple[str, ...]
    """Tags without a column."""


class Recording:
    """An open recording.

    Attributes
    ----------
    notes : how the file was understood, one sentence each, to be shown.
    rows_total : rows in the file, None where only reading it would tell.
    """

    def __init__(self, path: Path, *, period_ns: int | None = None) -> None:
        """Read the header and the first rows.

        Parameters
        ----------
        path : ends in .csv, .csv.gz, .tsv or .parquet.
        period_ns : the file has no time column; its rows are this far apart, from 2000-01-01 UTC.

        Raises
        ------
        DataError
            When it cannot be read as a recording: what is wrong and what would be right.
        """
        self._path = path
        self._file = _opener(path)(path)
        self._period_ns = period_ns
        names = self._file.names
        _check_names(path, names)
        self.notes = list(self._file.notes)
        self.rows_total = self._file.rows_total
        # A packed file has a time column in any case; with a period it is passed over.
        has_times = period_ns is None or isinstance(self._file, PackedFile)
        self._time_column = self._file.time_column() if has_times else ""
        self._meaning = self._find_meaning()

    @property
    def columns(self) -> tuple[str, ...]:
        """Names of the value columns, in file order; of a Parquet file read anew at each call."""
        return tuple(name for name in self._file.names if name != self._time_column)

    def _find_meaning(self) -> TimeMeaning | None:
        if self._period_ns is not None:
            self.notes.append(
                f"no time column: rows {self._period_ns / 1e9:g} s apart from 2000-01-01T00:00:00Z"
            )
            return None
        first = next(self._file.batches([self._time_column], 1_000), None)
        if first is None or not first.num_rows:
            raise DataError(f"{self._path.name} has no rows; a recording needs a header and at least one row")
        meaning = meaning_of(self._time_column, first.column(0))
        self.notes.append(f"times in column {self._time_column!r}: {meaning.words}")
        return meaning

    def rows(
        self, columns: Sequence[int] | np.ndarray, faults: Faults, *, rows_max: int = 65_536
    ) -> Iterator[Rows]:
        """All rows from the first, in pieces of at most ``rows_max`` rows and about 4 M cells.

        Parameters
        ----------
        columns : for each column of the result a position in ``self.columns``, or -1 for one without data.
        faults : counts what was wrong, as far as was read.

        Raises
        ------
        DataError
            When the file turns out damaged on the way.
        """
        chosen = np.asarray(columns, np.intp)
        rows_max = max(1, min(rows_max, CELLS_MAX // max(1, len(chosen))))
        row = 0
        for batch in self._batches(chosen, rows_max):
            for start in range(0, batch.num_rows, rows_max):
                piece = self._piece(batch.slice(start, rows_max), chosen, row, faults)
                row += min(rows_max, batch.num_rows - start)
                if len(piece.times_ns):
                    yield piece
        faults.rows_ragged += self._file.rows_ragged

    def _batches(self, chosen: np.ndarray, rows: int) -> Iterator[pa.RecordBatch]:
        """Time, if the file has one, and the chosen columns in file order; of a packed file all of them."""
        if isinstance(self._file, PackedFile):
            return self._file.batches([], rows)
        columns = self.columns
        time_names = [self._time_column] if self._time_column else []
        return self._file.batches([*time_names, *(columns[column] for column in _distinct(chosen))], rows)

    def _piece(self, batch: pa.RecordBatch, chosen: np.ndarray, row: int, faults: Faults) -> Rows:
        count = batch.num_rows
        if isinstance(self._file, PackedFile):
            values, quality = self._file.cells(batch, chosen)
        else:
            values, quality = self._cells(batch, chosen, faults)
        if self._meaning is None:
            assert self._period_ns is not None
            times = PERIOD_START_NS + np.arange(row, row + count, dtype=np.int64) * self._period_ns
        else:
            times = times_ns(batch.column(0), self._meaning)
        readable = times != NO_TIME_NS
        faults.rows_without_time += int(count - np.count_nonzero(readable))
        if not readable.all():
            return Rows(times[readable], values[readable], quality[readable])
        return Rows(times, values, quality)

    def _cells(
        self, batch: pa.RecordBatch, chosen: np.ndarray, faults: Faults
    ) -> tuple[np.ndarray, np.ndarray]:
        """Values (T, K) and quality (T, K), filled column by column, as the file has them."""
        count = batch.num_rows
        values = np.full((len(chosen), count), np.nan)
        quality = np.full((len(chosen), count), Quality.BAD_NO_DATA, np.uint32)
        plain = np.zeros(len(chosen), bool)
        distinct = _distinct(chosen)
        positions = np.searchsorted(distinct, chosen) + batch.num_columns - len(distinct)
        for place, (column, position) in enumerate(zip(chosen.tolist(), positions.tolist(), strict=True)):
            if column >= 0:
                data = batch.column(position)
                if data.type == _DOUBLE and not data.null_count:
                    values[place] = data.to_numpy()
                    plain[place] = True
                    continue
                decimal_comma = self._file.decimal_comma
                faults.texts += numbers_of(data, values[place], quality[place], decimal_comma=decimal_comma)
        quality[plain] = np.where(np.isfinite(values[plain]), GOOD, BAD_DATA_LOST)
        values[quality == BAD_DATA_LOST] = np.nan
        return np.ascontiguousarray(values.T), np.ascontiguousarray(quality.T)


def _distinct(chosen: np.ndarray) -> np.ndarray:
    """The columns that are read, rising, each once."""
    return np.unique(chosen[chosen >= 0])


def match_columns(columns: Sequence[str], tags: Sequence[Tag]) -> Matching:
    """Join columns and tags by address or name; a column heading may carry its unit: ``LI-1 [m]``."""
    place = {bare_name(column): index for index, column in enumerate(columns)}
    place |= {column: index for index, column in enumerate(columns)}
    found = tuple(place.get(tag.address or tag.name, place.get(tag.name, -1)) for tag in tags)
    used = set(found)
    return Matching(
        found,
        tuple(column for index, column in enumerate(columns) if index not in used),
        tuple(tag.name for tag, index in zip(tags, found, strict=True) if index < 0),
    )


def bare_name(column: str) -> str:
    """The heading without a unit in square brackets at its end."""
    return column.rpartition(" [")[0].strip() if column.endswith("]") and " [" in column else column


def _opener(path: Path) -> Callable[[Path], CsvFile | ParquetFile]:
    if not path.is_file():
        raise DataError(
            f"there is no file {path}; give the path of a recording (.csv, .csv.gz, .tsv or .parquet)"
        )
    name = path.name.lower()
    if name.endswith((".parquet", ".pq")):
        return PackedFile if is_packed(path) else ParquetFile
    if name.endswith((".csv", ".csv.gz", ".tsv", ".tsv.gz", ".txt")):
        return CsvFile
    raise DataError(
        f"{path.name} is neither CSV nor Parquet by its name; end it in .csv, .csv.gz, .tsv or .parquet"
    )


def _check_names(path: Path, names: Sequence[str]) -> None:
    if len(names) > COLUMNS_MAX:
        raise DataError(f"{path.name} has {len(names):,} columns; at most {COLUMNS_MAX:,}")
    seen = set()
    for name in names:
        if name in seen:
            raise DataError(f"{path.name} has two columns called {name!r}; name them apart")
        seen.add(name)
