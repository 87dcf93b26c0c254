"""The plots of the page as SVG of our own: no library, nothing to load, sharp on paper."""

import math
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from html import escape

from wakeful.alarms.load.figures import WINDOW_LIMIT, WINDOW_MS
from wakeful.cli.report_values import PRIORITY_WORDS, percent_text
from wakeful.terms.alarm_load import AlarmFigures, AlarmShare, FloodSpan, UnwatchedSpan

WIDTH = 812
LOAD_HEIGHT = 210
COLUMNS_MAX = 240
"""Columns of the load plot: more would be thinner than a line. A column shows the fullest of its bins."""
LEFT, RIGHT, TOP, BOTTOM = 34, 10, 24, 24
HALF = 392
BAR_HEIGHT, BAR_STEP = 15, 23
TARGET_SPLIT = (0.01, 0.05, 0.15, 0.80)
"""Critical, high, medium, low: below 1 %, about 5, 15 and 80 % (ISA-18.2 table 6, second-hand)."""
WAIT_WORDS = ("<10 s", "<30 s", "<1 min", "<2 min", "<5 min", "<10 min", "<30 min", "<1 h", "more")
FLOOD_WIDTH_MIN, FLOOD_STRIP = 3.0, 5
_HATCH = (
    '<defs><pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse" '
    'patternTransform="rotate(45)"><line class="hatch" x1="0" x2="0" y1="0" y2="6"/></pattern></defs>'
)
_STEPS_MS = [h * 3_600_000 for h in (1 / 6, 0.5, 1, 2, 3, 6, 12, 24, 48, 96, 168, 336, 720, 2160, 8760)]


def load_plot(figures: AlarmFigures) -> str:
    """Annunciations over time, floods shaded, and the line that no ten minutes should pass."""
    group = max(1, math.ceil(len(figures.bins) / COLUMNS_MAX))
    columns = [figures.bins[start : start + group] for start in range(0, len(figures.bins), group)]
    highest = [max(columns[place], key=lambda each: each.annunciated) for place in range(len(columns))]
    limited = figures.bin_ms == WINDOW_MS
    most = max(each.annunciated + each.hidden for each in highest)
    top = _nice_top(max(most, WINDOW_LIMIT + 2 if limited else 4))
    axes = _Axes(figures.from_ms, figures.to_ms, top)
    parts = [_HATCH, *(axes.unwatched(span) for span in figures.unwatched)] if figures.unwatched else []
    parts += [axes.flood(span) for span in figures.floods]
    parts.append(axes.grid())
    for place, each in enumerate(highest):
        begin_ms = columns[place][0].at_ms
        parts.append(axes.bar(begin_ms, begin_ms + group * figures.bin_ms, each.annunciated, each.hidden))
    if limited:
        parts.append(axes.limit(WINDOW_LIMIT))
    parts.append(axes.times())
    if any(axes.labelled(span) for span in figures.floods):
        parts += [axes.flood_label(span) for span in figures.floods if axes.labelled(span)]
    return _svg(WIDTH, LOAD_HEIGHT, "Annunciations over time", parts)


def load_caption(figures: AlarmFigures) -> str:
    """What the columns of the load plot are."""
    group = max(1, math.ceil(len(figures.bins) / COLUMNS_MAX))
    length = _length_words(figures.bin_ms)
    words = f"Annunciations in each {length}"
    if group > 1:
        words = (
            f"Each column covers {_length_words(group * figures.bin_ms)} and shows the fullest {length} in it"
        )
    if any(each.hidden for each in figures.bins):
        words += "; lighter: kept from sounding"
    if figures.bin_ms == WINDOW_MS:
        words += f". Dashed: {WINDOW_LIMIT} in 10 minutes, the most that is manageable"
    if figures.floods:
        words += ". Shaded: alarm floods"
    if figures.unwatched:
        words += ". Hatched: not watched, so nothing is known of it"
    return words + ". Times in UTC."


def split_caption() -> str:
    """What the marks of the split are."""
    return "Marks: about 80 % low, 15 % medium, 5 % high and below 1 % critical."


def _length_words(length_ms: float) -> str:
    minutes = round(length_ms / 60_000)
    for size, word in ((1_440, "days"), (60, "hours")):
        if minutes % size == 0 and minutes > size:
            return f"{minutes // size} {word}"
    return {1_440: "day", 60: "hour"}.get(minutes, f"{minutes} minutes")


class _Axes:
    """Time to the right, count upwards."""

    def __init__(self, from_ms: float, to_ms: float, top: int) -> None:
        self._from_ms, self._to_ms, self._top = from_ms, to_ms, top
        self._bottom = LOAD_HEIGHT - BOTTOM
        self._per_ms = (WIDTH - LEFT - RIGHT) / (to_ms - from_ms)

    def _x(self, at_ms: float) -> float:
        return LEFT + (min(max(at_ms, self._from_ms), self._to_ms) - self._from_ms) * self._per_ms

    def _y(self, count: float) -> float:
        return self._bottom - count / self._top * (self._bottom - TOP)

    def bar(self, begin_ms: float, end_ms: float, annunciated: int, hidden: int) -> str:
        """One column, what was hidden standing on what sounded."""
        x, right = self._x(begin_ms), self._x(end_ms)
        width = max(right - x - (0.6 if right - x > 2.5 else 0.0), 0.5)
        parts = []
        for name, low, high in (("load", 0, annunciated), ("hidden", annunciated, annunciated + hidden)):
            if high > low:
                y = self._y(high)
                parts.append(_rect(x, y, width, self._y(low) - y, name))
        return "".join(parts)

    def grid(self) -> str:
        """Lines and numbers of the counts."""
        step = _nice_step(self._top)
        parts = []
        for count in range(0, self._top + 1, step):
            y = self._y(count)
            name = "axis" if count == 0 else "grid"
            parts.append(f'<line class="{name}" x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y:.1f}" y2="{y:.1f}"/>')
            parts.append(f'<text x="{LEFT - 6}" y="{y + 3.8:.1f}" text-anchor="end">{count:,}</text>')
        return "".join(parts)

    def limit(self, count: int) -> str:
        """The line of what is manageable."""
        y = self._y(count)
        return f'<line class="limit" x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y:.1f}" y2="{y:.1f}"/>'

    def flood(self, span: FloodSpan) -> str:
        """The shade behind a flood under a strip, so that a short one is seen too."""
        x, right = self._x(span.begin_ms), self._x(self._to_ms if span.end_ms is None else span.end_ms)
        width = max(right - x, FLOOD_WIDTH_MIN)
        shade = _rect(x, TOP, width, self._bottom - TOP, "flood")
        return shade + _rect(x, TOP - FLOOD_STRIP, width, FLOOD_STRIP, "flood-strip")

    def unwatched(self, span: UnwatchedSpan) -> str:
        """The hatching where nothing is known: an empty plot there would look like calm."""
        x, right = self._x(span.begin_ms), self._x(span.end_ms)
        width, height = max(right - x, 1.0), self._bottom - TOP
        return f'<rect x="{x:.2f}" y="{TOP}" width="{width:.2f}" height="{height}" fill="url(#hatch)"/>'

    def labelled(self, span: FloodSpan) -> bool:
        """Whether the word fits above the shade."""
        end_ms = self._to_ms if span.end_ms is None else span.end_ms
        return self._x(end_ms) - self._x(span.begin_ms) >= 30

    def flood_label(self, span: FloodSpan) -> str:
        """The word above the shade."""
        end_ms = self._to_ms if span.end_ms is None else span.end_ms
        x = (self._x(span.begin_ms) + self._x(end_ms)) / 2
        y = TOP - FLOOD_STRIP - 4
        return f'<text class="flood-text" x="{x:.1f}" y="{y}" text-anchor="middle">flood</text>'

    def times(self) -> str:
        """Marks and words along the time, at most nine."""
        step_ms = next(
            (step for step in _STEPS_MS if (self._to_ms - self._from_ms) / step <= 8), _STEPS_MS[-1] * 4
        )
        at_ms = math.ceil(self._from_ms / step_ms) * step_ms
        parts = []
        while at_ms <= self._to_ms:
            x, y = self._x(at_ms), self._bottom
            parts.append(f'<line class="axis" x1="{x:.1f}" x2="{x:.1f}" y1="{y}" y2="{y + 4}"/>')
            parts.append(
                f'<text x="{min(x, WIDTH - 15):.1f}" y="{y + 16}" text-anchor="middle">'
                f"{_time_words(at_ms, step_ms)}</text>"
            )
            at_ms += step_ms
        return "".join(parts)


def _time_words(at_ms: float, step_ms: float) -> str:
    stamp = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=at_ms)
    if step_ms >= 30 * 24 * 3_600_000:
        return stamp.strftime("%Y-%m")
    midnight = stamp.hour == stamp.minute == 0
    return stamp.strftime("%m-%d" if midnight else "%H:%M")


def split_plot(figures: AlarmFigures) -> str:
    """Share of each priority as a bar, with a mark where a well designed site has it."""
    total = max(1, sum(figures.by_priority))
    label, room = 58, HALF - 58 - 84
    parts = []
    for place, (count, target) in enumerate(zip(figures.by_priority, TARGET_SPLIT, strict=True)):
        y, width = place * 27 + 6, count / total * room
        mark = label + target * room
        words = f"{percent_text(count / total)} · {count:,}"
        parts += [
            f'<text class="strong" x="0" y="{y + 12}">{PRIORITY_WORDS[place]}</text>',
            f'<rect class="outlined p{place + 1}" x="{label}" y="{y}" width="{max(width, 0.5):.1f}" '
            'height="15"/>',
            f'<line class="mark" x1="{mark:.1f}" x2="{mark:.1f}" y1="{y - 4}" y2="{y + 19}"/>',
            f'<text x="{max(label + width, mark) + 7:.1f}" y="{y + 12}">{words}</text>',
        ]
    return _svg(HALF, len(TARGET_SPLIT) * 27 + 4, "Annunciations by priority", parts)


def top_plot(top: Sequence[AlarmShare], said: Mapping[str, str]) -> str:
    """The alarms that sounded most, as bars with their count and share.

    ``said``: by alarm what stands under its name; nothing where it has none.
    """
    most = max((entry.count for entry in top), default=1)
    under = [_cut(said.get(entry.alarm, ""), 44) for entry in top]
    longest = max((max(len(e.alarm), len(u)) for e, u in zip(top, under, strict=True)), default=0)
    label = min(290, 16 + 7 * longest)
    bar_max = WIDTH - label - 120
    step = BAR_STEP + (13 if any(under) else 0)
    parts = []
    for place, entry in enumerate(top):
        y = place * step + 4
        if under[place]:
            parts.append(f'<text class="under" x="0" y="{y + 25}">{escape(under[place])}</text>')
        width = max(entry.count / most * bar_max, 1.0)
        parts.append(f'<text class="strong" x="0" y="{y + 12}">{escape(_cut(entry.alarm, 38))}</text>')
        parts.append(_rect(label, y, width, BAR_HEIGHT, "load"))
        words = f"{entry.count:,} · {percent_text(entry.share)}"
        parts.append(f'<text x="{label + width + 6:.1f}" y="{y + 12}">{words}</text>')
    return _svg(WIDTH, max(1, len(top)) * step + 6, "The alarms that sounded most", parts)


def waits_plot(waits: Sequence[int]) -> str:
    """How many annunciations were acknowledged within which time."""
    height, bottom, top = 118, 100, 14
    most = max(max(waits), 1)
    step = HALF / len(waits)
    parts = [f'<line class="axis" x1="0" x2="{HALF}" y1="{bottom}" y2="{bottom}"/>']
    for place, count in enumerate(waits):
        x, tall = place * step, count / most * (bottom - top - 2)
        middle = x + step / 2
        if count:
            parts.append(_rect(x + 4, bottom - tall, step - 8, tall, "load"))
            parts.append(
                f'<text x="{middle:.1f}" y="{bottom - tall - 3:.1f}" text-anchor="middle">{count:,}</text>'
            )
        word = escape(WAIT_WORDS[place])
        parts.append(f'<text class="small" x="{middle:.1f}" y="{bottom + 14}">{word}</text>')
    return _svg(HALF, height, "Time to acknowledge", parts)


def _cut(text: str, length: int) -> str:
    return text if len(text) <= length else text[: length - 1] + "…"


def _rect(x: float, y: float, width: float, height: float, name: str) -> str:
    return f'<rect class="{name}" x="{x:.2f}" y="{y:.2f}" width="{width:.2f}" height="{height:.2f}"/>'


def _nice_step(top: int) -> int:
    """1, 2 or 5 times a power of ten: three to six steps up to the top."""
    rough = max(1.0, top / 5)
    power = 10 ** math.floor(math.log10(rough))
    return int(next(size * power for size in (1, 2, 5, 10) if size * power >= rough))


def _nice_top(most: int) -> int:
    step = _nice_step(most)
    return -(-most // step) * step


def _svg(width: int, height: int, title: str, parts: Sequence[str]) -> str:
    return (
        f'<svg viewBox="0 0 {width} {height}" role="img" aria-label="{escape(title)}">{"".join(parts)}</svg>'
    )
