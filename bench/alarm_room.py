"""What the alarm room promises on a bad day: a burst, a sustained flood with people acting, and a restart.

Three parts, each a module of its own: 20,000 alarms in one scan, 1,000 moves a second with acknowledgements
of which many are stale, and a restart with 10,000 alarms in every state that an alarm can be in.
"""

import tempfile
from pathlib import Path

from bench.alarm_room_burst import measure_burst
from bench.alarm_room_requests import measure_requests
from bench.alarm_room_restart import measure_restart
from bench.alarm_room_sustained import measure_sustained
from bench.figure import Figure
from wakeful.engine.warm_up import warm_up

NAME = "alarm_room"


def measure(quick: bool) -> list[Figure]:
    """The engine's parts first, then those of a real server."""
    warm_up()
    with tempfile.TemporaryDirectory(prefix="wakeful-bench-") as name:
        folder = Path(name)
        return [
            *measure_restart(folder / "restart", alarms=1_200 if quick else 12_000),
            *measure_sustained(folder / "sustained", run_s=4 if quick else 300),
            *measure_requests(folder / "requests", run_s=4 if quick else 300),
            *measure_burst(folder / "burst", tags=2_000 if quick else 20_000, bursts=1 if quick else 4),
        ]
