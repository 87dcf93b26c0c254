"""The spread walk over processes and the server's own figures, on real processes."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator

import psutil
import pytest

from wakeful.drivers.host.processes import VISITS_MAX, OwnProcessProbe, ProcessProbe, TaskCountProbe
from wakeful.drivers.host.quantity import WAITING
from wakeful.terms.quality import Quality

ADDRESSES = ("COUNT", "BUSIEST", "BUSIEST_ID", "LARGEST", "LARGEST_ID", "ZOMBIES")


@pytest.fixture
def spinner() -> Iterator[subprocess.Popen[bytes]]:
    """A process that keeps one processor busy."""
    process = subprocess.Popen([sys.executable, "-S", "-c", "while True: pass"])
    yield process
    process.kill()
    process.wait()


def test_a_busy_process_is_found_within_two_rounds(spinner: subprocess.Popen[bytes]) -> None:
    probe = ProcessProbe()
    assert probe.read(0)[1:] == (WAITING,) * 5
    deadline_s = time.monotonic() + 60.0
    found: dict[str, float | Quality] = {}
    busy: set[float | Quality] = set()
    while spinner.pid not in busy:
        assert time.monotonic() < deadline_s, f"never the busiest: {found}"
        found = dict(zip(ADDRESSES, probe.read(time.monotonic_ns()), strict=True))
        if isinstance(found["BUSIEST"], float) and found["BUSIEST"] > 5.0:
            busy.add(found["BUSIEST_ID"])
    assert found["COUNT"] == pytest.approx(len(psutil.pids()), abs=50)
    assert isinstance(found["LARGEST"], float)
    assert found["LARGEST"] > 1.0


def test_an_unburied_child_is_counted_as_zombie() -> None:
    child = subprocess.Popen(["/bin/true"])
    try:
        deadline_s = time.monotonic() + 30.0
        while psutil.Process(child.pid).status() != psutil.STATUS_ZOMBIE:
            assert time.monotonic() < deadline_s
        probe = ProcessProbe()
        zombies: float | Quality = WAITING
        while not isinstance(zombies, float):
            assert time.monotonic() < deadline_s
            zombies = probe.read(time.monotonic_ns())[5]
        assert zombies >= 1.0
    finally:
        child.wait()


def test_one_poll_visits_a_bounded_number_of_processes() -> None:
    probe = ProcessProbe()
    probe.read(0)
    for at_ns in range(1, 50):
        seen = len(probe._seen)
        probe.read(at_ns)
        assert len(probe._seen) - seen <= VISITS_MAX


def test_sampling_anew_forgets_the_last_round() -> None:
    probe = ProcessProbe()
    for at_ns in range(1, 1000):
        if probe.read(at_ns)[5] is not WAITING:
            break
    probe.forget()
    assert probe.read(2000)[1:] == (WAITING,) * 5


def test_threads_are_counted_for_the_whole_machine() -> None:
    threads, runnable = TaskCountProbe().read(0)
    assert isinstance(threads, float)
    assert threads >= len(psutil.Process().threads())
    assert isinstance(runnable, float)
    assert 1.0 <= runnable <= threads


def test_the_server_knows_what_it_takes_itself() -> None:
    probe = OwnProcessProbe()
    assert probe.read(10**9)[0] is WAITING
    use, held_mib, threads, *files = probe.read(3 * 10**9)
    assert isinstance(use, float)
    assert use >= 0.0
    assert held_mib == pytest.approx(psutil.Process(os.getpid()).memory_info().rss / 2**20, rel=0.2)
    assert isinstance(threads, float)
    assert threads >= 1.0
    assert all(isinstance(count, float) and count >= 3.0 for count in files)
