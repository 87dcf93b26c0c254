"""Where the running configuration has left its master: field by field, and alarms that only one has."""

from collections.abc import Sequence

from wakeful.server.configuration.keys import RESERVED_ID
from wakeful.server.rationalisation.alarm_row import COLUMNS, comparable, row_of
from wakeful.server.wire import DriftBody
from wakeful.terms.alarm import AlarmDefinition, ModeSetting
from wakeful.terms.site import Site
from wakeful.terms.tag import Tag

ALARM_FIELD = "alarm"
"""The field of an alarm that only one of the two has; one says "there", the other is empty."""
THERE = "there"
_COMPARED = tuple(column for column in COLUMNS if column not in ("name", "use"))


def configured_alarms(site: Site) -> tuple[AlarmDefinition, ...]:
    """The alarms of a site without those of the server's watch over itself, which nobody configures."""
    own = {tag.name for tag in site.tags if tag.source == RESERVED_ID}
    return tuple(alarm for alarm in site.alarms if alarm.tag not in own)


def drift(running: Site, master: Sequence[AlarmDefinition]) -> tuple[DriftBody, ...]:
    """Every difference, in the order of the site; alarms that only the master has come last.

    Values are as in a sheet's cells, limits in EU; a setting in an operating mode is the field
    ``modes.MODE``. The server's watch over itself and ``event_only``, which follows from the site's
    ``rationalised_only``, are not compared.
    """
    tags = {tag.name: tag for tag in running.tags}
    approved = {alarm.name: alarm for alarm in master}
    found = []
    for alarm in configured_alarms(running):
        other = approved.pop(alarm.name, None)
        if other is None:
            found.append(DriftBody(alarm=alarm.name, field=ALARM_FIELD, running=THERE, master=""))
        elif other is not alarm:
            found += _differences(alarm, other, tags)
    only_master = [DriftBody(alarm=name, field=ALARM_FIELD, running="", master=THERE) for name in approved]
    return (*found, *only_master)


def _differences(alarm: AlarmDefinition, master: AlarmDefinition, tags: dict[str, Tag]) -> list[DriftBody]:
    ours = comparable(row_of(alarm, tags.get(alarm.tag)), tags.get)
    theirs = comparable(row_of(master, tags.get(master.tag)), tags.get)
    found = [
        DriftBody(alarm=alarm.name, field=column, running=ours[column], master=theirs[column])
        for column in _COMPARED
        if ours[column] != theirs[column]
    ]
    our_modes, their_modes = _modes_of(alarm), _modes_of(master)
    for mode in dict.fromkeys((*our_modes, *their_modes)):
        running, approved = our_modes.get(mode, ""), their_modes.get(mode, "")
        if running != approved:
            found.append(DriftBody(alarm=alarm.name, field=f"modes.{mode}", running=running, master=approved))
    return found


def _modes_of(alarm: AlarmDefinition) -> dict[str, str]:
    """Mode -> what is different in it, in words."""
    return {setting.mode: words for setting in alarm.handling.modes if (words := _mode_words(setting))}


def _mode_words(setting: ModeSetting) -> str:
    words = []
    if setting.limit_eu is not None:
        words.append(f"limit {setting.limit_eu!r}")
    if setting.priority is not None:
        words.append(setting.priority.name.lower())
    if setting.suppressed:
        words.append("suppressed")
    return ", ".join(words)
