"""A report as one page of HTML: nothing to load, readable in a browser, good on A4."""

from collections.abc import Callable, Iterator, Sequence
from html import escape

from wakeful.cli.report_document import (
    AlarmName,
    AlarmReport,
    JudgedFigures,
    floods_of_all,
    name_of,
    position_name,
    several_positions,
    summary_text,
)
from wakeful.cli.report_plots import load_caption, load_plot, split_caption, split_plot, top_plot, waits_plot
from wakeful.cli.report_style import style_sheet
from wakeful.cli.report_text import flood_length_text, greatest_of_each, how_text
from wakeful.cli.report_values import (
    duration_text,
    here_text,
    instant_text,
    number_text,
    percent_text,
    period_text,
    plural,
    value_text,
)

TILES = ("per_10_min", "peak_per_10_min", "flood_share", "top_10_share")
_WORDS = {"plan": "needs a plan", "attention": "needs attention", "acceptable": "acceptable"}
_MARKS = {"plan": " !!", "attention": " !", "acceptable": ""}
"""What colour says is said by a sign too: on a black and white print, and to who does not see the colour."""
FLOODS_SHOWN = 40
ENTRIES_SHOWN = 10


def page_of(report: AlarmReport) -> str:
    """The whole page; names from outside are escaped."""
    whole = report.judged[0]
    name = position_name(report, whole.figures.position)
    # Of a period of which nothing is known, empty tables would be read as calm.
    parts = _PARTS if whole.figures.covered_ms else (_head, _notes)
    body = "\n".join(part for make in parts for part in make(report, whole))
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(name)}: alarm figures</title>\n<style>{style_sheet()}</style>\n</head>\n"
        f"<body>\n{body}\n</body>\n</html>\n"
    )


def _head(report: AlarmReport, whole: JudgedFigures) -> Iterator[str]:
    length = duration_text(round((report.to_ms - report.from_ms) * 1e6))
    count = plural(whole.figures.annunciated, "annunciation", "annunciations")
    sounded = f" · {count}" if whole.figures.covered_ms else ""
    yield f"<h1>{escape(position_name(report, whole.figures.position))}: alarm figures</h1>"
    yield (f'<p class="period">{period_text(report.from_ms, report.to_ms)} ({length}){sounded}</p>')
    if report.coverage:
        yield f'<p class="coverage">Averages and shares of time: {escape(report.coverage)}.</p>'
    yield f'<p class="summary">{escape(summary_text(report))}</p>'


def _tiles(report: AlarmReport, whole: JudgedFigures) -> Iterator[str]:
    target = "Target for one position" if several_positions(report) else "Target"
    yield '<div class="tiles">'
    for definition in report.definitions:
        if definition.key in TILES:
            value, unit = value_text(definition, whole.figures, frozenset(report.unknown))
            word = whole.verdicts.get(definition.key, "")
            yield (
                f'<div class="tile {word}"><span class="tile-title">{escape(definition.title)}</span>'
                f'<span class="tile-value">{value} <small>{escape(unit)}</small></span>'
                f'<span class="tile-target">{target}: {escape(definition.target.partition(" (")[0])}</span>'
                f"{_said(whole, definition.key)}</div>"
            )
    yield "</div>"


def _said(judged: JudgedFigures, key: str) -> str:
    """The verdict on a figure, or why a figure that has a target got none."""
    word = judged.verdicts.get(key, "")
    if word:
        return f'<span class="verdict {word}">{_WORDS[word]}</span>'
    why = judged.unjudged.get(key, "")
    return f'<span class="unjudged">{why}</span>' if why else ""


def _plots(report: AlarmReport, whole: JudgedFigures) -> Iterator[str]:
    figures = whole.figures
    yield "<h2>Load over time</h2>"
    yield f"<figure>{load_plot(figures)}<figcaption>{load_caption(figures)}</figcaption></figure>"
    yield "<h2>The alarms that sounded most</h2>"
    if figures.top:
        caption = f"Together {percent_text(figures.top_10_share)} of all annunciations."
        plot = top_plot(figures.top, {name: _named(known) for name, known in report.alarms.items()})
        yield f"<figure>{plot}<figcaption>{caption}</figcaption></figure>"
    else:
        yield "<p>None sounded.</p>"
    yield '<div class="two"><div><h2>Split by priority</h2>'
    if "by_priority" in report.unknown:
        yield '<p class="note">The source does not tell priorities.</p>'
    elif not sum(figures.by_priority):
        yield '<p class="note">Nothing sounded.</p>'
    else:
        yield f"<figure>{split_plot(figures)}<figcaption>{split_caption()}</figcaption></figure>"
    yield "</div><div><h2>Time to acknowledge</h2>"
    yield _waits(report, whole)
    yield "</div></div>"


def _waits(report: AlarmReport, whole: JudgedFigures) -> str:
    figures = whole.figures
    if "acknowledged" in report.unknown:
        return '<p class="note">The source does not tell acknowledgements.</p>'
    if figures.acknowledge_median_s is None or figures.acknowledge_p90_s is None:
        return '<p class="note">Nothing was acknowledged.</p>'
    half, most = (
        duration_text(round(value * 1e9))
        for value in (figures.acknowledge_median_s, figures.acknowledge_p90_s)
    )
    caption = f"Half within {half}, nine in ten within {most}; {figures.unacknowledged:,} never."
    return f"<figure>{waits_plot(whole.waits)}<figcaption>{caption}</figcaption></figure>"


def _positions(report: AlarmReport, whole: JudgedFigures) -> Iterator[str]:
    if not several_positions(report):
        return
    yield "<h2>Positions</h2>"
    names = {each.id: each.name for each in report.positions}
    keys = (*TILES, "windows_over_share", "chattering", "standing", "stale")
    chosen = [definition for definition in report.definitions if definition.key in keys]
    rows = []
    for judged in report.judged[1:]:
        cells = [f'<td class="what">{escape(names[judged.figures.position])}</td>']
        for definition in chosen:
            value, unit = value_text(definition, judged.figures, frozenset(report.unknown))
            word = judged.verdicts.get(definition.key, "")
            shown = f"{value} %" if unit == "%" else value
            shown = f'<span class="verdict {word}">{shown}{_MARKS[word]}</span>' if word else shown
            cells.append(f'<td class="number">{shown}</td>')
        rows.append("".join(cells))
    yield _table(["position", *(f"#{definition.title.lower()}" for definition in chosen)], rows)
    yield '<p class="note">Two exclamation marks: needs a plan; one: needs attention.</p>'


def _figures(report: AlarmReport, whole: JudgedFigures) -> Iterator[str]:
    yield '<h2 class="leaf">All figures, and what they mean</h2>'
    rows = []
    for definition in report.definitions:
        value, unit = value_text(definition, whole.figures, frozenset(report.unknown))
        target = f" <b>Target:</b> {escape(definition.target)}." if definition.target else ""
        here = here_text(definition.key, whole.figures, report.coverage)
        if here and definition.key not in report.unknown:
            target = f" <b>Here:</b> {escape(here)}.{target}"
        known = "value" if definition.key not in report.unknown else "unknown"
        rows.append(
            f'<td class="what">{escape(definition.title)}</td><td class="number {known}">{_lines(value)}</td>'
            f'<td class="what">{_lines(unit)}</td>'
            f"<td>{_said(whole, definition.key)}</td>"
            f'<td class="meaning">{escape(definition.meaning)}{target}</td>'
        )
    yield _table(["figure", "#value", "unit", "verdict", "meaning and target"], rows)


def _floods(report: AlarmReport, whole: JudgedFigures) -> Iterator[str]:
    floods, whose = floods_of_all(report), several_positions(report)
    yield "<h2>Floods</h2>"
    if not floods:
        yield "<p>None.</p>"
        return
    greatest = sorted(floods, key=lambda each: -each[1].annunciated)[:FLOODS_SHOWN]
    rows = [
        f'<td class="when">{instant_text(flood.begin_ms * 1e6)}</td><td>{flood_length_text(flood)}</td>'
        f'<td class="number">{flood.annunciated:,}</td><td class="number">{flood.peak_per_window:,}</td>'
        + (f'<td class="name">{escape(name)}</td>' if whose else "")
        for name, flood in sorted(greatest, key=lambda each: each[1].begin_ms)
    ]
    heads = ["began (UTC)", "lasted", "#annunciated", "#most in its window"]
    yield _table([*heads, "position"] if whose else heads, rows)
    yield from _more(len(floods) - len(greatest), "the greatest are shown")


def _worklist(report: AlarmReport, whole: JudgedFigures) -> Iterator[str]:
    yield "<h2>Worklist</h2>"
    entries, whose = greatest_of_each(report.worklist, ENTRIES_SHOWN), several_positions(report)
    if not entries:
        yield "<p>Nothing to work on.</p>"
        return
    rows = [
        f"<td>{entry.fault.capitalize()}</td>{_who(report, entry.alarm)}"
        f'<td class="number">{number_text(entry.count)}</td>'
        f'<td class="number">{percent_text(entry.share)}</td>'
        f'<td class="name">{escape(how_text(entry))}</td>'
        + (f'<td class="name">{escape(name_of(report, entry.position))}</td>' if whose else "")
        for entry in entries
    ]
    heads = ["fault", "alarm", *(["priority"] if report.alarms else [])]
    heads += ["#annunciations", "#share of load", "how"]
    yield _table([*heads, "position"] if whose else heads, rows)
    yield from _more(
        len(report.worklist) - len(entries), "of each fault those with the greatest share are shown"
    )


def _who(report: AlarmReport, alarm: str) -> str:
    """Cells of an alarm: its id with what it says under it, and its priority where any is known."""
    known = report.alarms.get(alarm)
    message = f'<span class="message">{escape(known.message)}</span>' if known and known.message else ""
    priority = f"<td>{known.priority if known else '–'}</td>" if report.alarms else ""
    return f'<td class="name">{escape(alarm)}{message}</td>{priority}'


def _named(known: AlarmName) -> str:
    return ", ".join(part for part in (known.priority, known.message) if part)


def _lines(text: str) -> str:
    return "<br>".join(escape(line) for line in text.splitlines())


def _more(count: int, which: str) -> Iterator[str]:
    if count > 0:
        yield f'<p class="note">And {count:,} more; {which}.</p>'


def _notes(report: AlarmReport, whole: JudgedFigures) -> Iterator[str]:
    yield "<h2>To know before believing these figures</h2><ul>"
    yield from (f"<li>{escape(_sentence(note))}</li>" for note in report.notes)
    yield f"</ul><footer>Wakeful {escape(report.version)} · {escape(report.source)}</footer>"


def _sentence(note: str) -> str:
    return note[:1].upper() + note[1:] + ("" if note.endswith(".") else ".")


def _table(heads: Sequence[str], rows: Sequence[str]) -> str:
    """A table; a head that begins with # stands over numbers."""
    cells = "".join(
        f'<th class="number">{escape(head[1:])}</th>' if head.startswith("#") else f"<th>{escape(head)}</th>"
        for head in heads
    )
    body = "".join(f"<tr>{row}</tr>" for row in rows)
    return f"<table><thead><tr>{cells}</tr></thead><tbody>{body}</tbody></table>"


_PARTS: tuple[Callable[[AlarmReport, JudgedFigures], Iterator[str]], ...] = (
    _head,
    _tiles,
    _positions,
    _plots,
    _figures,
    _worklist,
    _floods,
    _notes,
)
