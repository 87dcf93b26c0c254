"""Alarms that nobody has rationalised run as events only, where the site demands it."""

import msgspec

from wakeful.server.configuration.alarms_file import Alarms
from wakeful.terms.alarm import AlarmDefinition


def is_rationalised(alarm: AlarmDefinition) -> bool:
    """Whether somebody said what makes it come, what happens if nobody acts, what to do and how soon."""
    record = alarm.rationalisation
    return bool(
        record is not None
        and record.cause
        and record.consequence
        and alarm.response
        and record.response_time_ms
    )


def demote(alarms: Alarms) -> int:
    """Let every alarm that is not rationalised run as an event only. Returns how many there are."""
    demoted = [alarm for alarm in alarms.alarms.values() if not is_rationalised(alarm)]
    for alarm in demoted:
        handling = msgspec.structs.replace(alarm.handling, event_only=True)
        alarms.alarms[alarm.name] = msgspec.structs.replace(alarm, handling=handling)
    return len(demoted)
