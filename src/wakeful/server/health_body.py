"""What the server says of its own state and of the consoles: a body of ``wire``.

Instants are float milliseconds since 1970-01-01 UTC.
"""

import msgspec


class ConsoleSoundBody(msgspec.Struct, frozen=True, kw_only=True):
    """Whether one console can be heard: what it says itself, and what the person at it confirmed."""

    console: str
    """As the journal calls it."""
    user: str
    here: bool
    """It is the one that asks."""
    connected: bool
    sound: str
    """What it said last: on, muted, blocked; or unknown."""
    heard_ms: float | None
    """When ``user`` last confirmed there that every sound can be heard; None: not since signing in."""


class HealthBody(msgspec.Struct, frozen=True, kw_only=True):
    """Whether the server does its work: the last scan, its lateness, storage, sources and consoles."""

    server_time_ms: float
    scan_sequence: int
    last_scan_ms: float
    scan_duration_ms: float
    scans_late: int
    journal_records: int
    journal_error: str | None
    historian_error: str | None
    sources: dict[str, str]
    consoles: int
    sounds: tuple[ConsoleSoundBody, ...]
    """Of every console that is connected, and of those at which the sound was confirmed; one's own first."""
