"""The tags and alarms of the server's watch over itself: what is measured, its limits, what to do."""

from wakeful.terms.alarm import KIND_NAMES, AlarmDefinition, ConditionKind, Priority, Rationalisation
from wakeful.terms.tag import Tag, TagKind

SYSTEM = "wakeful"
SOURCE = "wakeful"
JOURNAL_ALARM = "WAKEFUL.JOURNAL_FAILING.high"
"""Shown although the journal fails: it is how a person learns of it (decision 0061)."""


SHELVED_MANY = 30.0
"""So many shelved alarms are nobody's considered choice any more: the shelf is looked through."""
MINUTE_MS = 60_000


def _tag(name: str, description: str, unit: str, high_eu: float, **more: object) -> Tag:
    return Tag(
        name=f"WAKEFUL.{name}",
        system=SYSTEM,
        source=SOURCE,
        description=description,
        unit=unit,
        range_high_eu=high_eu,
        **more,  # type: ignore[arg-type]
    )


def late_ms(scan_period_ms: int) -> float:
    """How late or long a scan may be before it is an alarm: five periods, at least half a second."""
    return max(500.0, 5.0 * scan_period_ms)


def long_s(age_limit_s: float) -> float:
    """How long a source may be silent before that is an alarm of its own."""
    return max(5.0, age_limit_s)


def server_tags(scan_period_ms: int) -> tuple[Tag, ...]:
    """Disk, scans, storage and consoles."""
    range_ms = 5 * late_ms(scan_period_ms)
    words = {"kind": TagKind.DISCRETE, "states": ("working", "failing"), "overview": True}
    return (
        # The range ends where more space no longer matters: a larger disk stands at its end.
        _tag("DISK_FREE", "Free space where the data are kept", "GB", 100.0,
             normal_low_eu=5.0, normal_high_eu=100.0, resolution_eu=0.1, overview=True),
        _tag("SCAN_LATENESS", "Worst lateness of a scan in the last second", "ms", range_ms,
             normal_low_eu=0.0, normal_high_eu=100.0, resolution_eu=0.1, overview=True),
        _tag("SCAN_DURATION", "Longest scan in the last second, storage included", "ms", range_ms,
             normal_low_eu=0.0, normal_high_eu=100.0, resolution_eu=0.1),
        _tag("JOURNAL_FAILING", "Whether the journal can be written", "", 1.0, **words),
        _tag("HISTORIAN_FAILING", "Whether the historian can be written", "", 1.0, **words),
        _tag("CONSOLES", "Consoles connected", "", 100.0, resolution_eu=1.0),
        _tag("CONSOLES_SILENT", "Consoles whose sound is muted or blocked", "", 100.0, resolution_eu=1.0),
        _tag("ALARMS_SHELVED", "Alarms that are shelved", "", 5.0 * SHELVED_MANY,
             normal_low_eu=0.0, normal_high_eu=SHELVED_MANY, resolution_eu=1.0, overview=True),
    )  # fmt: skip


def position_tags(position: str) -> tuple[Tag]:
    """Whether an operator position is in a flood.

    For trends and logic, without an alarm on it: the flood's state is shown by itself, and nobody in a flood
    needs one alarm more.
    """
    return (
        _tag(f"{position}.FLOOD", f"Whether alarms flood the operator position {position}", "", 1.0,
             kind=TagKind.DISCRETE, states=("calm", "flood"), overview=True),
    )  # fmt: skip


def source_tags(source: str, age_limit_s: float) -> tuple[Tag, Tag]:
    """Age of a source's last sample and the share of its tags that are bad."""
    return (
        _tag(f"{source}.AGE", f"Time since the last sample of source {source}", "s",
             max(60.0, 2 * long_s(age_limit_s)), resolution_eu=0.1),
        _tag(f"{source}.BAD_SHARE", f"Share of the tags of source {source} that are bad", "%", 100.0,
             normal_low_eu=0.0, normal_high_eu=10.0, resolution_eu=0.1),
    )  # fmt: skip


def server_alarms(scan_period_ms: int) -> tuple[AlarmDefinition, ...]:
    """Alarms on ``server_tags``."""
    late = late_ms(scan_period_ms)
    return (*_storage_alarms(), *_scan_alarms(late), *_console_alarms())


def _storage_alarms() -> tuple[AlarmDefinition, ...]:
    return (
        _alarm("DISK_FREE", ConditionKind.LOW, Priority.MEDIUM, 5.0, 0.5, 10_000,
               "Less than 5 GB free for journal and history",
               "Free space on the data folder's disk, or lower history_days_max or history_bytes_max.",
               _why("Other programs, or a history longer than the disk is large",
                    "The disk fills up within hours to days; then journal and history stop",
                    "severe", 25, "Some hours of a large site's history")),
        _alarm("DISK_FREE", ConditionKind.LOW_LOW, Priority.HIGH, 1.0, 0.2, 5_000,
               "Less than 1 GB free: journal and history will soon stop",
               "Free space now. When the disk is full, commands and acknowledgements are refused.",
               _why("Other programs, or a history longer than the disk is large",
                    "No command can be given and no alarm acknowledged once the disk is full",
                    "severe", 8, "Minutes of a large site's history")),
        _alarm("JOURNAL_FAILING", ConditionKind.HIGH, Priority.CRITICAL, 1.0, 0.0, 0,
               "The journal cannot be written: commands are refused, alarm states stand still",
               "Free space or repair the disk. The server goes on by itself within 5 s.",
               _why("A full, read-only or broken disk",
                    "The plant cannot be operated from here and its alarms are not shown",
                    "severe", 2, "Nothing is shown that is not in the journal")),
        _alarm("HISTORIAN_FAILING", ConditionKind.HIGH, Priority.HIGH, 1.0, 0.0, 2_000,
               "The historian cannot be written: samples wait in memory and may be lost",
               "Free space or repair the disk. The server goes on by itself within 5 s.",
               _why("A full, read-only or broken disk",
                    "Samples are lost once memory's share for them is full",
                    "major", 2, "Any failed write")),
    )  # fmt: skip


def _scan_alarms(late: float) -> tuple[AlarmDefinition, ...]:
    return (
        _alarm("SCAN_LATENESS", ConditionKind.HIGH, Priority.MEDIUM, late, 0.2 * late, 10_000,
               "Scans come late: alarms may be raised late",
               "Look for other work on this machine, a slow disk, or too many tags for it.",
               _why("Too much work for this machine, or a slow disk",
                    "Alarms are raised late", "major", 10, "Five scan periods")),
        _alarm("SCAN_LATENESS", ConditionKind.HIGH_HIGH, Priority.HIGH, 4 * late, 0.8 * late, 5_000,
               "Scans come much too late",
               "Watch the plant by other means until it is over; then find the cause.",
               _why("Too much work for this machine, or a disk that hangs",
                    "Alarms come too late to be acted on", "severe", 5, "Twenty scan periods")),
        _alarm("SCAN_DURATION", ConditionKind.HIGH, Priority.LOW, late, 0.2 * late, 10_000,
               "Scans take long", "Look at the disk's speed and at the number of tags.",
               _why("Too many tags for this machine, or a slow disk",
                    "Scans will come late when more happens at once", "minor", 25, "Five scan periods")),
    )  # fmt: skip


def _console_alarms() -> tuple[AlarmDefinition, ...]:
    return (
        _alarm("CONSOLES_SILENT", ConditionKind.HIGH, Priority.MEDIUM, 1.0, 0.0, 30_000,
               "A console is silent: alarms are not heard there",
               "Press the sound button on that console, or unmute it.",
               _why("Sound is muted, or the browser blocks it until somebody clicks",
                    "Nobody at that console hears an alarm", "major", 10, "One console")),
        _alarm("ALARMS_SHELVED", ConditionKind.HIGH, Priority.LOW, SHELVED_MANY, 5.0, MINUTE_MS,
               f"{SHELVED_MANY:.0f} alarms or more are shelved",
               "Look through the shelf: bring back what is needed, have the others mended or removed.",
               _why("Shelving in place of mending, or after a flood",
                    "What is wrong with the plant is out of sight",
                    "minor", 25, "More than a crew can keep in mind")),
    )  # fmt: skip


def source_alarms(source: str, age_limit_s: float) -> tuple[AlarmDefinition, ...]:
    """Alarms on ``source_tags``; ``age_limit_s`` is the longest age limit among the source's tags."""
    limit_s = long_s(age_limit_s)
    return (
        _alarm(f"{source}.AGE", ConditionKind.HIGH, Priority.HIGH, limit_s, 0.5 * limit_s, 0,
               f"Source {source} is silent: its values are old",
               "Look at the source's state under health, at its connection and its device.",
               _why("A broken connection, a device that stands still, or a driver that fails",
                    "The part of the plant behind it is not watched",
                    "severe", 5, "The longest age limit of its tags")),
        _alarm(f"{source}.BAD_SHARE", ConditionKind.HIGH, Priority.MEDIUM, 20.0, 5.0, 10_000,
               f"More than a fifth of the tags of source {source} are bad",
               "Look which of its tags are bad, and whether they have a device in common.",
               _why("A device, a power supply or a cable that many instruments share",
                    "Alarms on these tags cannot be raised", "major", 10, "One instrument alone is not it")),
    )  # fmt: skip


def _alarm(
    tag: str,
    kind: ConditionKind,
    priority: Priority,
    limit_eu: float,
    deadband_eu: float,
    on_delay_ms: int,
    message: str,
    response: str,
    why: Rationalisation,
) -> AlarmDefinition:
    return AlarmDefinition(
        name=f"WAKEFUL.{tag}.{KIND_NAMES[kind]}",
        tag=f"WAKEFUL.{tag}",
        kind=kind,
        priority=priority,
        limit_eu=limit_eu,
        deadband_eu=deadband_eu,
        on_delay_ms=on_delay_ms,
        message=message,
        response=response,
        rationalisation=why,
    )


def _why(
    cause: str, consequence: str, consequence_severity: str, response_min: int, basis: str
) -> Rationalisation:
    return Rationalisation(
        cause=cause,
        consequence=consequence,
        consequence_severity=consequence_severity,
        response_time_ms=response_min * MINUTE_MS,
        basis=basis,
        alarm_class="server",
    )
