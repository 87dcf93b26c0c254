"""The bytes of version 1 never change: a journal kept in hex is written again alike, and reads back."""

import hashlib
from pathlib import Path

from wakeful.journal import Journal, leaf_hash
from wakeful.terms.command import Acknowledge, Actor, Disturb, Operate
from wakeful.terms.effect import (
    AlarmChanged,
    CommandAccepted,
    CommandRefused,
    InjectFault,
    InputChanged,
    OutputDone,
    Record,
    ServerStarted,
    ServerStopped,
    SessionChanged,
    WriteOutput,
)

GOLDEN = Path(__file__).parent / "golden"
AT_NS = 1_700_000_000_123_456_789
ACTOR = Actor("Zoë", "operator")
RAISED = AlarmChanged(
    at_ns=AT_NS,
    alarm="T-1.level high",
    tag="T-1.level",
    kind="high",
    priority=2,
    event="abnormal",
    before="A",
    after="B",
    occurrence=1,
    revision=1,
    value=0.1,
    quality=0,
    limit_eu=3.0,
)
BATCHES: list[list[Record]] = [
    [
        ServerStarted(
            at_ns=AT_NS, version="0.1.0", site="Golden", configuration_sha256="00ff" * 16, tags=1, alarms=1
        )
    ],
    [RAISED, InputChanged(at_ns=AT_NS, cause="lost", count=2, tags=("T-1.level", "P-1.flow"))],
    [
        SessionChanged(at_ns=AT_NS, actor=ACTOR, event="signed_in"),
        CommandAccepted(
            at_ns=AT_NS,
            command=Acknowledge(
                id="c1", actor=ACTOR, at_ns=AT_NS, alarm="T-1.level high", occurrence=1, revision=1
            ),
        ),
        CommandRefused(
            at_ns=AT_NS,
            command=Operate(id="c2", actor=ACTOR, at_ns=AT_NS, equipment="P-1", control="run", value=1.0),
            reason="mode_auto",
            detail="P-1 is in AUTO",
        ),
        CommandAccepted(
            at_ns=AT_NS,
            command=Disturb(id="c3", actor=ACTOR, at_ns=AT_NS, source="water", fault="burst", target="J1"),
        ),
        InjectFault(
            at_ns=AT_NS,
            command_id="c3",
            source="water",
            fault="burst",
            target="J1",
            severity=1e-300,
            active=True,
        ),
        WriteOutput(
            at_ns=AT_NS, command_id="c4", source="water", equipment="P-1", control="speed", value=1e22
        ),
        OutputDone(at_ns=AT_NS, command_id="c4", ok=False, detail='the pump says "no"\n'),
    ],
    [ServerStopped(at_ns=AT_NS, cause="asked to")],
]
SEGMENT_BYTES = 1_200


def hex_of(data: bytes) -> str:
    return "".join(data[start : start + 32].hex() + "\n" for start in range(0, len(data), 32))


def written(folder: Path) -> dict[str, str]:
    with Journal.open(folder, segment_bytes=SEGMENT_BYTES) as journal:
        for records in BATCHES:
            journal.append(records)
    files = [*folder.glob("*.journal"), folder / "acknowledged"]
    return {f"{path.name}.hex": hex_of(path.read_bytes()) for path in files}


def test_the_writer_writes_the_golden_bytes(tmp_path: Path) -> None:
    golden = {path.name: path.read_text() for path in GOLDEN.glob("*.hex")}
    assert len(golden) == 4
    assert written(tmp_path) == golden


def test_the_reader_reads_the_golden_bytes(tmp_path: Path) -> None:
    reads_back(GOLDEN, tmp_path)


def test_what_was_written_before_alarms_had_marks_reads_as_it_was_meant(tmp_path: Path) -> None:
    reads_back(GOLDEN / "earlier", tmp_path)


def reads_back(golden: Path, tmp_path: Path) -> None:
    for path in golden.glob("*.hex"):
        (tmp_path / path.stem).write_bytes(bytes.fromhex(path.read_text()))
    with Journal.open(tmp_path) as journal:
        records = [record for batch in BATCHES for record in batch]
        assert [record for _, record in journal.read()] == records
        assert [record for _, record in journal.read_backwards(limit=1000)] == records[::-1]


def test_leaf_hashes_of_the_golden_entries(tmp_path: Path) -> None:
    written(tmp_path)
    with Journal.open(tmp_path) as journal:
        leaves = b"".join(leaf_hash(entry) for _, entry in journal.read_entries())
    assert len(leaves) == 32 * sum(map(len, BATCHES))
    assert hashlib.sha256(leaves).hexdigest() == (GOLDEN / "leaves.sha256").read_text().strip()
