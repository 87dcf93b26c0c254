"""``wakeful replay DIR --from FILE``: the site's own engine on recorded data, and what came of it."""

import argparse
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from wakeful.journal import Journal

UNITS_S = {"ms": 1e-3, "s": 1.0, "min": 60.0, "h": 3_600.0}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The verb's options."""
    parser.add_argument("site", type=Path, metavar="DIR", help="site folder")
    parser.add_argument(
        "--from", dest="recording", type=Path, required=True, metavar="FILE",
        help="recording, .csv (also .csv.gz) or .parquet: first column time, the others named as the tags",
    )  # fmt: skip
    parser.add_argument(
        "--speed", type=_speed, default=None, metavar="N|max", help="times real time, or max (default: max)"
    )
    parser.add_argument(
        "--period", type=_period_ns, default=None, metavar="TIME",
        help="the recording has no time column and its rows are this far apart: 1s, 500ms, 3min, 1h",
    )  # fmt: skip
    parser.add_argument(
        "--journal", type=Path, default=None, metavar="DIR", help="write the journal of this replay into DIR"
    )
    parser.add_argument("--json", action="store_true", help="print the summary as one JSON object")


def run(arguments: argparse.Namespace) -> int:
    """Returns 0 when the recording was played to its end."""
    from wakeful.cli.kernels_made import kernels_made
    from wakeful.cli.playback import Playback, site_of_recording
    from wakeful.cli.progress import WorkProgress
    from wakeful.cli.replay_summary import summarise, text_lines, to_json
    from wakeful.cli.site_reading import read_with_progress
    from wakeful.drivers.recording import Recording

    site = read_with_progress(arguments.site)
    recording = Recording(arguments.recording, period_ns=arguments.period)
    played, unknown, missing = site_of_recording(site, recording.columns)
    journal = _open_journal(arguments.journal)
    try:
        playback = Playback(played, recording, speed=arguments.speed, journal=journal)
        began_s = time.perf_counter()
        with (
            kernels_made() as kernels,
            WorkProgress(f"replay {arguments.recording.name}", recording.rows_total, "rows") as progress,
        ):
            tally = playback.run(progress.show)
        elapsed_s = time.perf_counter() - began_s - kernels.spent_s
    finally:
        if journal is not None:
            journal.close()
    summary = summarise(played, arguments.recording.name, recording.notes, unknown, missing, tally, elapsed_s)
    print(to_json(summary) if arguments.json else "\n".join(text_lines(summary)))
    return 0


def _open_journal(folder: Path | None) -> "Journal | None":
    if folder is None:
        return None
    from wakeful.journal import Journal
    from wakeful.terms.errors import StorageError

    if folder.is_dir() and any(folder.iterdir()):
        raise StorageError(
            f"{folder} is not empty; give a new folder, so that this replay's journal is its own"
        )
    return Journal.open(folder)


def _speed(text: str) -> float | None:
    if text == "max":
        return None
    try:
        speed = float(text)
    except ValueError:
        speed = 0.0
    if not 0.001 <= speed <= 1e9:
        raise argparse.ArgumentTypeError(
            f"{text!r} is no speed; give max, or a number from 0.001, such as 10"
        )
    return speed


def _period_ns(text: str) -> int:
    number = text.rstrip("msinh")
    try:
        period_s = float(number) * UNITS_S[text[len(number) :]]
    except (ValueError, KeyError):
        period_s = 0.0
    if not 1e-6 <= period_s <= 86_400 * 366:
        raise argparse.ArgumentTypeError(
            f"{text!r} is no time; give a number and ms, s, min or h, such as 1s"
        )
    return round(period_s * 1e9)
