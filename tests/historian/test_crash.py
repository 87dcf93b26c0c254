"""Real processes: killed at any moment while they append and seal, or out of space."""

import random
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from tests.historian.blocks import dense_block
from wakeful.historian import Historian
from wakeful.terms.errors import StorageError

TAGS = [f"t{number}" for number in range(30)]
EVER = (-(2**62), 2**62)
WRITER = """
import queue, sys, threading
from tests.historian.blocks import dense_block
from wakeful.historian import Historian
tags = [f"t{number}" for number in range(30)]
historian = Historian.open(sys.argv[1], tags, segment_s=20, part_bytes=4_000)
row = int(sys.argv[2])
hours = queue.SimpleQueue()
def maintain():
    while True:
        historian.seal(hours.get())
threading.Thread(target=maintain, daemon=True).start()
while True:
    if row % 20 == 0:
        hours.put(row * 10**9)
    historian.append(dense_block(row * 10**9, 2, 30))
    row += 2
    print(row, flush=True)
"""
FILLER = """
import resource, sys
from tests.historian.blocks import dense_block
from wakeful.historian import Historian
from wakeful.terms.errors import StorageError
resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, resource.RLIM_INFINITY))
historian = Historian.open(sys.argv[1], [f"t{number}" for number in range(30)])
row = 0
try:
    while True:
        historian.append(dense_block(row * 10**9, 1, 30))
        row += 1
except StorageError as error:
    assert historian.failed and "File too large" in str(error), error
assert len(historian.read_raw("t7", 0, 2**62)[0]) == row
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
historian.append(dense_block(row * 10**9, 1, 30))
assert historian.failed is None
print(row + 1, flush=True)
"""


def run(program: str, *arguments: object) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", program, *map(str, arguments)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[2])


def test_kill_at_random_moments_loses_no_acknowledged_sample_and_doubles_none(tmp_path: Path) -> None:
    chance = random.Random(7)
    row = 0
    for _ in range(6):
        process = run(WRITER, tmp_path, row)
        assert process.stdout is not None
        for _ in range(chance.choice([10, 100, 500]) + chance.randrange(100)):
            process.stdout.readline()
        process.kill()
        lines = process.stdout.read().splitlines()
        process.stdout.close()
        process.wait()
        # A number may have been cut while it was printed; the one before it is whole then.
        acknowledged = max((int(line) for line in lines[:-1]), default=row)
        with Historian.open(tmp_path, TAGS) as historian:
            assert historian.recovery.damage == ()
            for tag in (0, 13, 29):
                times_ns, values, _ = historian.read_raw(TAGS[tag], *EVER)
                row = len(times_ns)
                assert row >= acknowledged
                assert np.array_equal(times_ns, np.arange(row) * 10**9)
                assert np.array_equal(values, np.arange(row) + tag / 1000)
    assert list((tmp_path / "segments").iterdir())


def test_a_full_disk_loses_nothing_and_goes_on_by_itself_when_there_is_room(tmp_path: Path) -> None:
    process = run(FILLER, tmp_path)
    output, _ = process.communicate(timeout=60)
    assert process.returncode == 0
    rows = int(output)
    assert rows > 100
    with Historian.open(tmp_path, TAGS) as historian:
        assert (historian.recovery.torn_bytes, historian.recovery.damage) == (0, ())
        assert np.array_equal(historian.read_raw("t7", *EVER)[0], np.arange(rows) * 10**9)


@pytest.fixture(name="small_disk")
def small_disk_fixture(tmp_path: Path) -> Path:
    """A file system of 1 MiB, where the machine lets us mount one."""
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(tmp_path)], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("mounting a small file system is not allowed here; the file size limit stands in for it")
    return tmp_path


def test_a_really_full_file_system_seals_nothing_and_loses_nothing(small_disk: Path) -> None:
    try:
        ballast = small_disk / "ballast"
        ballast.write_bytes(b"\0" * 400_000)
        with Historian.open(small_disk / "historian", TAGS, part_bytes=100_000) as historian:
            historian.seal(0)
            rows = 0
            with pytest.raises(StorageError, match="No space left"):
                while True:
                    historian.append(dense_block(rows * 10**9, 20, 30))
                    rows += 20
            with pytest.raises(StorageError, match="cannot seal"):
                historian.seal(10**15)
            assert len(historian.read_raw("t3", *EVER)[0]) == rows > 500
            ballast.unlink()
            historian.append(dense_block(rows * 10**9, 20, 30))
            historian.seal(2 * 10**15)
            assert list((small_disk / "historian" / "wal").iterdir()) == []
            assert len(historian.read_raw("t3", *EVER)[0]) == rows + 20
    finally:
        subprocess.run(["umount", str(small_disk)], check=True)
