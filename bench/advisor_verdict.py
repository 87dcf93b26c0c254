"""What a way of setting alarms did to recorded runs, and that as the table and picture of docs/advisor.md."""

from collections.abc import Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

WIDTH, ROW, TOP, LEFT, BAR = 1080, 44, 64, 210, 190
INK, GREY, PLAIN, CHOSEN, LOST = "#1f2933", "#697586", "#9fb3c8", "#1f6feb", "#b42318"
PANELS = (LEFT, LEFT + BAR + 70, LEFT + 2 * (BAR + 70))
CHOSEN_NAME = "advisor"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one way of setting deadbands and delays does on the judged runs.

    Delays are of the first alarm of a fault run after its onset, in minutes, over the runs in which today's
    settings gave one; ``first_lost`` counts those without any alarm then. ``real`` is the same of the first
    alarm of a real stretch. ``missed`` counts real stretches of single alarms.
    """

    name: str
    per_day: float
    per_fault_run: float
    standing: float
    first_median_min: float
    first_max_min: float
    first_lost: int
    real_median_min: float
    real_max_min: float
    real_lost: int
    missed: int
    real: int


def table_lines(found: Sequence[Verdict]) -> list[str]:
    """The table of docs/advisor.md."""
    lines = [
        "| settings | a day, normal | a fault run | standing in it | first alarm later: median, max "
        "| lost | first real alarm later: median, max | lost | real stretches missed |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    return lines + [
        f"| {each.name} | {each.per_day:.1f} | {each.per_fault_run:.0f} | {each.standing:.1f} "
        f"| {each.first_median_min:.0f}, {each.first_max_min:.0f} min | {each.first_lost} "
        f"| {each.real_median_min:.0f}, {each.real_max_min:.0f} min | {each.real_lost} "
        f"| {each.missed:,} of {each.real:,} |"
        for each in found
    ]


def draw(rows: Sequence[Verdict]) -> str:
    """One line of three bars for each way of setting the alarms; the advisor's stands out."""
    height = TOP + ROW * len(rows) + 16
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" '
        f'height="{height}" font-family="sans-serif" font-size="13" fill="{INK}">',
        f'<rect width="{WIDTH}" height="{height}" fill="#ffffff"/>',
        *_headings(),
    ]
    tops = [max(row.per_day for row in rows), max(row.per_fault_run for row in rows)]
    most_missed = max(1, *(row.missed for row in rows))
    for number, row in enumerate(rows):
        y = TOP + ROW * number
        weight = ' font-weight="bold"' if row.name == CHOSEN_NAME else ""
        colour = CHOSEN if row.name == CHOSEN_NAME else PLAIN
        parts.append(_text(LEFT - 12, y + 18, row.name, f' text-anchor="end"{weight}'))
        parts += _bar(PANELS[0], y, row.per_day / tops[0], colour, f"{row.per_day:.1f}")
        parts += _bar(PANELS[1], y, row.per_fault_run / tops[1], colour, f"{row.per_fault_run:.0f}")
        late = f"{row.missed:,}; {row.real_max_min:,.0f} min"
        parts += _bar(PANELS[2], y, row.missed / most_missed, LOST, late)
    return "\n".join([*parts, "</svg>"]) + "\n"


def _headings() -> list[str]:
    words = (
        ("alarms a day", "normal running, unseen"),
        ("alarms in 48 h with a fault", "40 unseen runs"),
        ("real stretches missed;", "first real alarm later, at worst"),
    )
    return [
        line
        for x, (above, below) in zip(PANELS, words, strict=True)
        for line in (_text(x, 28, above, ' font-weight="bold"'), _text(x, 46, below, f' fill="{GREY}"'))
    ]


def _bar(x: int, y: int, share: float, colour: str, words: str) -> list[str]:
    length = round(BAR * share, 1)
    return [
        f'<rect x="{x}" y="{y + 4}" width="{max(1.0, length)}" height="20" fill="{colour}"/>',
        _text(x + length + 6, y + 19, words),
    ]


def _text(x: float, y: float, words: str, attributes: str = "") -> str:
    return f'<text x="{x:g}" y="{y:g}"{attributes}>{escape(words)}</text>'
