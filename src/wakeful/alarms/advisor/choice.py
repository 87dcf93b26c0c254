"""Which setting is recommended: a rule that fits into two sentences.

Of the settings that lose no real stretch, come no later than the bounds allow and hold no longer, those
contend that leave hardly more annunciations than the best of them; the one that costs least is recommended,
and none where little is gained. What a setting costs is the share it uses of the delay that is allowed, on
average or at worst, whichever is more, and the share it uses of the hold that is allowed, added up.
"""

from collections.abc import Sequence

from wakeful.alarms.advisor.comparison import Comparison
from wakeful.alarms.advisor.rules import AdvisorRules, Bounds
from wakeful.alarms.advisor.setting import Setting


def choose(comparisons: Sequence[Comparison], bounds: Bounds, rules: AdvisorRules, *, protected: bool) -> int:
    """The index of the recommended setting; 0, today's, when none is worth a change."""
    today = comparisons[0]
    saved = [today.annunciated - each.annunciated for each in comparisons]
    worth = max(rules.saved_min, rules.saved_share_min * today.annunciated)
    open_to = [
        index
        for index, each in enumerate(comparisons)
        if saved[index] >= worth and is_allowed(each, today.setting, bounds, rules, protected=protected)
    ]
    if not open_to:
        return 0
    fewest = min(comparisons[index].annunciated for index in open_to)
    few = (1.0 + rules.contenders_over) * fewest + 1

    def cost(index: int) -> tuple[float, ...]:
        each = comparisons[index]
        delay = max(each.delay_mean_ns / bounds.delay_mean_ns, each.delay_max_ns / bounds.delay_worst_ns)
        return (max(0.0, delay) + each.held_max_ns / bounds.hold_ns, -saved[index], *each.setting)

    return min((index for index in open_to if comparisons[index].annunciated <= few), key=cost)


def is_allowed(
    each: Comparison, today: Setting, bounds: Bounds, rules: AdvisorRules, *, protected: bool
) -> bool:
    """Whether a setting may be recommended at all.

    For a protected alarm: no longer an on-delay than today, no stretch later by anything, and every real
    stretch annunciated in its own right, none of them absorbed by an alarm that still stands.
    """
    slower = each.setting.on_delay_ms > today.on_delay_ms
    if each.missed or each.held_max_ns > bounds.hold_ns:
        return False
    if protected:
        return not slower and each.delay_max_ns <= 0 and not each.absorbed
    if slower and not rules.on_delay_allowed:
        return False
    return each.delay_mean_ns <= bounds.delay_mean_ns and each.delay_max_ns <= bounds.delay_worst_ns
