"""``wakeful journal DIR``: what happened and who did it, oldest first, one line each."""

import argparse
from collections import deque
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from wakeful.cli.progress import WorkProgress
from wakeful.terms.errors import StorageError

if TYPE_CHECKING:
    from wakeful.journal import Journal
    from wakeful.terms.effect import Record


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The verb's options."""
    parser.add_argument("folder", type=Path, metavar="DIR", help="journal, data or site folder")
    parser.add_argument("--alarm", metavar="NAME", help="only what concerns this alarm")
    parser.add_argument("--tag", metavar="NAME", help="only what concerns this tag")
    parser.add_argument(
        "--since",
        type=_instant_ns,
        metavar="TIME",
        help="only from this time on, ISO 8601; UTC without a zone",
    )
    parser.add_argument("--last", type=_count, metavar="N", help="only the last N of these")
    parser.add_argument("--json", action="store_true", help="one JSON object a line: sequence and record")


def run(arguments: argparse.Namespace) -> int:
    """Returns 0 when the journal was read to its end."""
    import msgspec

    from wakeful.journal import Journal

    journal = Journal.open_for_reading(journal_folder(arguments.folder))
    chosen = _chosen(journal, arguments)
    if arguments.last is not None:
        chosen = iter(deque(chosen, maxlen=arguments.last))
    for sequence, record in chosen:
        if arguments.json:
            print(msgspec.json.encode({"sequence": sequence, "record": record}).decode())
        else:
            print(record_line(sequence, record))
    return 0


def _chosen(journal: "Journal", arguments: argparse.Namespace) -> "Iterator[tuple[int, Record]]":
    """The records asked for. With ``--last`` none comes out before the end, so progress is shown."""
    with WorkProgress("reading the journal", journal.next_sequence, "records") as progress:
        for sequence, record in journal.read():
            if _wanted(record, arguments):
                yield sequence, record
            if arguments.last is not None:
                progress.show(sequence + 1)


def journal_folder(folder: Path) -> Path:
    """The journal in a data or site folder, or the folder itself. Raises StorageError when there is none."""
    for candidate in (folder / "data" / "journal", folder / "journal"):
        if candidate.is_dir():
            return candidate
    if not folder.is_dir():
        raise StorageError(f"there is no folder {folder}; give a site, data or journal folder")
    return folder


def _wanted(record: "Record", arguments: argparse.Namespace) -> bool:
    if arguments.since is not None and record.at_ns < arguments.since:
        return False
    subject = getattr(record, "command", record)
    if arguments.alarm is not None and getattr(subject, "alarm", None) != arguments.alarm:
        return False
    if arguments.tag is None:
        return True
    listed = getattr(record, "tags", ())  # a tuple of names in some records, a count in others
    named = isinstance(listed, tuple) and arguments.tag in listed
    return named or getattr(record, "tag", None) == arguments.tag


def record_line(sequence: int, record: "Record") -> str:
    """Sequence, time, kind of record, and its fields as ``name=value``; empty fields are left out."""
    import msgspec

    fields = msgspec.to_builtins(record)
    kind = fields.pop("type")
    fields.pop("at_ns")
    stamp = datetime.fromtimestamp(record.at_ns // 1_000_000 / 1e3, UTC).isoformat(timespec="milliseconds")
    shown = " ".join(
        f"{name}={_shown(value)}" for name, value in fields.items() if value not in (None, "", [])
    )
    return f"{sequence:>8}  {stamp.replace('+00:00', 'Z')}  {kind:<20} {shown}"


def _shown(value: object) -> str:
    if isinstance(value, dict):
        return "{" + " ".join(f"{key}={_shown(part)}" for key, part in value.items() if part != "") + "}"
    if isinstance(value, list | tuple):
        listed = ",".join(_shown(part) for part in value[:5])
        return listed if len(value) <= 5 else f"{listed},... ({len(value)})"
    text = str(value)
    return f'"{text}"' if " " in text else text


def _instant_ns(text: str) -> int:
    try:
        stamp = datetime.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no time; write 2026-03-01T12:00:00Z") from None
    stamp = stamp if stamp.tzinfo else stamp.replace(tzinfo=UTC)
    return round(stamp.timestamp() * 1e6) * 1_000


def _count(text: str) -> int:
    if not text.isdigit() or not 1 <= int(text) <= 10_000_000:
        raise argparse.ArgumentTypeError(f"{text!r} is no count; give 1 to 10,000,000")
    return int(text)
