"""Rule c on a recorded hour: replayed twice, cut differently, the journal and the state agree byte for byte.

The hour is recorded from the water works, with a burst, lying instruments and gaps, so that alarms come and
go and inputs fail. The journal is the real one, on disk.
"""

import hashlib

import numpy as np
import pytest

from wakeful.engine.plan import Plan
from wakeful.engine.scan import scan
from wakeful.engine.state import EngineState
from wakeful.engine.view import unacknowledged
from wakeful.journal import Journal
from wakeful.plants.faulty_plant import FaultyPlant
from wakeful.plants.water_works import WaterWorks
from wakeful.terms.command import Acknowledge, Actor
from wakeful.terms.effect import AlarmChanged
from wakeful.terms.samples import SampleBlock
from wakeful.terms.site import Site, System

SECOND_NS = 1_000_000_000
ROWS = 3_600
ANNA = Actor("Anna", "operator")


@pytest.fixture(scope="module")
def recording():
    plant = FaultyPlant(WaterWorks(seed=3))
    described = plant.describe()
    site = Site(
        name="hour",
        systems=(System(id="", name="water"),),
        sources=(),
        tags=described.tags,
        alarms=described.alarms,
    )
    faults = {fault.name: fault for fault in described.faults}
    steps = [(ROWS // 6, True, ["burst", "power_loss", "contamination"])]
    steps += [(ROWS // 3, True, ["bias", "freeze", "drop_out", "noise"])]
    steps += [(2 * ROWS // 3, False, [*steps[0][2], *steps[1][2]])]
    block = SampleBlock.unfilled(np.arange(1, ROWS + 1) * SECOND_NS, len(site.tags))
    for row in range(ROWS):
        for name in [name for at, _, names in steps if at == row for name in names]:
            active, fault = row < 2 * ROWS // 3, faults[name]
            target = fault.targets[len(fault.targets) // 2] if fault.targets else ""
            assert plant.inject(name, target, fault.severity_high, active) == ""
        plant.step()
        block.values[row], block.quality[row] = plant.read()
    return site, block


def replay(folder, recording, sizes):
    """Scan the hour in blocks of the given sizes, in turn; acknowledge at fixed instants; journal all."""
    site, block = recording
    state, journal = EngineState.start(Plan.compile(site), 0), Journal.open(folder)
    start, turn = 0, 0
    while start < ROWS:
        # Acknowledgements come at whole minutes: no block reaches over one.
        stop = min(start + sizes[turn % len(sizes)], 60 * (start // 60 + 1))
        commands = []
        if start % 60 == 0:
            commands = [
                Acknowledge(
                    id=f"{start}-{alarm}",
                    actor=ANNA,
                    at_ns=start * SECOND_NS,
                    alarm=site.alarms[alarm].name,
                    occurrence=int(state.alarms.table["occurrence"][alarm]),
                    revision=int(state.alarms.table["revision"][alarm]),
                )
                for alarm in np.flatnonzero(unacknowledged(state))
            ]
        state, effects, _ = scan(state, block.slice_rows(start, stop), commands, stop * SECOND_NS)
        for effect in effects:
            journal.append([effect])
        start, turn = stop, turn + 1
    records = [record for _, record in journal.read(0)]
    journal.close()
    files = sorted(path for path in folder.rglob("*") if path.is_file() and "lock" not in path.name)
    digest = hashlib.sha256(b"".join(path.name.encode() + path.read_bytes() for path in files))
    return records, digest.hexdigest(), state.to_bytes()


def test_a_recorded_hour_replays_byte_for_byte(tmp_path, recording):
    records, journal_digest, state_bytes = replay(tmp_path / "a", recording, [1])
    moves = [record for record in records if isinstance(record, AlarmChanged)]
    assert {move.event for move in moves} == {"abnormal", "normal", "acknowledge"}
    assert len(moves) > 10
    for name, sizes in (("b", [1]), ("c", [60]), ("d", [7, 31, 1, 60])):
        again = replay(tmp_path / name, recording, sizes)
        assert again[0] == records
        assert again[1:] == (journal_digest, state_bytes)
