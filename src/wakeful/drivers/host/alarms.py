"""The machine's default alarms: few enough, slow enough, that an ordinary machine is quiet.

Rationalised are those that whoever looks after the machine acts on within half an hour. A busy processor is
no such thing: where a site demands rationalisation, it comes and goes in the journal and calls nobody.
"""

import re
from collections.abc import Callable, Iterable

import msgspec

from wakeful.drivers.host.quantity import Quantity
from wakeful.terms.alarm import PLAIN, AlarmDefinition, ConditionKind, Handling, Priority, Rationalisation

SUFFIX = {
    ConditionKind.HIGH_HIGH: "HH",
    ConditionKind.HIGH: "H",
    ConditionKind.LOW: "L",
    ConditionKind.LOW_LOW: "LL",
    ConditionKind.INPUT_BAD: "BAD",
}
MINUTE_MS = 60_000


class Rule(msgspec.Struct, frozen=True, kw_only=True):
    """An alarm for every quantity whose whole address matches ``pattern``.

    ``limit`` is a number in the quantity's unit, or works it out from the quantity.
    ``what`` is put after the quantity's description to make the message.
    """

    pattern: str
    kind: ConditionKind
    priority: Priority
    limit: float | Callable[[Quantity], float] = 0.0
    deadband_eu: float = 0.0
    on_delay_ms: int = MINUTE_MS
    off_delay_ms: int = 30_000
    what: str
    response: str
    why: tuple[str, str, str, int] | None = None
    """Cause, consequence, its severity, minutes within which acting helps; None where nobody need act."""
    basis: str = "what an ordinary machine does not reach"
    handling: Handling = PLAIN


def _below_critical(margin_c: float) -> Callable[[Quantity], float]:
    """Limit ``margin_c`` below the critical temperature, which is 20 °C below the end of the range."""
    return lambda quantity: quantity.range_high_eu - 20.0 - margin_c


_FLAPPING = Handling(count=3, count_window_ms=10 * MINUTE_MS)
"""A link that goes down three times in ten minutes is an alarm, however soon it comes back each time."""

HH, H, L, LL, BAD = (
    ConditionKind.HIGH_HIGH,
    ConditionKind.HIGH,
    ConditionKind.LOW,
    ConditionKind.LOW_LOW,
    ConditionKind.INPUT_BAD,
)

RULES = (
    Rule(pattern=r"CPU\.USE", kind=H, priority=Priority.LOW, limit=95.0, deadband_eu=10.0, what="very high",
         response="Look at PROC.BUSIEST_ID for the process, and stop it or let it finish."),
    Rule(pattern=r"CPU\.IOWAIT", kind=H, priority=Priority.LOW, limit=60.0, deadband_eu=10.0,
         on_delay_ms=3 * MINUTE_MS, what="high: programs stand still for the disk",
         response="See which disk is busy; look for a backup, a failing disk or too little memory."),
    Rule(pattern=r"CPU\.STEAL", kind=H, priority=Priority.LOW, limit=40.0, deadband_eu=10.0,
         on_delay_ms=5 * MINUTE_MS, what="high: this virtual machine is kept waiting",
         response="Ask whoever runs the host to give this machine its share."),
    Rule(pattern=r"LOAD\.5MIN", kind=H, priority=Priority.LOW, limit=lambda q: q.range_high_eu / 2.0,
         deadband_eu=1.0, what="more than four times the number of processors",
         response="Look for many programs started at once, or for a disk that does not answer."),
    Rule(pattern=r"PRESSURE\.CPU", kind=H, priority=Priority.LOW, limit=90.0, deadband_eu=10.0,
         on_delay_ms=5 * MINUTE_MS, what="almost all of it",
         response="Move work to another machine or lower its priority."),
    Rule(pattern=r"PRESSURE\.IO_ALL", kind=H, priority=Priority.LOW, limit=60.0, deadband_eu=10.0,
         on_delay_ms=3 * MINUTE_MS, what="more than half of it",
         response="Check the disks' health and what writes to them; history may be written late."),
    Rule(pattern=r"PRESSURE\.MEM_ALL", kind=H, priority=Priority.MEDIUM, limit=20.0, deadband_eu=5.0,
         what="the machine is thrashing",
         response="End the largest process (PROC.LARGEST_ID) before the kernel chooses one.",
         why=("Programs need more memory than there is",
              "Everything slows down, scans come late", "major", 10)),
    Rule(pattern=r"MEM\.USED", kind=HH, priority=Priority.HIGH, limit=97.0, deadband_eu=2.0,
         on_delay_ms=30_000, what="nearly all: the kernel will soon end a process to make room",
         response="End the largest process (PROC.LARGEST_ID) that is not needed.",
         why=("A program grows without end",
              "The kernel ends a process, perhaps this one", "severe", 8)),
    Rule(pattern=r"MEM\.USED", kind=H, priority=Priority.MEDIUM, limit=90.0, deadband_eu=3.0, what="high",
         response="Find the process that grows (PROC.LARGEST) and plan its restart.",
         why=("A program grows",
              "The machine begins to swap", "major", 10)),
    Rule(pattern=r"SWAP\.USED", kind=H, priority=Priority.LOW, limit=90.0, deadband_eu=5.0,
         on_delay_ms=5 * MINUTE_MS, what="nearly full",
         response="Programs need more memory than there is: end some or add memory."),
    Rule(pattern=r"FS_.*\.USED", kind=HH, priority=Priority.HIGH, limit=97.0, deadband_eu=1.0,
         what="nearly full: writing will soon fail",
         response="Free space now. If the site folder is on it, history and journal stop when it is full.",
         why=("Logs, history or somebody's files",
              "Writing fails: journal and history stop", "severe", 8)),
    Rule(pattern=r"FS_.*\.USED", kind=H, priority=Priority.MEDIUM, limit=90.0, deadband_eu=1.0,
         what="filling up", response="Delete what is not needed, or shorten the history that is kept.",
         why=("Logs, history or somebody's files",
              "The file system fills up", "major", 10)),
    Rule(pattern=r"FS_.*\.INODES", kind=HH, priority=Priority.HIGH, limit=97.0, deadband_eu=1.0,
         what="nearly used up: no new file can be made soon",
         response="Look for a directory with very many small files and clear it.",
         why=("Very many small files",
              "No file can be made: journal and history stop", "severe", 8)),
    Rule(pattern=r"FS_.*\.INODES", kind=H, priority=Priority.MEDIUM, limit=90.0, deadband_eu=1.0,
         what="running short", response="Look for a directory with very many small files and clear it.",
         why=("Very many small files",
              "The file system runs out of files", "major", 10)),
    Rule(pattern=r"FS_.*\.USED", kind=BAD, priority=Priority.MEDIUM, what="cannot be read",
         response="Check that the file system is mounted and that the server may read it.",
         why=("Unmounted, or the server may not read it",
              "What is kept there is not to be had", "major", 10)),
    Rule(pattern=r"DISK_.*\.BUSY", kind=H, priority=Priority.LOW, limit=98.0, deadband_eu=10.0,
         on_delay_ms=5 * MINUTE_MS, what="all of it",
         response="See what reads and writes; a disk that is busy without moving data may be failing."),
    Rule(pattern=r"DISK_.*\.READ", kind=BAD, priority=Priority.MEDIUM, what="the disk cannot be read",
         response="Check that the disk is there and look in the kernel's messages for its errors.",
         why=("The disk has gone or fails",
              "Data on it may be lost", "major", 10)),
    Rule(pattern=r"NET_.*\.ERRORS", kind=H, priority=Priority.LOW, limit=1.0, deadband_eu=0.5,
         what="arriving or leaving", response="Check cable, plug and the port at the other end."),
    Rule(pattern=r"NET_.*\.DROPS", kind=H, priority=Priority.LOW, limit=100.0, deadband_eu=50.0,
         on_delay_ms=2 * MINUTE_MS, what="more than 100 a second",
         response="The machine or the line is overloaded: look for unusual traffic."),
    Rule(pattern=r"NET_.*\.LINK", kind=L, priority=Priority.MEDIUM, limit=0.0, on_delay_ms=15_000,
         off_delay_ms=5_000, what="is down",
         response="Check cable and switch; sources and consoles behind it are out of reach.",
         why=("A cable, a plug or a switch",
              "Sources and consoles behind it are out of reach", "major", 10),
         handling=_FLAPPING),
    Rule(pattern=r"NET_.*\.LINK", kind=BAD, priority=Priority.MEDIUM, on_delay_ms=30_000, what="has gone",
         response="Check that the adapter is plugged in and its driver loaded.",
         why=("The adapter was unplugged or its driver failed",
              "Sources behind it are out of reach", "major", 10)),
    Rule(pattern=r"TEMP_.*", kind=HH, priority=Priority.HIGH, limit=_below_critical(3.0), deadband_eu=5.0,
         on_delay_ms=30_000, what="about to reach the critical limit; the machine will switch itself off",
         response="Take load off the machine and check fans, filters and the room's cooling.",
         why=("A fan has failed, or dust blocks the air",
              "The machine switches itself off", "severe", 8)),
    Rule(pattern=r"TEMP_.*", kind=H, priority=Priority.MEDIUM, limit=_below_critical(8.0), deadband_eu=5.0,
         on_delay_ms=3 * MINUTE_MS, what="near the critical limit",
         response="Check fans, filters and the room's cooling.",
         why=("A fan has failed, or the room is warm",
              "The machine slows down, then switches off", "major", 10)),
    Rule(pattern=r"FILES\.USED", kind=HH, priority=Priority.HIGH, limit=95.0, deadband_eu=3.0,
         on_delay_ms=30_000, what="nearly all: programs will fail to open files",
         response="Find and restart the program that does not close its files.",
         why=("A program does not close its files",
              "Programs fail to open files", "severe", 8)),
    Rule(pattern=r"FILES\.USED", kind=H, priority=Priority.MEDIUM, limit=80.0, deadband_eu=5.0, what="high",
         response="Find the program that does not close its files.",
         why=("A program does not close its files",
              "The limit comes nearer, when programs fail", "major", 10)),
    Rule(pattern=r"PROC\.ZOMBIES", kind=H, priority=Priority.LOW, limit=100.0, deadband_eu=20.0,
         on_delay_ms=5 * MINUTE_MS, what="many of them",
         response="Find the parent that does not collect its children and restart it."),
    Rule(pattern=r"SERVER\.FILES", kind=H, priority=Priority.MEDIUM, limit=lambda q: 0.8 * q.range_high_eu,
         deadband_eu=10.0, what="near the most it may have",
         response="Restart the server at a quiet moment and report the fault.",
         why=("The server does not close its files",
              "It will refuse consoles and sources", "major", 10)),
    Rule(pattern=r"BATTERY\.CHARGE", kind=LL, priority=Priority.HIGH, limit=8.0, deadband_eu=2.0,
         on_delay_ms=15_000, what="nearly empty: the machine will switch itself off",
         response="Connect the mains now.",
         why=("The mains has been off for long",
              "The machine switches itself off", "severe", 8)),
    Rule(pattern=r"BATTERY\.CHARGE", kind=L, priority=Priority.LOW, limit=20.0, deadband_eu=3.0,
         what="low", response="Connect the mains.",
         why=("The mains is off",
              "The machine will switch itself off", "minor", 20)),
)  # fmt: skip


def default_alarms(quantities: Iterable[Quantity], prefix: str) -> tuple[AlarmDefinition, ...]:
    """The alarms that the rules give these quantities, named tag + '.' + HH, H, L, LL or BAD."""
    return tuple(
        AlarmDefinition(
            name=f"{prefix}{quantity.address}.{SUFFIX[rule.kind]}",
            tag=prefix + quantity.address,
            kind=rule.kind,
            priority=rule.priority,
            limit_eu=rule.limit(quantity) if callable(rule.limit) else rule.limit,
            deadband_eu=rule.deadband_eu,
            on_delay_ms=rule.on_delay_ms,
            off_delay_ms=rule.off_delay_ms,
            message=f"{quantity.description}: {rule.what}",
            response=rule.response,
            handling=rule.handling,
            rationalisation=_rationalisation(rule),
        )
        for quantity in quantities
        if quantity.alarmed
        for rule in RULES
        if re.fullmatch(rule.pattern, quantity.address)
    )


def _rationalisation(rule: Rule) -> Rationalisation | None:
    if rule.why is None:
        return None
    cause, consequence, severity, minutes = rule.why
    return Rationalisation(
        cause=cause,
        consequence=consequence,
        consequence_severity=severity,
        response_time_ms=minutes * MINUTE_MS,
        basis=rule.basis,
        alarm_class="machine",
    )
