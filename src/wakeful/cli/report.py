"""``wakeful report alarms``: how an alarm system did over a period, by the field's own figures."""

import argparse
import re
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from wakeful.cli.report_document import AlarmReport
    from wakeful.cli.report_log import LogMapping
    from wakeful.cli.report_source import Heard

UNITS_S = {"min": 60, "h": 3_600, "d": 86_400}
LAST_DAYS = 30
DAYS_MAX = 7_300
KINDS = ("time", "tag", "type", "priority", "position")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The verb's options."""
    parser.add_argument("subject", choices=["alarms"], help="what is reported on")
    parser.add_argument(
        "folder", nargs="?", type=Path, metavar="DIR", help="site, data or journal folder; or give --log"
    )
    parser.add_argument(
        "--site", type=Path, metavar="DIR", help="site folder, where it is not beside the data"
    )
    period = parser.add_argument_group("period (default: the last 30 days of what was recorded)")
    period.add_argument(
        "--from", dest="begin", type=_instant_ns, metavar="TIME", help="ISO 8601; UTC without a zone"
    )
    period.add_argument("--to", dest="end", type=_instant_ns, metavar="TIME", help="up to, not including")
    period.add_argument(
        "--last", type=_duration_ns, metavar="TIME", help="so long before the end: 8h, 24h, 7d"
    )
    output = parser.add_argument_group("output")
    output.add_argument("--position", default="", metavar="ID", help="only this operator position")
    output.add_argument(
        "--html", type=Path, metavar="FILE", help="write one page for the browser and for paper"
    )
    output.add_argument("--json", action="store_true", help="print one JSON object")
    _add_log_arguments(parser.add_argument_group("alarm log of another system, instead of DIR"))


def _add_log_arguments(log: argparse._ArgumentGroup) -> None:
    log.add_argument("--log", type=Path, metavar="FILE", help=".csv, .csv.gz or .parquet; a message a row")
    log.add_argument(
        "--columns", type=_columns, default={}, metavar="KIND=NAME,...",
        help="names of the columns time, tag, type, priority and position, where they are other than usual",
    )  # fmt: skip
    log.add_argument("--raised", type=_words, default=(), metavar="WORD,...", help="further types that raise")
    log.add_argument(
        "--returned", type=_words, default=(), metavar="WORD,...", help="further words for a return"
    )
    log.add_argument(
        "--acknowledged", type=_words, default=(), metavar="WORD,...",
        help="further words for an acknowledgement",
    )  # fmt: skip
    log.add_argument(
        "--pair", choices=["tag", "type"], default="tag",
        help="a tag is in one alarm at a time (default), or each type of a tag comes and goes by itself",
    )  # fmt: skip
    log.add_argument(
        "--round", type=_rounding_ns, default=1_000_000, metavar="TIME",
        help="round times to this, such as 10s (default: 1ms)",
    )  # fmt: skip


def run(arguments: argparse.Namespace) -> int:
    """Returns 0 when the report was made, 2 when it was asked for in a way that makes no sense."""
    mistake = _mistake(arguments)
    if mistake:
        print(f"wakeful report: {mistake}", file=sys.stderr)
        return 2
    from wakeful.cli.report_document import report_of

    heard = _heard(arguments)
    end_ns = heard.last_ns if arguments.end is None else arguments.end
    report = report_of(heard, _begin_ns(arguments, heard, end_ns), end_ns, arguments.position)
    if arguments.html is not None:
        _write_page(arguments.html, report)
    if arguments.json:
        import msgspec

        print(msgspec.json.encode(report).decode())
    else:
        from wakeful.cli.report_text import print_report

        print_report(report, sys.stdout)
    return 0


def _mistake(arguments: argparse.Namespace) -> str:
    """What is asked for and cannot be; empty when all is well."""
    if (arguments.folder is None) == (arguments.log is None):
        return "give either a folder or --log FILE"
    if arguments.log is not None and arguments.site is not None:
        return "--site goes with a folder; a log of another system has no site here"
    if arguments.begin is not None and arguments.last is not None:
        return "give --from or --last, not both"
    return ""


def _heard(arguments: argparse.Namespace) -> "Heard":
    from wakeful.cli.report_source import from_journal, from_log

    if arguments.log is not None:
        return from_log(arguments.log, _mapping(arguments), arguments.position)
    return from_journal(arguments.folder, arguments.site, now_ns=time.time_ns())


def _mapping(arguments: argparse.Namespace) -> "LogMapping":
    from wakeful.cli.report_log import ACKNOWLEDGED, RAISED, RETURNED, LogMapping

    return LogMapping(
        columns=arguments.columns,
        raised=(*RAISED, *arguments.raised),
        returned=(*RETURNED, *arguments.returned),
        acknowledged=(*ACKNOWLEDGED, *arguments.acknowledged),
        one_per_tag=arguments.pair == "tag",
        round_ns=arguments.round,
    )


def _begin_ns(arguments: argparse.Namespace, heard: "Heard", end_ns: int) -> int:
    """Where the period begins: as asked for, or thirty days before its end or where the record begins."""
    if arguments.begin is not None:
        return int(arguments.begin)
    if arguments.last is not None:
        return int(end_ns - arguments.last)
    return max(heard.first_ns, end_ns - LAST_DAYS * 86_400_000_000_000)


def _write_page(path: Path, report: "AlarmReport") -> None:
    from wakeful.cli.report_page import page_of
    from wakeful.terms.errors import StorageError

    try:
        path.write_text(page_of(report), encoding="utf-8")
    except OSError as error:
        raise StorageError(f"{path} cannot be written: {error.strerror}; choose another file") from error
    print(f"written: {path}", file=sys.stderr)


def _instant_ns(text: str) -> int:
    try:
        stamp = datetime.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no time; write 2026-03-01T12:00:00Z") from None
    stamp = stamp if stamp.tzinfo else stamp.replace(tzinfo=UTC)
    return round(stamp.timestamp() * 1e6) * 1_000


def _duration_ns(text: str) -> int:
    found = re.fullmatch(r"([0-9]{1,6})(min|h|d)", text)
    seconds = int(found[1]) * UNITS_S[found[2]] if found else 0
    if not 0 < seconds <= DAYS_MAX * 86_400:
        raise argparse.ArgumentTypeError(f"{text!r} is no period; give a number and min, h or d, such as 24h")
    return seconds * 1_000_000_000


def _rounding_ns(text: str) -> int:
    found = re.fullmatch(r"([0-9]{1,6})(ms|s)", text)
    rounding_ns = int(found[1]) * (1_000_000 if found[2] == "ms" else 1_000_000_000) if found else 0
    if not 0 < rounding_ns <= 3_600_000_000_000:
        raise argparse.ArgumentTypeError(f"{text!r} cannot be rounded to; give 1ms to 3600s, such as 10s")
    return rounding_ns


def _columns(text: str) -> dict[str, str]:
    pairs = [part.partition("=") for part in text.split(",")]
    if any(kind not in KINDS or not name for kind, _, name in pairs):
        raise argparse.ArgumentTypeError(
            f"{text!r} names no columns; write such as time=When,tag=Point,type=Event, of {', '.join(KINDS)}"
        )
    return {kind: name for kind, _, name in pairs}


def _words(text: str) -> tuple[str, ...]:
    return tuple(word.strip().upper() for word in text.split(",") if word.strip())
