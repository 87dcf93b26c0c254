"""``wakeful journal DIR``: what happened and who did it, oldest first, one line each."""

import argparse
import sys
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
    from wakeful.terms.site import Site

SITE_FILE = "site.toml"


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

    from wakeful.cli.journal_line import JournalLines
    from wakeful.journal import Journal

    journal = Journal.open_for_reading(journal_folder(arguments.folder))
    chosen = _chosen(journal, arguments)
    if arguments.last is not None:
        chosen = iter(deque(chosen, maxlen=arguments.last))
    if arguments.json:
        for sequence, record in chosen:
            print(msgspec.json.encode({"sequence": sequence, "record": record}).decode())
        return 0
    lines = JournalLines(_site_of(arguments.folder))
    for sequence, record in chosen:
        print(lines.line(sequence, record))
    return 0


def _site_of(folder: Path) -> "Site | None":
    """The site that the journal belongs to, for its names; one that cannot be read costs only these."""
    from wakeful.server.configuration import read_site
    from wakeful.terms.errors import ConfigurationError

    place = site_beside(folder, journal_folder(folder))
    if place is None:
        return None
    try:
        with WorkProgress(f"reading {place}", None, "rows") as progress:
            return read_site(place, notify=lambda _: None, progress=progress.show)
    except (ConfigurationError, OSError):
        print(
            f"note: the site in {place} cannot be read (wakeful check says why), so positions, systems and "
            "states have no names here",
            file=sys.stderr,
        )
        return None


def site_beside(folder: Path, journal: Path) -> Path | None:
    """The site folder that a journal lies in: the folder given, or one or two above the journal."""
    candidates = (folder, journal.parent, journal.parent.parent)
    return next((path for path in candidates if (path / SITE_FILE).is_file()), None)


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
