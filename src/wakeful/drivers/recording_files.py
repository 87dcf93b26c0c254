"""The two kinds of file a recording comes in, as batches of columns: CSV and Parquet."""

import csv
import gzip
from collections.abc import Iterator, Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet

from wakeful.terms.errors import DataError

LINE_BYTES_MAX = 64 * 1024 * 1024
"""Longest header or first row of a CSV recording."""
BLOCK_BYTES = 1024 * 1024


class CsvFile:
    """A CSV recording: cells as numbers, and from the first batch with a text among the numbers as text.

    Attributes
    ----------
    names : every column, in file order.
    notes : what was found out about the file, to be shown.
    decimal_comma : cells are not parted by commas, so a comma in a number is its decimal point.
    rows_total : number of rows, None: only reading the file would tell.
    rows_ragged : rows passed over in the last reading, because they have too many or too few cells.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self.rows_ragged = 0
        self.rows_total: int | None = None
        header, longest_bytes = self._first_lines()
        delimiters = {delimiter: header.count(delimiter) for delimiter in (",", ";", "\t")}
        self._delimiter = max(delimiters, key=lambda delimiter: delimiters[delimiter])
        self._block_bytes = max(BLOCK_BYTES, 4 * longest_bytes)
        self.decimal_comma = self._delimiter != ","
        words = {";": "semicolons", "\t": "tabs"}.get(self._delimiter)
        self.notes = (
            [f"cells are parted by {words}; a comma in a number is taken as its decimal point"]
            if words
            else []
        )
        self.names: list[str] = next(csv.reader([header.rstrip("\r\n")], delimiter=self._delimiter))

    def _first_lines(self) -> tuple[str, int]:
        """The header, and the length of the longer of the first two lines [bytes]."""
        try:
            with gzip.open(self._path) if self._path.suffix == ".gz" else self._path.open("rb") as file:
                lines = [file.readline(LINE_BYTES_MAX) for _ in range(2)]
        except OSError as error:
            raise DataError(f"{self._path.name} cannot be read: {error}; check the file") from error
        if lines[0][:2] in (b"\xff\xfe", b"\xfe\xff") or b"\x00" in lines[0]:
            raise DataError(f"{self._path.name} is UTF-16 or not text at all; save it as UTF-8")
        if not lines[0].strip():
            raise DataError(f"{self._path.name} is empty; a recording needs a header and at least one row")
        longest = max(map(len, lines))
        if longest >= LINE_BYTES_MAX:
            raise DataError(
                f"{self._path.name} has a line of more than {LINE_BYTES_MAX:,} bytes; is it a recording?"
            )
        return lines[0].decode("utf-8-sig", errors="replace"), longest

    def time_column(self) -> str:
        """The first column."""
        return self.names[0]

    def batches(self, names: Sequence[str], rows: int) -> Iterator[pa.RecordBatch]:
        """The columns ``names``, in this order, from the first row. ``rows`` is up to the file here."""
        delivered = 0
        for kind in (pa.float64(), pa.string()):
            self.rows_ragged = 0
            row = 0
            try:
                for batch in self._reader(names, kind):
                    fresh = batch.slice(max(0, delivered - row))
                    row += batch.num_rows
                    if fresh.num_rows:
                        delivered += fresh.num_rows
                        yield fresh
                return
            except (pa.ArrowInvalid, pa.ArrowKeyError, OSError) as error:
                # A text among the numbers: from the row it stands in, all cells are read as text.
                if kind == pa.string():
                    raise DataError(
                        f"{self._path.name} cannot be read as CSV: {error}; check the file"
                    ) from error

    def _reader(self, names: Sequence[str], kind: pa.DataType) -> pyarrow.csv.CSVStreamingReader:
        time_column = self.names[0]
        return pyarrow.csv.open_csv(
            pa.input_stream(str(self._path), compression="detect"),
            read_options=pyarrow.csv.ReadOptions(block_size=self._block_bytes, use_threads=False),
            parse_options=pyarrow.csv.ParseOptions(
                delimiter=self._delimiter, invalid_row_handler=self._pass_over
            ),
            convert_options=pyarrow.csv.ConvertOptions(
                include_columns=list(names),
                column_types=dict.fromkeys(names, kind) | {time_column: pa.string()},
                strings_can_be_null=True,
                null_values=[""],
            ),
        )

    def _pass_over(self, row: pyarrow.csv.InvalidRow) -> str:
        self.rows_ragged += 1
        return "skip"


class ParquetFile:
    """A Parquet recording; attributes as those of CsvFile."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.rows_ragged = 0
        self.decimal_comma = False
        self.notes: list[str] = []
        try:
            self._file = pyarrow.parquet.ParquetFile(path, pre_buffer=False)
        except (pa.ArrowInvalid, OSError) as error:
            raise DataError(f"{path.name} cannot be read as Parquet: {error}; check the file") from error
        self.rows_total: int | None = self._file.metadata.num_rows
        self._schema = self._file.schema_arrow
        if not len(self._schema):
            raise DataError(f"{path.name} has no columns; a recording needs a time column and tags")

    @property
    def names(self) -> list[str]:
        """Every column, in file order; made from the schema, so that names are not in memory twice."""
        return list(self._schema.names)

    def time_column(self) -> str:
        """The first column, or the only one that holds time stamps: pandas writes its index last."""
        stamps = [field.name for field in self._schema if pa.types.is_timestamp(field.type)]
        return stamps[0] if len(stamps) == 1 else self.names[0]

    def batches(self, names: Sequence[str], rows: int) -> Iterator[pa.RecordBatch]:
        """The columns ``names``, in this order, at most ``rows`` rows at a time."""
        try:
            for batch in self._file.iter_batches(batch_size=rows, columns=list(names)):
                yield batch.select(list(names))
        except (pa.ArrowInvalid, OSError) as error:
            raise DataError(f"{self._path.name} is damaged: {error}; check the file") from error
