"""The worklist of rationalisation: what each alarm lacks, and what the matrix makes of it."""

import msgspec

from wakeful.server.rationalisation.matrix import matrix_word
from wakeful.server.rationalisation.missing import missing_of
from wakeful.terms.site import Site


class WorklistRow(msgspec.Struct, frozen=True, kw_only=True):
    """One alarm. ``matrix`` is a priority, ``not an alarm``, or empty where the matrix cannot tell."""

    alarm: str
    tag: str
    priority: str
    matrix: str
    missing: tuple[str, ...]
    event_only: bool

    @property
    def differs(self) -> bool:
        """The matrix gives another priority than is configured."""
        return self.matrix not in ("", self.priority)


def rationalisation_rows(site: Site) -> tuple[WorklistRow, ...]:
    """One row for every alarm of the site, in its order."""
    return tuple(
        WorklistRow(
            alarm=alarm.name,
            tag=alarm.tag,
            priority=alarm.priority.name.lower(),
            matrix=matrix_word(alarm),
            missing=missing_of(alarm),
            event_only=alarm.handling.event_only,
        )
        for alarm in site.alarms
    )
