"""The columns of a foreign alarm log, CSV or Parquet: times, tags, types, and where it has them more."""

import csv
import gzip
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv
import pyarrow.parquet

from wakeful.drivers.recording_time import NO_TIME_NS, meaning_of, times_ns
from wakeful.terms.errors import DataError

MESSAGES_MAX = 5_000_000
HEADER_BYTES_MAX = 1_000_000
USUAL = {
    "time": ("timestamp", "time"),
    "tag": ("tag", "name", "alarm"),
    "type": ("type", "event", "state"),
    "priority": ("priority",),
    "position": ("position",),
}
"""What a column may be called, in any case of letters."""
OPTIONAL = ("priority", "position")


@dataclass(frozen=True, slots=True)
class Messages:
    """The messages of a log in the order of the file, M of them.

    Attributes
    ----------
    times_ns : (M,) int64.
    tags, types : M texts each, without spaces around them.
    priorities, positions : M texts each, None where the log has no such column.
    notes : how the file was understood and what was left out, one sentence each.
    """

    times_ns: np.ndarray
    tags: list[str]
    types: list[str]
    priorities: list[str] | None
    positions: list[str] | None
    notes: tuple[str, ...]


def read_messages(path: Path, columns: dict[str, str], *, round_ns: int) -> Messages:
    """Read all messages of a file.

    Parameters
    ----------
    columns : the file's own name of any of the columns in ``USUAL``.
    round_ns : times are rounded to the nearest multiple; how many changed, and by how much, is a note.

    Raises
    ------
    DataError
        When it cannot be read, lacks a column, or has more messages than can be reported on.
    """
    found = _columns(path, _names(path), columns)
    table = _read(path, list(dict.fromkeys(found.values())))
    if not 0 < table.num_rows <= MESSAGES_MAX:
        raise DataError(f"{path.name} has {table.num_rows:,} messages; a report needs 1 to {MESSAGES_MAX:,}")
    times = table.column(found["time"]).combine_chunks()
    meaning = meaning_of(found["time"], times)
    stamps_ns = times_ns(times, meaning)
    texts = {kind: _texts(table.column(name)) for kind, name in found.items() if kind != "time"}
    kept = (stamps_ns != NO_TIME_NS) & _filled(texts["tag"]) & _filled(texts["type"])
    notes = [f"times in column {found['time']!r}: {meaning.words}"]
    if not kept.all():
        notes.append(
            f"{np.count_nonzero(~kept):,} messages lack a readable time, a tag or a type and are left out"
        )
    rounded_ns = (stamps_ns[kept] + round_ns // 2) // round_ns * round_ns
    notes += _rounding_notes(stamps_ns[kept], rounded_ns, round_ns)
    columns_kept = {kind: _chosen(values, kept) for kind, values in texts.items()}
    return Messages(
        times_ns=rounded_ns,
        tags=columns_kept["tag"],
        types=columns_kept["type"],
        priorities=columns_kept.get("priority"),
        positions=columns_kept.get("position"),
        notes=tuple(notes),
    )


def _names(path: Path) -> list[str]:
    """Names of the file's columns."""
    try:
        if path.suffix == ".parquet":
            return list(pyarrow.parquet.read_schema(path).names)
        with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as file:
            header = file.readline(HEADER_BYTES_MAX).decode("utf-8-sig", errors="replace")
    except (OSError, pa.ArrowInvalid) as error:
        raise DataError(f"{path} cannot be read as an alarm log: {error}") from error
    return next(csv.reader([header.rstrip("\r\n")], delimiter=_delimiter(header)), [])


def _delimiter(header: str) -> str:
    return max(",;\t", key=header.count)


def _columns(path: Path, names: Sequence[str], given: dict[str, str]) -> dict[str, str]:
    """The file's name of every column that it has."""
    found = {}
    for kind, usual in USUAL.items():
        wanted = (given[kind],) if kind in given else usual
        name = next((name for want in wanted for name in names if name.strip().lower() == want.lower()), None)
        if name is not None:
            found[kind] = name
        elif kind in given or kind not in OPTIONAL:
            raise DataError(
                f"{path.name} has no column {' or '.join(wanted)}; it has {', '.join(names[:20])}: "
                f"name the right one with --columns {kind}=NAME"
            )
    return found


def _read(path: Path, names: list[str]) -> pa.Table:
    try:
        if path.suffix == ".parquet":
            return pyarrow.parquet.read_table(path, columns=names)
        return pyarrow.csv.read_csv(
            pa.input_stream(str(path), compression="detect"),
            parse_options=pyarrow.csv.ParseOptions(delimiter=_delimiter_of(path)),
            convert_options=pyarrow.csv.ConvertOptions(
                include_columns=names,
                column_types=dict.fromkeys(_names(path), pa.string()),
                strings_can_be_null=True,
                null_values=[""],
            ),
        )
    except (pa.ArrowInvalid, pa.ArrowKeyError, OSError) as error:
        raise DataError(f"{path.name} cannot be read as an alarm log: {error}") from error


def _delimiter_of(path: Path) -> str:
    with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as file:
        return _delimiter(file.readline(HEADER_BYTES_MAX).decode("utf-8-sig", errors="replace"))


def _texts(column: pa.ChunkedArray) -> list[str]:
    values = pc.fill_null(pc.cast(column, pa.string()), "")
    texts: list[str] = pc.utf8_trim_whitespace(values).to_pylist()
    return texts


def _filled(texts: list[str]) -> np.ndarray:
    return np.fromiter(map(bool, texts), bool, len(texts))


def _chosen(values: list[str], kept: np.ndarray) -> list[str]:
    return (
        values if kept.all() else [value for value, keep in zip(values, kept.tolist(), strict=True) if keep]
    )


def _rounding_notes(stamps_ns: np.ndarray, rounded_ns: np.ndarray, round_ns: int) -> list[str]:
    """How many times changed, and by how much at most."""
    away_ns = np.abs(stamps_ns - rounded_ns)
    changed = int(np.count_nonzero(away_ns))
    if not changed:
        return []
    most_ns = int(away_ns.max())
    share = f"{changed:,} of {len(stamps_ns):,} times"
    return [f"{share} were rounded to {_words(round_ns)}, by at most {_words(most_ns)}"]


def _words(duration_ns: int) -> str:
    for unit_ns, unit in ((60_000_000_000, "min"), (1_000_000_000, "s"), (1_000_000, "ms"), (1_000, "µs")):
        if duration_ns >= unit_ns:
            return f"{duration_ns / unit_ns:g} {unit}"
    return f"{duration_ns} ns"
