"""The body of the server's health, as a console reads it."""

import msgspec

from wakeful.server import wire
from wakeful.server.health_body import ConsoleSoundBody, HealthBody


def test_health_comes_to_a_console_as_it_was_sent() -> None:
    heard = ConsoleSoundBody(
        console="3f2a91 at 10.0.0.7", user="Ada", here=True, connected=True, sound="on", heard_ms=1.5
    )
    never = msgspec.structs.replace(heard, console="770947", here=False, sound="unknown", heard_ms=None)
    body = HealthBody(
        server_time_ms=2.0,
        scan_sequence=1,
        last_scan_ms=1.0,
        scan_duration_ms=0.5,
        scans_late=0,
        journal_records=3,
        journal_error=None,
        historian_error="No space left on device",
        sources={"plant": "running"},
        consoles=2,
        sounds=(heard, never),
    )
    sent = msgspec.json.encode(body)
    assert msgspec.json.decode(sent, type=wire.HealthBody) == body
    assert [each["heard_ms"] for each in msgspec.json.decode(sent)["sounds"]] == [1.5, None]
