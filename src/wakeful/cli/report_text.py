"""A report in the terminal: calm tables, the figures first, then the alarms behind them."""

from collections import Counter
from collections.abc import Sequence
from typing import TextIO

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from wakeful.cli.report_document import (
    AlarmReport,
    JudgedFigures,
    floods_of_all,
    name_of,
    position_name,
    several_positions,
    summary_text,
)
from wakeful.cli.report_values import (
    duration_text,
    here_text,
    instant_text,
    number_text,
    percent_text,
    period_text,
    value_text,
)
from wakeful.terms.alarm_load import FloodSpan, WorklistEntry

WIDTH_PIPED = 120
FLOODS_SHOWN = 10
ENTRIES_SHOWN = 6
_STYLES = {"plan": "bold red", "attention": "bold yellow", "acceptable": "dim", "": "dim"}
_RANKS = ("", "acceptable", "attention", "plan")


def print_report(report: AlarmReport, stream: TextIO) -> None:
    """Write the report; as wide as the terminal, or 120 characters where there is none."""
    console = Console(file=stream, width=None if stream.isatty() else WIDTH_PIPED, highlight=False)
    for part in _parts(report):
        console.print(part)


def _parts(report: AlarmReport) -> list[Text | Table | str]:
    whole = report.judged[0]
    name = position_name(report, whole.figures.position)
    length = duration_text(round((report.to_ms - report.from_ms) * 1e6))
    parts: list[Text | Table | str] = [
        Text(f"{name}: alarm figures", style="bold"),
        Text(f"{period_text(report.from_ms, report.to_ms)}, {length}; {report.source}"),
        *_coverage(report),
        Text(summary_text(report)),
    ]
    if not whole.figures.covered_ms:
        # Empty tables would be read as a calm period.
        return [*parts, "", *_notes(report)]
    parts += ["", _figures(report, whole)]
    if len(report.judged) > 1 and len(report.positions) > 1:
        parts += ["", Text("Positions", style="bold"), _positions(report)]
    parts += ["", Text("Worst alarms", style="bold"), _worst(report, whole)]
    parts += ["", Text("Floods", style="bold"), *_floods(report)]
    parts += ["", Text("Worklist", style="bold"), *_worklist(report)]
    parts += ["", Text("What the figures are", style="bold"), *_meanings(report)]
    return [*parts, "", *_notes(report)]


def _notes(report: AlarmReport) -> list[Text]:
    return [Text("Notes", style="bold"), *(Text(f"- {note}") for note in report.notes)]


def _coverage(report: AlarmReport) -> list[Text]:
    return [Text(f"Averages and shares of time: {report.coverage}.", "bold")] if report.coverage else []


def _table(*columns: str, right: Sequence[str] = ()) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, header_style="", show_edge=False)
    for column in columns:
        table.add_column(column, justify="right" if column in right else "left", overflow="fold")
    return table


def _figures(report: AlarmReport, judged: JudgedFigures) -> Table:
    table = _table("figure", "value", "unit", "verdict", "target", right=["value"])
    for column in table.columns[:-1]:
        column.no_wrap = True
    for definition in report.definitions:
        value, unit = value_text(definition, judged.figures, frozenset(report.unknown))
        word = judged.verdicts.get(definition.key, "")
        said = Text(word or judged.unjudged.get(definition.key, ""), _STYLES[word])
        target = Text(definition.target.partition(" (")[0], "dim")
        table.add_row(definition.title, value, unit, said, target)
    return table


def _meanings(report: AlarmReport) -> list[Text]:
    """Definition and target of each figure, with the source of the target."""
    lines = []
    for definition in report.definitions:
        target = f" Target: {definition.target}." if definition.target else ""
        here = _here(report, definition.key)
        lines.append(Text(f"{definition.title}: {definition.meaning}{here}{target}", style="dim"))
    return lines


def _here(report: AlarmReport, key: str) -> str:
    text = "" if key in report.unknown else here_text(key, report.judged[0].figures, report.coverage)
    return f" Here: {text}." if text else ""


def _positions(report: AlarmReport) -> Table:
    numbers = ("in 10 min", "most", "above 10", "in flood", "standing", "stale")
    table = _table("position", *numbers, "worst verdict", right=numbers)
    names = {each.id: each.name for each in report.positions}
    for judged in report.judged[1:]:
        figures = judged.figures
        worst = max(judged.verdicts.values(), key=_RANKS.index, default="")
        table.add_row(
            names[figures.position],
            number_text(figures.per_10_min),
            number_text(figures.peak_per_10_min),
            percent_text(figures.windows_over_share),
            percent_text(figures.flood_share),
            number_text(figures.standing),
            number_text(figures.stale),
            Text(worst, _STYLES[worst]),
        )
    return table


def _worst(report: AlarmReport, judged: JudgedFigures) -> Table:
    numbers = ("annunciations", "share")
    table = _table("alarm", *(["priority"] if report.alarms else []), *numbers, right=numbers)
    for entry in judged.figures.top:
        table.add_row(*_who(report, entry.alarm), number_text(entry.count), percent_text(entry.share))
    return table


def _who(report: AlarmReport, alarm: str) -> list[Text]:
    """An alarm by id with what it says under it, and its priority where any is known."""
    known = report.alarms.get(alarm)
    said = Text(alarm)
    if known is not None and known.message:
        said.append(f"\n{known.message}", style="dim")
    return [said, *([Text(known.priority if known else "–")] if report.alarms else [])]


def _floods(report: AlarmReport) -> list[Table | Text]:
    floods, whose = floods_of_all(report), several_positions(report)
    if not floods:
        return [Text("none")]
    numbers = ("annunciated", "most in its window")
    table = _table("began (UTC)", "lasted", *numbers, *(["position"] if whose else []), right=numbers)
    greatest = sorted(floods, key=lambda each: -each[1].annunciated)[:FLOODS_SHOWN]
    for name, flood in sorted(greatest, key=lambda each: each[1].begin_ms):
        table.add_row(
            instant_text(flood.begin_ms * 1e6),
            flood_length_text(flood),
            number_text(flood.annunciated),
            number_text(flood.peak_per_window),
            *([name] if whose else []),
        )
    return [table, *_more(len(floods) - len(greatest), "the greatest are shown")]


def flood_length_text(flood: FloodSpan) -> str:
    """How long a flood lasted; that it had not ended, where it had not."""
    if flood.end_ms is None:
        return "had not ended"
    return duration_text(round((flood.end_ms - flood.begin_ms) * 1e6))


def _worklist(report: AlarmReport) -> list[Table | Text]:
    entries, whose = report.worklist, several_positions(report)
    if not entries:
        return [Text("nothing to work on")]
    numbers = ("annunciations", "share")
    heads = ("fault", "alarm", *(["priority"] if report.alarms else []), *numbers, "how")
    table = _table(*heads, *(["position"] if whose else []), right=numbers)
    shown = greatest_of_each(entries, ENTRIES_SHOWN)
    for entry in shown:
        table.add_row(
            entry.fault,
            *_who(report, entry.alarm),
            number_text(entry.count),
            percent_text(entry.share),
            how_text(entry),
            *([name_of(report, entry.position)] if whose else []),
        )
    return [table, *_more(len(entries) - len(shown), "of each fault those with the greatest share are shown")]


def greatest_of_each(entries: Sequence[WorklistEntry], count: int) -> list[WorklistEntry]:
    """Of each fault the first entries, in the order of the list: a crowd of one kind hides no other."""
    seen: Counter[str] = Counter()
    chosen = []
    for entry in entries:
        seen[entry.fault] += 1
        if seen[entry.fault] <= count:
            chosen.append(entry)
    return chosen


def how_text(entry: WorklistEntry) -> str:
    """What is wrong with the alarm, and whether it still is where that does not go without saying."""
    return f"{entry.detail}, at the end too" if entry.now and entry.fault == "chattering" else entry.detail


def _more(count: int, which: str) -> list[Text]:
    return [Text(f"and {count:,} more; {which}, all are in --json", style="dim")] if count > 0 else []
