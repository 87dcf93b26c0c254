"""What ``wakeful calibrate`` says: what was learned, how soon a fault is seen, and was the promise kept."""

from collections.abc import Sequence

import numpy as np

from wakeful.cli.evidence_runs import count_words, some
from wakeful.evidence.budgets import EXTRAPOLATION_MAX, budget_kept_per_day, poisson_interval
from wakeful.evidence.delays import delays_rows
from wakeful.evidence.model_file import LearnedUnit
from wakeful.evidence.preparation import Role

SHIFTS = (1.0, 3.0)
"""Standard deviations of a tag's innovations."""
SIMULATED_RUNS = 15
SIMULATED_ROWS = 1_000
TAGS_TOGETHER_MAX = 400
ROLE_WORDS = {
    Role.MEASURED: "measured in every row",
    Role.HELD: "held between updates, judged at its updates",
    Role.DISCRETE: "a few values or a set point, explains others, not judged",
    Role.CONSTANT: "constant, not judged",
    Role.EMPTY: "without any value, not judged",
}


def text_lines(unit: LearnedUnit, runs: Sequence[str], model_name: str) -> list[str]:
    """The report as lines for a terminal."""
    facts = unit.facts
    lines = [
        f"learned from {some(runs)}",
        *(f"  note            {note}" for note in facts.notes),
        f"  record          {count_words(facts.rows, 'row')} in {count_words(facts.runs, 'run')}, "
        f"{unit.period_ns / 1e9:g} s apart: {facts.days:.3g} days",
        *_role_lines(unit),
        *_resolution_lines(unit),
        f"  budget          {unit.budget_per_day:g} false alarms a day: evidence {unit.threshold_log10:.2f} "
        f"(normal running comes so far once in {10**unit.threshold_log10:,.0f} rows)",
        *promise_lines(unit),
        *_delay_lines(unit),
        f"written: {model_name}",
    ]
    return lines


def promise_lines(unit: LearnedUnit) -> list[str]:
    """The realised rate on rows that took no part, and whether the record is long enough for the budget."""
    facts = unit.facts
    lines = []
    if facts.held_out_days > 0.0:
        low, high = (bound / facts.held_out_days for bound in poisson_interval(facts.held_out_episodes))
        lines.append(
            f"  held out        the last {facts.held_out_days:.3g} days, judged by what the rest taught: "
            f"{count_words(facts.held_out_episodes, 'alarm')}, "
            f"{facts.held_out_episodes / facts.held_out_days:.3g} a day (95 %: {low:.3g} to {high:.3g}), "
            f"asked {unit.budget_per_day:g}"
        )
    lines += [f"  TOO SHORT       {short}" for short in shortness(unit)]
    return lines


def shortness(unit: LearnedUnit) -> list[str]:
    """A sentence when the record cannot promise the budget."""
    kept = budget_kept_per_day(unit.facts.days)
    if unit.budget_per_day >= kept:
        return []
    days = 1.0 / (EXTRAPOLATION_MAX * unit.budget_per_day)
    return [
        f"{unit.facts.days:.3g} days of record cannot promise {unit.budget_per_day:g} false alarms a day: "
        f"alarms rarer than once in {EXTRAPOLATION_MAX:g} records are a guess. It could keep {kept:.3g} a "
        f"day; {unit.budget_per_day:g} needs {days:.3g} days"
    ]


def _role_lines(unit: LearnedUnit) -> list[str]:
    role = unit.model.preparation.role
    lines = [f"  tags            {len(unit.names):,}"]
    for kind, words in ROLE_WORDS.items():
        names = [name for name, own in zip(unit.names, role.tolist(), strict=True) if own == kind]
        if names:
            lines.append(f"    {len(names):>5,}  {words}: {some(names)}")
    return lines


def _resolution_lines(unit: LearnedUnit) -> list[str]:
    """Tags whose step is so coarse that rounding is a good part of what is seen."""
    prepared = unit.model.preparation
    rounding = prepared.resolution / prepared.scale / np.sqrt(12.0)
    coarse = (rounding > 0.3 * unit.model.deviation) & (prepared.role <= Role.HELD)
    names = [
        f"{name} (steps of {resolution:.3g})"
        for name, resolution, is_coarse in zip(unit.names, prepared.resolution, coarse, strict=True)
        if is_coarse
    ]
    stepped = int(((prepared.resolution > 0.0) & (prepared.role <= Role.HELD)).sum())
    lines = [f"  resolution      {stepped:,} judged tags are told in steps"]
    if names:
        lines.append(f"    {len(names):>5,}  so coarse that rounding hides small changes: {some(names)}")
    return lines


def _delay_lines(unit: LearnedUnit) -> list[str]:
    """How soon a lasting shift of each judged tag would be seen."""
    noise = np.random.default_rng(0).normal(size=(SIMULATED_RUNS, SIMULATED_ROWS))
    if len(unit.names) > TAGS_TOGETHER_MAX:
        noise = noise[:3]
    found = [delays_rows(unit.model, shift, unit.threshold_log10, noise) for shift in SHIFTS]
    lines = [
        "  expected delay  of a lasting shift of one tag, sigma being that of its innovations",
        f"                  (to the raised alarm, median of {len(noise)} simulated runs of its detectors)",
        "".join(f"{shift:>10g} sigma" for shift in SHIFTS) + "  tag",
    ]
    for place, name in enumerate(unit.names):
        if unit.model.preparation.role[place] <= Role.HELD:
            value_ns = unit.period_ns * unit.facts.rows_a_value[place]
            words = [_delay_words(float(delays[place]), value_ns) for delays in found]
            lines.append("".join(f"{word:>16}" for word in words) + f"  {name}")
    return lines


def _delay_words(values: float, value_ns: float) -> str:
    """From so many values of a tag to time."""
    if not np.isfinite(values):
        return f"> {SIMULATED_ROWS:,} values"
    seconds = values * value_ns / 1e9
    for unit, size_s in (("d", 86_400.0), ("h", 3_600.0), ("min", 60.0)):
        if seconds >= 2.0 * size_s:
            amount = seconds / size_s
            return f"{amount:,.0f} {unit}" if amount >= 100.0 else f"{amount:.3g} {unit}"
    return f"{seconds:.3g} s"
