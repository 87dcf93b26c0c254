"""The outcomes as a table for the terminal and for docs/benchmarks_detection.md."""

import math
from collections.abc import Iterator, Sequence

from bench.detection.outcome import Outcome


def cells(outcome: Outcome) -> list[str]:
    """rule, limit, realised/requested, a day, time in false alarm, rows over, scores, note."""
    false = outcome.false
    ratio, interval = outcome.ratio, outcome.ratio_interval
    promise = "–" if ratio is None else f"{ratio:.2f}"
    if interval is not None:
        promise += f" ({interval[0]:.2f}–{interval[1]:.2f})"
    a_day = f"{false.per_day(outcome.rows_a_day):.2f} ({false.episodes})" if false.rows else "–"
    time = f"{100 * false.time_share:.2f} %" if false.rows else "–"
    over = f"{100 * false.over_share:.2f} %" if false.rows else "–"
    scores = ", ".join(f"{key} {number(value)}" for key, value in outcome.more.items())
    return [outcome.rule, outcome.limit, promise, a_day, time, over, scores, outcome.note]


HEADINGS = [
    "rule",
    "limit",
    "realised/asked (95 %)",
    "false a day (n)",
    "time",
    "rows over",
    "scores",
    "note",
]


def number(value: float) -> str:
    """Three digits; a dash for what does not exist."""
    if math.isnan(value):
        return "–"
    return f"{value:.0f}" if value == round(value) else f"{value:.3g}"


def text_table(outcomes: Sequence[Outcome]) -> Iterator[str]:
    """Lines for the terminal, one block for each data set."""
    for data, part in by_data(outcomes).items():
        lines = [HEADINGS, *(cells(each) for each in part)]
        widths = [max(len(line[place]) for line in lines) for place in range(6)]
        yield f"\n{data}"
        for line in lines:
            start = "  ".join(f"{cell:<{width}}" for cell, width in zip(line[:6], widths, strict=True))
            yield f"  {start}  {'; '.join(cell for cell in line[6:] if cell)}".rstrip()


def markdown_table(outcomes: Sequence[Outcome]) -> Iterator[str]:
    """Lines of Markdown, one table for each data set."""
    for data, part in by_data(outcomes).items():
        yield f"\n### {data}\n"
        yield "| " + " | ".join(HEADINGS) + " |"
        yield "|---" * len(HEADINGS) + "|"
        for each in part:
            yield "| " + " | ".join(cells(each)) + " |"


def by_data(outcomes: Sequence[Outcome]) -> dict[str, list[Outcome]]:
    """In the order they came."""
    found: dict[str, list[Outcome]] = {}
    for outcome in outcomes:
        found.setdefault(outcome.data, []).append(outcome)
    return found
