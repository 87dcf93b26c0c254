"""Real processes: killed at any moment, or out of space; nothing acknowledged is lost, nothing is torn."""

import random
import subprocess
import sys
from pathlib import Path

import pytest

from tests.journal.records import done
from wakeful.journal import Journal
from wakeful.terms.errors import StorageError

WRITER = """
import sys
from tests.journal.records import done
from wakeful.journal import Journal
journal = Journal.open(sys.argv[1], segment_bytes=20_000)
number = journal.next_sequence
while True:
    count = 1 + number % 7
    first = journal.append([done(number + k, "x" * 40 * (number % 5)) for k in range(count)])
    number = first + count
    print(number, flush=True)
"""
FILLER = """
import resource, sys
from tests.journal.records import done
from wakeful.journal import Journal
from wakeful.terms.errors import StorageError
resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, resource.RLIM_INFINITY))
journal = Journal.open(sys.argv[1])
number = 0
try:
    while True:
        journal.append([done(number + k) for k in range(10)])
        number += 10
        print(number, flush=True)
except StorageError as error:
    assert journal.failed and "File too large" in str(error), error
assert journal.next_sequence == number == len(list(journal.read()))
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
assert journal.recover().next_sequence == number
assert journal.append([done(number)]) == number
print(number + 1, flush=True)
"""


def run(program: str, folder: Path) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", program, str(folder)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[2])


def test_kill_at_random_moments_loses_no_acknowledged_record(tmp_path: Path) -> None:
    chance = random.Random(20)
    for _ in range(8):
        process = run(WRITER, tmp_path)
        assert process.stdout is not None
        for _ in range(chance.randrange(1, 150)):
            process.stdout.readline()
        process.kill()
        lines = process.stdout.read().splitlines()
        process.stdout.close()
        process.wait()
        # A number may have been cut while it was printed; the one before it is whole then.
        acknowledged = max((int(line) for line in lines[:-1]), default=0)
        with Journal.open(tmp_path) as journal:
            assert journal.next_sequence >= acknowledged
            for sequence, record in journal.read():
                assert record == done(sequence, getattr(record, "detail", ""))


def test_a_full_disk_loses_nothing_and_the_journal_goes_on_when_there_is_room(tmp_path: Path) -> None:
    process = run(FILLER, tmp_path)
    output, _ = process.communicate(timeout=60)
    assert process.returncode == 0
    acknowledged = int(output.split()[-1])
    assert acknowledged > 300
    with Journal.open(tmp_path) as journal:
        assert [record for _, record in journal.read()] == [done(k) for k in range(acknowledged)]
        assert journal.recovery.torn_bytes == 0


@pytest.fixture(name="small_disk")
def small_disk_fixture(tmp_path: Path) -> Path:
    """A file system of 1 MiB, where the machine lets us mount one."""
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(tmp_path)], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("mounting a small file system is not allowed here; the file size limit stands in for it")
    return tmp_path


def test_a_really_full_file_system(small_disk: Path) -> None:
    try:
        journal = Journal.open(small_disk / "journal", segment_bytes=200_000)
        ballast = small_disk / "ballast"
        ballast.write_bytes(b"\0" * 300_000)
        number = 0
        with pytest.raises(StorageError, match="No space left"):
            while True:
                journal.append([done(number + k) for k in range(50)])
                number += 50
        with pytest.raises(StorageError):
            journal.append([done(number)])
        assert len(list(journal.read())) == number > 1_000
        ballast.unlink()
        journal.recover()
        assert journal.append([done(number)]) == number
        journal.close()
        with Journal.open(small_disk / "journal") as journal:
            assert [record for _, record in journal.read()] == [done(k) for k in range(number + 1)]
    finally:
        subprocess.run(["umount", str(small_disk)], check=True)
