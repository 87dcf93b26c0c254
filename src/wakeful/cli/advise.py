"""``wakeful advise DIR``: what other deadbands and delays would have made of each alarm, and the best one."""

import argparse
import csv
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from wakeful.cli.replay import UNITS_S
from wakeful.terms.errors import ConfigurationError, DataError, StorageError

if TYPE_CHECKING:
    from wakeful.alarms.advisor.rules import AdvisorRules
    from wakeful.cli.advise_report import AdviceReport
    from wakeful.cli.advise_samples import RecordedSamples
    from wakeful.terms.alarm import AlarmDefinition
    from wakeful.terms.site import Site

LONGEST_S = 10 * 366 * 86_400.0
CSV_COLUMNS = ("name", "deadband_eu", "on_delay_ms", "off_delay_ms")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The verb's options."""
    parser.add_argument("folder", type=Path, metavar="DIR", help="site folder, or the data folder of one")
    parser.add_argument("--data", type=Path, metavar="DIR", help="folder of the history (default: DIR/data)")
    parser.add_argument(
        "--recording", type=Path, metavar="FILE", help="a recording instead of the history: .csv or .parquet"
    )
    parser.add_argument(
        "--period", type=_duration_ns, metavar="TIME",
        help="the recording has no time column and its rows are this far apart: 1s, 3min",
    )  # fmt: skip
    parser.add_argument(
        "--last", type=_duration_ns, metavar="TIME",
        help="only the last so much of what was recorded: 24h, 7d (default: all)",
    )  # fmt: skip
    parser.add_argument(
        "--alarm", action="append", default=[], metavar="NAME",
        help="only this alarm, with every setting that was tried; may be repeated",
    )  # fmt: skip
    parser.add_argument(
        "--real-after", type=_duration_ns, default=60_000_000_000, metavar="TIME",
        help="abnormal for so long, a stretch must not be lost (default: 60s)",
    )  # fmt: skip
    parser.add_argument(
        "--no-on-delay", action="store_true",
        help="the operator must act every time a limit is touched: add no on-delay",
    )  # fmt: skip
    parser.add_argument(
        "--csv",
        type=Path,
        metavar="FILE",
        help="write what is recommended as a sheet that `wakeful alarms import` brings into the site",
    )
    parser.add_argument("--json", action="store_true", help="print everything as one JSON object")


def run(arguments: argparse.Namespace) -> int:
    """Returns 0 when every alarm that was asked for could be looked at."""
    from wakeful.alarms.advisor.rules import AdvisorRules
    from wakeful.cli.advise_report import text_lines, to_json
    from wakeful.cli.site_reading import read_with_progress

    if arguments.csv is not None and arguments.csv.exists():
        raise DataError(f"{arguments.csv} is there already; give a new file")
    site_folder, data = find_folders(arguments.folder, arguments.data)
    site = read_with_progress(site_folder)
    alarms = _chosen(site, arguments.alarm)
    rules = AdvisorRules(
        real_after_ms=max(1, arguments.real_after // 1_000_000), on_delay_allowed=not arguments.no_on_delay
    )
    samples = _samples(arguments, site, data)
    start_ns = samples.start_ns
    if arguments.last is not None:
        start_ns = max(start_ns, samples.end_ns - arguments.last)
    report = advise_site(site, alarms, samples, start_ns, rules)
    if arguments.csv is not None:
        write_csv(arguments.csv, report)
    print(
        to_json(report) if arguments.json else "\n".join(text_lines(report, candidates=bool(arguments.alarm)))
    )
    return 0


def find_folders(folder: Path, data: Path | None) -> tuple[Path, Path]:
    """The site folder and the data folder that are meant. Raises ConfigurationError when it is not clear."""
    from wakeful.cli.up import BUILTIN_SITE, DATA

    if (folder / "site.toml").is_file():
        return folder, data or folder / DATA
    if not (folder / "history").is_dir():
        raise ConfigurationError(f"{folder} is neither a site folder (site.toml) nor a data folder (history)")
    if (folder.parent / "site.toml").is_file():
        return folder.parent, data or folder
    owner = folder / "site"
    if owner.is_file() and owner.read_text(encoding="utf-8") == "Wakeful":
        return BUILTIN_SITE, data or folder
    raise ConfigurationError(f"{folder} says nothing of its site; give the site folder and --data {folder}")


def advise_site(
    site: "Site",
    alarms: "Sequence[AlarmDefinition]",
    samples: "RecordedSamples",
    start_ns: int,
    rules: "AdvisorRules",
) -> "AdviceReport":
    """Advice on each alarm, worst first; alarms that cannot be advised on are named with the reason."""
    from wakeful.alarms.advisor.site_advisor import SiteAdvisor, why_not_replayed
    from wakeful.cli.advise_report import AdviceReport, LeftOut
    from wakeful.cli.progress import WorkProgress

    advisor = SiteAdvisor(site, rules)
    left_out = {alarm.name: why_not_replayed(alarm) for alarm in alarms}
    by_tag: dict[str, list[AlarmDefinition]] = {}
    for alarm in alarms:
        if not left_out[alarm.name]:
            by_tag.setdefault(alarm.tag, []).append(alarm)
            left_out[alarm.name] = "its tag was not recorded in this period"
    tags = [tag for tag in site.tags if tag.name in by_tag]
    advice, done = [], 0
    with WorkProgress("advise", sum(map(len, by_tag.values())), "alarms") as progress:
        for tag, history in samples.histories(tags, start_ns):
            for alarm in by_tag[tag.name] if len(history.times_ns) else ():
                advice.append(advisor.advise(alarm, [history]))
                del left_out[alarm.name]
            done += len(by_tag[tag.name])
            progress.show(done)
    advice.sort(key=lambda each: (-each.candidates[0].annunciated, each.alarm))
    return AdviceReport(
        site=site.name,
        from_ms=start_ns / 1e6,
        to_ms=samples.end_ns / 1e6,
        advice=tuple(advice),
        left_out=tuple(LeftOut(alarm=name, reason=reason) for name, reason in left_out.items()),
        units={tag.name: tag.unit for tag in tags},
        tags={alarm.name: alarm.tag for alarm in alarms},
    )


def write_csv(path: Path, report: "AdviceReport") -> None:
    """A sheet of the alarms that are to change, for `wakeful alarms import`. Raises StorageError."""
    try:
        with path.open("x", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(CSV_COLUMNS)
            for each in report.advice:
                best = each.candidates[each.recommended]
                if each.recommended:
                    deadband = f"{best.deadband_eu:.10g}"
                    writer.writerow((each.alarm, deadband, best.on_delay_ms, best.off_delay_ms))
    except OSError as error:
        raise StorageError(f"{path} cannot be written: {error.strerror or error}") from error


def _chosen(site: "Site", names: Sequence[str]) -> "Sequence[AlarmDefinition]":
    known = {alarm.name: alarm for alarm in site.alarms}
    for name in names:
        if name not in known:
            raise DataError(f"{site.name} has no alarm {name!r}; `wakeful check` lists what a site has")
    return [known[name] for name in dict.fromkeys(names)] or list(site.alarms)


def _samples(arguments: argparse.Namespace, site: "Site", data: Path) -> "RecordedSamples":
    from wakeful.cli.advise_samples import HistorianSamples, RecordingSamples

    if arguments.recording is None:
        return HistorianSamples(data / "history")
    from wakeful.drivers.recording import Recording

    return RecordingSamples(Recording(arguments.recording, period_ns=arguments.period), site.tags)


def _duration_ns(text: str) -> int:
    number = text.rstrip("msinhd")
    try:
        duration_s = float(number) * ({"d": 86_400.0} | UNITS_S)[text[len(number) :]]
    except (ValueError, KeyError):
        duration_s = 0.0
    if not 1e-6 <= duration_s <= LONGEST_S:
        raise argparse.ArgumentTypeError(
            f"{text!r} is no time; give a number and ms, s, min, h or d, such as 24h"
        )
    return round(duration_s * 1e9)
