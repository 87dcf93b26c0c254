"""Advice on one alarm, from the recorded samples of its tag."""

import numpy as np

from wakeful.alarms.advisor.history import History
from wakeful.alarms.advisor.site_advisor import SiteAdvisor, why_not_replayed
from wakeful.historian import Historian
from wakeful.terms.alarm import AlarmDefinition
from wakeful.terms.alarm_load import Advice
from wakeful.terms.tag import Tag

PERIOD_DAYS_MAX = 31
SAMPLES_MAX = 2_000_000
"""Samples of one tag that are replayed: 23 days at one a second."""


class NoAdvice(Exception):
    """The question has no answer; the text says why and what would have one."""


def advise_from_history(
    historian: Historian, advisor: SiteAdvisor, alarm: AlarmDefinition, tag: Tag, from_ns: int, to_ns: int
) -> Advice:
    """Replay the alarm over its tag's samples of a period, with today's settings and with others.

    The period is one history, as the engine would have lived it: where samples are missing, be it that the
    server stood still, the tag counts as lost after its age limit.

    Raises
    ------
    NoAdvice
        If there is nothing to replay, or too much, or the alarm is not one that can be replayed.
    StorageError
        If history cannot be read.
    """
    if why := why_not_replayed(alarm):
        raise NoAdvice(f"There is no advice on {alarm.name}: {why}.")
    times_ns, values, quality = historian.read_raw(tag.name, from_ns, to_ns, limit=SAMPLES_MAX + 1)
    if not len(times_ns):
        raise NoAdvice(f"History has no samples of {tag.name} in this period; ask for another one.")
    if len(times_ns) > SAMPLES_MAX:
        last_h = (int(times_ns[-1]) - from_ns) / 3.6e12
        raise NoAdvice(
            f"History has more than {SAMPLES_MAX:,} samples of {tag.name} in this period; "
            f"ask for at most {last_h:.1f} hours."
        )
    # What lies before the first sample was not recorded: nothing is known of it.
    history = History.accepted(
        np.ascontiguousarray(times_ns),
        np.ascontiguousarray(values),
        np.ascontiguousarray(quality),
        start_ns=int(times_ns[0]),
        end_ns=to_ns,
        age_limit_ns=tag.age_limit_ms * 1_000_000,
    )
    return advisor.advise(alarm, [history])
