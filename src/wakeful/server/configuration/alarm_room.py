"""Every alarm of a site: gathered, given its settings of modes, and checked against all the rest."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from wakeful.server.configuration.alarm_expressions import check_expressions
from wakeful.server.configuration.alarm_kinds import check_kind
from wakeful.server.configuration.alarm_limits import check_limits
from wakeful.server.configuration.alarms_file import FILE, Alarms, gather_alarms
from wakeful.server.configuration.finding import Findings
from wakeful.server.configuration.group_names import almost_alike
from wakeful.server.configuration.modes_file import apply_modes
from wakeful.server.configuration.rationalised import demote
from wakeful.server.configuration.settling import settle
from wakeful.server.configuration.site_file import SourceEntry
from wakeful.server.configuration.tags_file import Known, Tags
from wakeful.server.configuration.worth_a_look import notes_of
from wakeful.terms.alarm import AlarmDefinition
from wakeful.terms.site import AlarmPhilosophy, SourceDescription
from wakeful.terms.tag import Tag

_ALIKE_SHOWN_MAX = 5


class AlarmTexts(NamedTuple):
    """``alarms.csv`` and ``modes.csv``, None without the file.

    ``unreadable``: there is an ``alarms.csv``, but not as text.
    """

    alarms: str | None
    modes: str | None
    unreadable: bool = False


def read_alarms(
    described: Sequence[tuple[SourceEntry, SourceDescription]],
    texts: AlarmTexts,
    tags: Tags,
    known: Known,
    philosophy: AlarmPhilosophy,
    findings: Findings,
    progress: Callable[[int], None] = lambda rows: None,
) -> Alarms:
    """The alarms that sources bring along, joined with the rows of both files. Mistakes are reported."""
    alarms = gather_alarms(
        described,
        texts.alarms,
        tags,
        known,
        findings,
        shelve_ms_max=philosophy.shelve_ms_max,
        progress=progress,
    )
    alarms.cut_short |= texts.unreadable
    check_expressions(alarms, tags, known, findings)
    apply_modes(texts.modes, alarms, tags, known, findings, progress=progress)
    for name, alarm in alarms.alarms.items():
        check_kind(alarm, tags.tags[alarm.tag], alarms.origins[name], philosophy, findings)
    check_limits(alarms.alarms, alarms.origins, tags.tags, findings, alarms.mode_origins)
    return alarms


def settle_alarms(
    alarms: Alarms, tags: Tags, philosophy: AlarmPhilosophy, notify: Callable[[str], None]
) -> tuple[tuple[Tag, ...], tuple[AlarmDefinition, ...]]:
    """Tags and alarms as they go into the site; ``notify`` is told what is worth a look and no mistake."""
    if not alarms.alarms:
        notify(f"the site has no alarm: {FILE} has no rows or is not there, and no source brings any")
    if alarms.skipped_rows:
        notify(skipped(FILE, alarms.skipped_rows))
    if alarms.logics_dropped:
        many = f"{alarms.logics_dropped:,} suppress_when"
        notify(f"{FILE}: {many} not used, because a source that it asks was left out")
    if alarms.modes_dropped:
        many = f"{alarms.modes_dropped:,} settings of alarms"
        notify(f"{many} that sources brought along are for modes that their systems do not have")
    pairs = almost_alike(alarm.handling.group for alarm in alarms.alarms.values())
    for one, other in pairs[:_ALIKE_SHOWN_MAX]:
        notify(f"{FILE}: groups {one!r} and {other!r} are spelt almost alike; are they one group?")
    for note in notes_of(alarms, tags.tags):
        notify(note)
    count = demote(alarms) if philosophy.rationalised_only else 0
    if count:
        runs = "alarm runs as an event" if count == 1 else "alarms run as events"
        lacking = "cause, consequence, response or response_time_ms"
        notify(f"{FILE}: {count:,} {runs} only, for want of {lacking} (rationalised_only)")
    return settle(tags.tags.values(), alarms.alarms.values())


def skipped(file: str, rows: int) -> str:
    """How many rows of a file are not used, in one line."""
    are = "row is" if rows == 1 else "rows are"
    return f"{file}: {rows:,} {are} not used, because a source with tags of its own was left out"
