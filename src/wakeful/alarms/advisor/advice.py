"""Advice on one alarm: candidates replayed over its history, one of them recommended, and why.

The advice is made from the period it is given and judged on the same: it looks ahead. It says so, and
``compare_over`` says what a setting does to any other period.
"""

from collections.abc import Sequence
from functools import reduce
from operator import add

from wakeful.alarms.advisor.candidates import candidate_settings
from wakeful.alarms.advisor.choice import choose
from wakeful.alarms.advisor.comparison import Comparison, compare_settings
from wakeful.alarms.advisor.history import History
from wakeful.alarms.advisor.reasons import period_words, reasons_for, why_left_alone
from wakeful.alarms.advisor.replay import replay
from wakeful.alarms.advisor.rules import AdvisorRules, Bounds, bounds_of, is_protected
from wakeful.alarms.advisor.setting import Setting, setting_of
from wakeful.terms.alarm import AlarmDefinition
from wakeful.terms.alarm_load import Advice, AdviceCandidate
from wakeful.terms.site import AlarmPhilosophy
from wakeful.terms.tag import Tag

HISTORIES_MAX = 1_000


def advise(
    definition: AlarmDefinition,
    tag: Tag,
    histories: Sequence[History],
    *,
    gap_eu: float,
    philosophy: AlarmPhilosophy,
    rules: AdvisorRules,
) -> Advice:
    """Replay candidates for one alarm and recommend one.

    Parameters
    ----------
    definition, tag : as configured today.
    histories : 1 to ``HISTORIES_MAX``, each replayed on its own and added up: like periods, batches, or the
        parts between gaps. Of the judged quantity, see ``levels_of``.
    gap_eu : [EU] how far the limit is from the one on the other side, see ``gap_to_facing_eu``.
    philosophy : says which alarms are never slowed.

    Raises
    ------
    ValueError
        If there are no histories or too many.
    """
    if not 1 <= len(histories) <= HISTORIES_MAX:
        raise ValueError(f"1 to {HISTORIES_MAX} histories")
    protected = is_protected(definition, philosophy)
    bounds = bounds_of(rules, definition, histories)
    settings = _settings(definition, tag, histories, gap_eu, rules, bounds, slowed=not protected)
    comparisons = compare_over(histories, definition, settings, bounds.real_after_ns)
    chosen = choose(comparisons, bounds, rules, protected=protected)
    reasons = reasons_for(definition, tag, comparisons, chosen, bounds, rules, protected=protected)
    from_ns = min(history.start_ns for history in histories)
    to_ns = max(history.end_ns for history in histories)
    if chosen:
        reasons += (
            f"Chosen and judged on the same period, {period_words(from_ns, to_ns)}: "
            "hold it against another before you count on these figures.",
        )
    return Advice(
        alarm=definition.name,
        from_ms=from_ns / 1e6,
        to_ms=to_ns / 1e6,
        samples=sum(len(history.times_ns) for history in histories),
        candidates=tuple(_candidate(each, comparisons[0]) for each in comparisons),
        recommended=chosen,
        reasons=reasons,
        protected=protected,
    )


def compare_over(
    histories: Sequence[History],
    definition: AlarmDefinition,
    settings: Sequence[Setting],
    real_after_ns: int,
) -> list[Comparison]:
    """``compare_settings`` over several histories, added up. Raises as it does."""
    each = [compare_settings(history, definition, settings, real_after_ns) for history in histories]
    return [reduce(add, of_setting) for of_setting in zip(*each, strict=True)]


def _settings(
    definition: AlarmDefinition,
    tag: Tag,
    histories: Sequence[History],
    gap_eu: float,
    rules: AdvisorRules,
    bounds: Bounds,
    *,
    slowed: bool,
) -> tuple[Setting, ...]:
    """Today's setting alone where nothing can be gained, and the whole grid elsewhere."""
    activations = [replay(history, definition) for history in histories]
    if sum(len(each.raised_ns) for each in activations) < rules.saved_min or why_left_alone(definition):
        return (setting_of(definition),)
    return candidate_settings(
        histories,
        activations,
        definition,
        tag,
        gap_eu=gap_eu,
        close_ns=bounds.real_after_ns,
        on_delay_ms_max=bounds.delay_worst_ns // 1_000_000 if slowed and rules.on_delay_allowed else 0,
        off_delay_ms_max=bounds.hold_ns // 1_000_000,
    )


def _candidate(each: Comparison, today: Comparison) -> AdviceCandidate:
    return AdviceCandidate(
        **each.setting._asdict(),
        annunciated=each.annunciated,
        saved=today.annunciated - each.annunciated,
        delay_mean_s=each.delay_mean_ns / 1e9,
        delay_max_s=each.delay_max_ns / 1e9,
        missed=each.missed,
    )
