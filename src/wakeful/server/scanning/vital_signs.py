"""What the server measures of itself: written by the scan thread, read by self-watch and health.

Single numbers and texts, each written by one thread; readers may see one a scan older than another.
"""

from dataclasses import dataclass


@dataclass(slots=True)
class VitalSigns:
    """The state of the scan loop and of storage, now.

    ``lateness_ms`` and ``duration_ms`` are the worst since they were last taken by ``take_worst``.
    """

    scan_sequence: int = 0
    last_pass_ns: int = 0
    """Last time the loop came round, with or without anything to scan."""
    last_duration_ms: float = 0.0
    lateness_ms: float = 0.0
    duration_ms: float = 0.0
    scans_late: int = 0
    journal_records: int = 0
    journal_error: str | None = None
    records_waiting: int = 0
    records_dropped: int = 0
    historian_error: str | None = None
    maintenance_error: str | None = None
    rows_waiting: int = 0
    rows_dropped: int = 0
    consoles: int = 0
    consoles_silent: int = 0
    alarms_shelved: int = 0
    floods: frozenset[str] = frozenset()
    """Operator positions in a flood."""

    @property
    def history_error(self) -> str | None:
        """Why samples are not kept as they should be, or None."""
        return self.historian_error or self.maintenance_error

    def note_pass(self, now_ns: int, lateness_ms: float, late: bool) -> None:
        """The loop came round, this much after it meant to."""
        self.last_pass_ns = now_ns
        self.lateness_ms = max(self.lateness_ms, lateness_ms)
        self.scans_late += late

    def note_scan(self, duration_ms: float) -> None:
        """A scan with everything that follows from it took this long."""
        self.scan_sequence += 1
        self.last_duration_ms = duration_ms
        self.duration_ms = max(self.duration_ms, duration_ms)

    def take_worst(self) -> tuple[float, float]:
        """Worst lateness and duration [ms] since the last call."""
        worst = (self.lateness_ms, self.duration_ms)
        self.lateness_ms = self.duration_ms = 0.0
        return worst
