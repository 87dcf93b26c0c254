"""The advisor of a site: knows its tags, philosophy and neighbouring limits, and what it can advise on."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from wakeful.alarms.advisor.advice import advise
from wakeful.alarms.advisor.candidates import gap_to_facing_eu
from wakeful.alarms.advisor.history import History
from wakeful.alarms.advisor.rules import AdvisorRules
from wakeful.terms.alarm import KIND_NAMES, AlarmDefinition, ConditionKind
from wakeful.terms.alarm_load import Advice
from wakeful.terms.site import Site

REPLAYED_KINDS = (
    ConditionKind.HIGH_HIGH,
    ConditionKind.HIGH,
    ConditionKind.LOW,
    ConditionKind.LOW_LOW,
    ConditionKind.INPUT_BAD,
    ConditionKind.DISCRETE,
)
"""Kinds that are judged on each sample of their own tag alone."""


class SiteAdvisor:
    """Advises on the alarms of one site, one at a time."""

    def __init__(self, site: Site, rules: AdvisorRules | None = None) -> None:
        """Advise by ``rules``, or by the rules of the house."""
        self._philosophy = site.philosophy
        self._rules = rules or AdvisorRules()
        self._tags = {tag.name: tag for tag in site.tags}
        self._alarms: dict[str, list[AlarmDefinition]] = {}
        for alarm in site.alarms:
            self._alarms.setdefault(alarm.tag, []).append(alarm)

    def advise(self, definition: AlarmDefinition, histories: Sequence[History]) -> Advice:
        """Advice on one alarm of the site from the samples of its tag.

        Raises ValueError as ``advise``, and for an alarm that ``why_not_replayed`` says something about.
        """
        reason = why_not_replayed(definition)
        if reason:
            raise ValueError(f"{definition.name}: {reason}")
        tag = self._tags[definition.tag]
        if definition.kind is ConditionKind.DISCRETE:
            histories = [_truth(history, definition.limit_eu) for history in histories]
        gap_eu = gap_to_facing_eu(definition, tag, self._alarms[definition.tag])
        return advise(
            definition, tag, histories, gap_eu=gap_eu, philosophy=self._philosophy, rules=self._rules
        )


def why_not_replayed(definition: AlarmDefinition) -> str:
    """Why the advisor has nothing to say about an alarm from its tag's samples alone; empty when it has."""
    if definition.kind in REPLAYED_KINDS:
        return ""
    return f"{KIND_NAMES[definition.kind]} conditions are not judged on single samples of their own tag"


def _truth(history: History, state: float) -> History:
    """Whether the tag was in a state, sample by sample; what is no number is no truth either."""
    truths = np.where(np.isfinite(history.values), history.values == state, np.nan)
    return replace(history, values=truths)
