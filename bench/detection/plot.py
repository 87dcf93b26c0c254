"""Realised against requested rate of one data set, as an SVG: a dot a rule, a band for promises kept.

Both axes are logarithmic. Rates of zero stand at the left and bottom edge; the exact interval is a line
where episodes were asked for.
"""

import math
from collections.abc import Sequence
from xml.sax.saxutils import escape

from bench.detection import ours
from bench.detection.outcome import Outcome

WIDTH, ROW, TOP, LEFT, RIGHT = 960, 22, 64, 360, 40
INK, GREY, OTHER, OURS, BAND = "#1f2933", "#697586", "#9fb3c8", "#1f6feb", "#e6f4ea"
RATIO_MIN, RATIO_MAX = 0.03, 100.0
KEPT = (0.3, 2.0)


def draw(data: str, outcomes: Sequence[Outcome]) -> str:
    """One line for each rule that was asked for a rate: its realised over requested."""
    shown = [each for each in outcomes if each.ratio is not None]
    height = TOP + ROW * len(shown) + 16
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" '
        f'height="{height}" font-family="sans-serif" font-size="12" fill="{INK}">',
        f'<rect width="{WIDTH}" height="{height}" fill="#ffffff"/>',
        _text(12, 20, f"{data}: realised over requested false alarms", ' font-weight="bold"'),
        f'<rect x="{x_of(KEPT[0]):.1f}" y="{TOP - 8}" width="{x_of(KEPT[1]) - x_of(KEPT[0]):.1f}" '
        f'height="{height - TOP}" fill="{BAND}"/>',
    ]
    for tick in (0.1, 1.0, 10.0, 100.0):
        parts.append(_text(x_of(tick), TOP - 14, f"{tick:g}", f' text-anchor="middle" fill="{GREY}"'))
        parts.append(_line(x_of(tick), TOP - 8, x_of(tick), height - 16, GREY, 0.4))
    for place, outcome in enumerate(shown):
        parts += _row(outcome, TOP + ROW * place + 8)
    return "\n".join([*parts, "</svg>"]) + "\n"


def x_of(ratio: float) -> float:
    """Where a ratio lies; what is out of range at the edge."""
    inside = min(max(ratio, RATIO_MIN), RATIO_MAX)
    share = math.log(inside / RATIO_MIN) / math.log(RATIO_MAX / RATIO_MIN)
    return LEFT + share * (WIDTH - LEFT - RIGHT)


def _row(outcome: Outcome, y: float) -> list[str]:
    colour = OURS if outcome.rule == ours.NAME else OTHER
    parts = [_text(LEFT - 10, y + 4, f"{outcome.rule}, {outcome.limit}", ' text-anchor="end"')]
    if outcome.ratio_interval is not None:
        low, high = outcome.ratio_interval
        parts.append(_line(x_of(low), y, x_of(high), y, colour, 2.0))
    ratio = outcome.ratio if outcome.ratio is not None else math.nan
    time = f"time in false alarm {100 * outcome.false.time_share:.2f} %"
    title = escape(f"{outcome.rule}, {outcome.limit}: {ratio:.2f}, {time}")
    parts.append(
        f'<circle cx="{x_of(ratio):.1f}" cy="{y}" r="5" fill="{colour}"><title>{title}</title></circle>'
    )
    return parts


def _text(x: float, y: float, words: str, more: str = "") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}"{more}>{escape(words)}</text>'


def _line(x1: float, y1: float, x2: float, y2: float, colour: str, width: float) -> str:
    ends = f'x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}"'
    return f'<line {ends} stroke="{colour}" stroke-width="{width}"/>'
