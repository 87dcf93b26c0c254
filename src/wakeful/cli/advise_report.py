"""What ``wakeful advise`` prints: one structure, as text for people and as JSON for programs."""

from collections.abc import Sequence

import msgspec

from wakeful.alarms.advisor.reasons import period_words, setting_words
from wakeful.alarms.advisor.setting import Setting
from wakeful.terms.alarm_load import Advice, AdviceCandidate

NAMES_SHOWN = 10
HEADINGS = ("now", "then", "saved", "mean", "worst", "alarm")


class LeftOut(msgspec.Struct, frozen=True):
    """An alarm without advice, and why."""

    alarm: str
    reason: str


class AdviceReport(msgspec.Struct, frozen=True, kw_only=True):
    """Advice on the alarms of a site, those annunciated most often first.

    ``units`` by tag and ``tags`` by alarm say in which unit a deadband is.
    """

    site: str
    from_ms: float
    to_ms: float
    advice: tuple[Advice, ...]
    left_out: tuple[LeftOut, ...]
    units: dict[str, str]
    tags: dict[str, str]


def to_json(report: AdviceReport) -> str:
    """One JSON object on one line, fields in their declared order."""
    return msgspec.json.encode(report).decode()


def text_lines(report: AdviceReport, *, candidates: bool) -> list[str]:
    """The report as lines for a terminal; with ``candidates``, every setting that was tried.

    An alarm that came and is to stay as it is gets its reason; those that never came are only counted.
    """
    today = sum(each.candidates[0].annunciated for each in report.advice)
    then = sum(each.candidates[each.recommended].annunciated for each in report.advice)
    changes = sum(each.recommended > 0 for each in report.advice)
    period = period_words(round(report.from_ms * 1e6), round(report.to_ms * 1e6))
    lines = [
        f"{report.site}, {period}, as recorded",
        f"  {today:,} annunciations of {_count(len(report.advice), 'alarm')} by today's settings; "
        f"{then:,} with {_count(changes, 'change')}",
        "",
    ]
    shown = [each for each in report.advice if candidates or each.candidates[0].annunciated]
    if shown:
        lines.append("  " + _row(HEADINGS))
    for each in shown:
        lines += _alarm_lines(each, report.units.get(report.tags.get(each.alarm, ""), ""), candidates)
    quiet = len(report.advice) - len(shown)
    if quiet:
        lines += ["", f"  {_count(quiet, 'alarm')} never annunciated."]
    return lines + _left_out_lines(report.left_out)


def _alarm_lines(each: Advice, unit: str, candidates: bool) -> list[str]:
    today, best = each.candidates[0], each.candidates[each.recommended]
    mark = "  (never slowed)" if each.protected else ""
    lines = ["  " + _row((*_figures(today, best), f"{each.alarm}{mark}"))]
    indent = " " * 40
    lines.append(f"{indent}now: {_setting(today, unit)}")
    if each.recommended:
        lines.append(f"{indent}recommended: {_setting(best, unit)}")
    lines += [f"{indent}{reason}" for reason in each.reasons]
    if candidates:
        lines += ["", "  every setting that was tried:", "  " + _row(("", *HEADINGS[1:5], "setting"))]
        for index, candidate in enumerate(each.candidates):
            mark = "*" if index == each.recommended else ""
            missed = f"  ({candidate.missed:,} missed)" if candidate.missed else ""
            lines.append(
                "  " + _row((mark, *_figures(today, candidate)[1:], f"{_setting(candidate, unit)}{missed}"))
            )
        lines.append("")
    return lines


def _figures(today: AdviceCandidate, best: AdviceCandidate) -> tuple[str, str, str, str, str]:
    """Annunciated now and then, saved, mean and worst delay added."""
    delays = (f"{best.delay_mean_s:.3g} s", f"{best.delay_max_s:.3g} s") if best.delay_max_s else ("-", "-")
    return (f"{today.annunciated:,}", f"{best.annunciated:,}", f"{best.saved:,}", *delays)


def _row(cells: Sequence[str]) -> str:
    now, then, saved, mean, worst, text = cells
    return f"{now:>6} {then:>6} {saved:>6} {mean:>8} {worst:>8}  {text}"


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _setting(candidate: AdviceCandidate, unit: str) -> str:
    setting = Setting(candidate.deadband_eu, candidate.on_delay_ms, candidate.off_delay_ms)
    return setting_words(setting, unit)


def _left_out_lines(left_out: Sequence[LeftOut]) -> list[str]:
    """The alarms without advice, by reason."""
    names: dict[str, list[str]] = {}
    for each in left_out:
        names.setdefault(each.reason, []).append(each.alarm)
    lines = []
    for reason, alarms in names.items():
        more = ", ..." if len(alarms) > NAMES_SHOWN else ""
        lines += ["", f"  no advice on {len(alarms):,}, {reason}: {', '.join(alarms[:NAMES_SHOWN])}{more}"]
    return lines
