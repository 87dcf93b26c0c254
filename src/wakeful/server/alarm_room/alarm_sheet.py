"""The response sheet of an alarm: what it means, what to do, how it is handled, how it fared."""

from collections.abc import Sequence

import msgspec
import numpy as np

from wakeful.alarms.load.table import ANNUNCIATED, LoadRows
from wakeful.engine.plan import Plan
from wakeful.server.wire import AlarmBody
from wakeful.terms.alarm import (
    KIND_NAMES,
    WITHOUT_LIMIT,
    AlarmDefinition,
    Escalation,
    Handling,
    ModeSetting,
    Rationalisation,
)

DAY_NS = 86_400_000_000_000
NOTHING_SAID = Rationalisation()
_UNITS_MS = (("h", 3_600_000), ("min", 60_000), ("s", 1_000), ("ms", 1))


class ModeSettingBody(msgspec.Struct, frozen=True, kw_only=True):
    """What is different about an alarm in one operating mode."""

    mode: str
    limit_eu: float | None
    priority: int | None
    suppressed: bool


class AlarmSheetBody(msgspec.Struct, frozen=True, kw_only=True):
    """All there is to know about one alarm: what it means, what to do, how it is handled, how it fared."""

    alarm: int
    name: str
    tag: str
    system: str
    position: str
    kind: str
    priority: int
    limit_eu: float | None
    deadband_eu: float
    on_delay_ms: int
    off_delay_ms: int
    expression: str
    window_ms: int
    message: str
    response: str
    cause: str
    consequence: str
    consequence_severity: str
    response_time_ms: int
    basis: str
    alarm_class: str
    missing: tuple[str, ...]
    """What rationalisation still lacks."""
    latching: bool
    auto_acknowledge: bool
    re_alarm_ms: int
    escalation: str
    """In words; empty: none."""
    group: str
    group_alarms: tuple[int, ...]
    suppress_when: str
    shelve_ms_max: int
    event_only: bool
    modes: tuple[ModeSettingBody, ...]
    state: AlarmBody
    annunciated_24_h: int | None
    annunciated_30_days: int | None
    """Both None while, after a start, the journal is still being read for them."""


class AlarmSheets:
    """Sheets of one site's alarms."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._site = plan.site
        self._position = {system: position.id for position in plan.positions for system in position.systems}

    def sheet(
        self, state: AlarmBody, counts: tuple[int, int] | None, missing: Sequence[str]
    ) -> AlarmSheetBody:
        """The sheet of the alarm whose state is given.

        Parameters
        ----------
        counts : annunciations of the last day and of the last 30; None when they are not known yet.
        missing : what its rationalisation lacks.
        """
        alarm = self._site.alarms[state.alarm]
        tag, handling = self._site.tags[self._plan.tag_index[alarm.tag]], alarm.handling
        why = alarm.rationalisation or NOTHING_SAID
        return AlarmSheetBody(
            alarm=state.alarm,
            name=alarm.name,
            tag=alarm.tag,
            system=tag.system,
            position=self._position.get(tag.system, ""),
            kind=KIND_NAMES[alarm.kind],
            priority=int(alarm.priority),
            limit_eu=None if alarm.kind in WITHOUT_LIMIT else alarm.limit_eu,
            deadband_eu=alarm.deadband_eu,
            on_delay_ms=alarm.on_delay_ms,
            off_delay_ms=alarm.off_delay_ms,
            expression=alarm.expression,
            window_ms=alarm.window_ms,
            message=alarm.message,
            response=alarm.response,
            cause=why.cause,
            consequence=why.consequence,
            consequence_severity=why.consequence_severity,
            response_time_ms=why.response_time_ms,
            basis=why.basis,
            alarm_class=why.alarm_class,
            missing=tuple(missing),
            latching=handling.latching,
            auto_acknowledge=handling.auto_acknowledge,
            re_alarm_ms=handling.re_alarm_ms,
            escalation=escalation_words(alarm, tag.unit),
            group=handling.group,
            group_alarms=self._plan.groups.get(handling.group, ()),
            suppress_when=handling.suppress_when,
            shelve_ms_max=self._shelve_ms_max(handling),
            event_only=handling.event_only,
            modes=tuple(_mode_setting(setting) for setting in handling.modes),
            state=state,
            annunciated_24_h=None if counts is None else counts[0],
            annunciated_30_days=None if counts is None else counts[1],
        )

    def _shelve_ms_max(self, handling: Handling) -> int:
        site_ms = self._site.philosophy.shelve_ms_max
        return min(site_ms, handling.shelve_ms_max) if handling.shelve_ms_max else site_ms


def count_annunciations(rows: LoadRows, alarm: str, now_ns: int) -> tuple[int, int]:
    """How often an alarm sounded in the last day and in the last 30 days."""
    moves, names = rows.moves, rows.names[: len(rows.before)]
    if alarm not in names:
        return 0, 0
    own = moves["alarm"] == names.index(alarm)
    sounded = moves["at_ns"][own & (moves["flags"] & ANNUNCIATED != 0)]
    day, month = (int(np.count_nonzero(sounded > now_ns - days * DAY_NS)) for days in (1, 30))
    return day, month


def escalation_words(alarm: AlarmDefinition, unit: str) -> str:
    """When the alarm becomes more urgent, in words; empty when it never does."""
    escalation = alarm.handling.escalation
    if escalation is None:
        return ""
    causes = []
    if escalation.limit_eu is not None:
        causes.append(_beyond_words(alarm, escalation, escalation.limit_eu, unit))
    if escalation.after_ms:
        causes.append(f"when nobody has acknowledged it for {duration_words(escalation.after_ms)}")
    return f"{escalation.priority.name.lower()} {' or '.join(causes)}" if causes else ""


def _beyond_words(alarm: AlarmDefinition, escalation: Escalation, limit_eu: float, unit: str) -> str:
    """Below the alarm's own limit where that is the worse side."""
    side = "at or below" if limit_eu < alarm.limit_eu else "at or above"
    words = f"{side} {limit_eu:g} {unit}".rstrip()
    if escalation.on_delay_ms:
        words += f" for {duration_words(escalation.on_delay_ms)}"
    return words


def duration_words(length_ms: int) -> str:
    """``90_000`` as ``1 min 30 s``; exact."""
    parts = []
    for unit, unit_ms in _UNITS_MS:
        count, length_ms = divmod(length_ms, unit_ms)
        if count:
            parts.append(f"{count} {unit}")
    return " ".join(parts) or "0 s"


def _mode_setting(setting: ModeSetting) -> ModeSettingBody:
    return ModeSettingBody(
        mode=setting.mode,
        limit_eu=setting.limit_eu,
        priority=None if setting.priority is None else int(setting.priority),
        suppressed=setting.suppressed,
    )
