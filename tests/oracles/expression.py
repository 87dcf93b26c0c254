"""Expressions worked out the slow, obvious way: tree by tree, rule by rule, from the whole history.

An answer is a pair: a number, True or False (None where it is unknown), and a trust of 0 trusted, 1 doubtful,
2 unknown, 3 unheard.
"""

import math
from dataclasses import dataclass, field
from itertools import combinations

from wakeful.alarms.condition import ConditionState
from wakeful.alarms.expression import syntax
from wakeful.terms.quality import CODE_MASK, Quality, Severity, severity

SURE, DOUBTFUL, UNKNOWN, UNHEARD = range(4)
ARITHMETIC = {
    "+": lambda left, right: left + right,
    "-": lambda left, right: left - right,
    "*": lambda left, right: left * right,
    "/": lambda left, right: left / right if right else math.nan,
}
COMPARISONS = {
    "<": lambda left, right: left < right,
    "<=": lambda left, right: left <= right,
    ">": lambda left, right: left > right,
    ">=": lambda left, right: left >= right,
    "=": lambda left, right: left == right,
    "!=": lambda left, right: left != right,
}


@dataclass
class World:
    """Samples of the tags as they came, and the conditions of the alarms."""

    states: dict[str, tuple[str, ...]] = field(default_factory=dict)
    conditions: dict[str, ConditionState] = field(default_factory=dict)
    condition_trusts: dict[str, int] = field(default_factory=dict)
    present: dict[str, tuple[float, int]] = field(default_factory=dict)
    history: dict[str, list[tuple[int, float, int]]] = field(default_factory=dict)
    """Samples that could be used: time_ns, value, trust."""

    def sample(self, tag: str, value: float, quality: int, time_ns: int) -> None:
        """One sample, later than the last."""
        self.present[tag] = (value, quality)
        if self.trust(tag) < UNKNOWN:
            self.history.setdefault(tag, []).append((time_ns, value, self.trust(tag)))

    def trust(self, tag: str) -> int:
        """How far the tag's present value can be trusted."""
        value, quality = self.present[tag]
        if quality & CODE_MASK == Quality.BAD_WAITING_FOR_INITIAL_DATA:
            return UNHEARD
        if not math.isfinite(value):
            return UNKNOWN
        return {Severity.GOOD: SURE, Severity.UNCERTAIN: DOUBTFUL, Severity.BAD: UNKNOWN}[severity(quality)]


def answer(node, world):
    """The answer of a tree in a world."""
    match node:
        case syntax.Number(value):
            return value, SURE
        case syntax.TagNode(tag):
            return known(world.present[tag][0], world.trust(tag))
        case syntax.StateIs(tag, state, negated):
            is_there = world.present[tag][0] == world.states[tag].index(state)
            return known(is_there != negated, world.trust(tag))
        case syntax.Bad(tag):
            trust = world.trust(tag)
            return (None, UNHEARD) if trust == UNHEARD else (trust == UNKNOWN, SURE)
        case syntax.Active(alarm):
            is_active = world.conditions[alarm] in (ConditionState.ABNORMAL, ConditionState.OFF_DELAY)
            trust = world.condition_trusts[alarm]
            return (None, UNHEARD) if trust == UNHEARD else (is_active, trust)
        case syntax.Rate(tag, window_ms):
            return remembered(rate(world.history.get(tag, []), window_ms / 1_000), world.trust(tag))
        case syntax.Stuck(tag, tolerance_eu):
            return remembered(stuck(world.history.get(tag, []), tolerance_eu), world.trust(tag))
    answers = [answer(child, world) for child in node.children]
    match node:
        case syntax.Junction("and"):
            return conjunction(answers)
        case syntax.Junction("or"):
            return disjunction(answers)
        case syntax.AtLeast(needed):
            return disjunction([conjunction(some) for some in combinations(answers, needed)])
        case syntax.If():
            return choice(*answers)
        case syntax.Not(_):
            return known(not answers[0][0], answers[0][1])
    return calculated(node, answers)


def known(value, trust):
    """An answer, which has no value where it is unknown."""
    return (None if trust >= UNKNOWN else value), trust


def calculated(node, answers):
    """A number or a comparison of numbers: as good as the worst of them."""
    trust = max(trust for _, trust in answers)
    if trust >= UNKNOWN:
        return None, trust
    values = [value for value, _ in answers]
    match node:
        case syntax.Comparison(operator):
            return COMPARISONS[operator](*values), trust
        case syntax.Arithmetic(operator):
            value = ARITHMETIC[operator](*values)
        case syntax.Extreme(function):
            value = {"min": min, "max": max}[function](values)
        case syntax.Negation():
            value = -values[0]
        case syntax.Absolute():
            value = abs(values[0])
    return (value, trust) if math.isfinite(value) else (None, UNKNOWN)


def conjunction(answers):
    """``and``: one false spoils it, and surely if it is surely false; then what is unknown; then doubt."""
    if (False, SURE) in answers:
        return False, SURE
    if (False, DOUBTFUL) in answers:
        return False, DOUBTFUL
    worst = max(trust for _, trust in answers)
    return (None, worst) if worst >= UNKNOWN else (True, worst)


def disjunction(answers):
    """``or``: one true is enough, and surely if it is surely true; then what is unknown; then doubt."""
    if (True, SURE) in answers:
        return True, SURE
    if (True, DOUBTFUL) in answers:
        return True, DOUBTFUL
    worst = max(trust for _, trust in answers)
    return (None, worst) if worst >= UNKNOWN else (False, worst)


def choice(condition, when_true, when_false):
    """``if``: the answer that is chosen, unless the choice does not matter or cannot be made."""
    chosen = when_true if condition[0] else when_false
    if condition[1] == SURE:
        return chosen
    if None not in (when_true[0], when_false[0]) and when_true[0] == when_false[0]:
        return when_true[0], max(when_true[1], when_false[1])
    if condition[1] == DOUBTFUL:
        return known(chosen[0], max(chosen[1], DOUBTFUL))
    return None, max(condition[1], when_true[1], when_false[1])


def remembered(last, present_trust):
    """What came of the last sample that could be used, if the present one can be used."""
    if present_trust >= UNKNOWN:
        return None, present_trust
    return known(last[0], max(last[1], present_trust) if last[1] < UNKNOWN else last[1])


def rate(samples, window_s):
    """Filtered derivative over all samples, from the first or from the last gap of ten time constants."""
    found, level, share, last_ns = (None, UNKNOWN), None, None, None
    for time_ns, value, trust in samples:
        elapsed_s = 0.0 if last_ns is None else (time_ns - last_ns) * 1e-9
        slope = None if level is None else (value - level) / (window_s + elapsed_s)
        if slope is None or elapsed_s > 10 * window_s or not math.isfinite(slope + level + slope * elapsed_s):
            found, level, share = (None, UNKNOWN), value, 1.0
        else:
            kept = window_s / (window_s + elapsed_s)
            share = share * kept + (1 - kept) * (1.0 if trust == DOUBTFUL else 0.0)
            level += slope * elapsed_s
            found = slope, DOUBTFUL if trust == DOUBTFUL or share > 0.05 else SURE
        last_ns = time_ns
    return found


def stuck(samples, tolerance_eu):
    """Whether the tag has stayed where it was: within the tolerance of the last place it moved to."""
    found, place, is_place_doubtful = (None, UNKNOWN), None, None
    for _, value, trust in samples:
        is_doubtful = trust == DOUBTFUL
        if place is None:
            place, is_place_doubtful = value, is_doubtful
            continue
        moved = abs(value - place) > tolerance_eu
        found = not moved, DOUBTFUL if is_doubtful or is_place_doubtful else SURE
        if moved or (is_place_doubtful and not is_doubtful):
            place, is_place_doubtful = value, is_doubtful
    return found
