"""The advisor is compiled beside the server: what is compiled, when it is over, and what can go wrong."""

import os
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest
from msgspec.structs import replace
from numba.core import event

from tests.server.small_site import small_site
from tests.server.waiting import DEADLINE_S, wait_until
from wakeful.alarms.advisor.history import History
from wakeful.alarms.advisor.site_advisor import REPLAYED_KINDS, SiteAdvisor
from wakeful.server.alarm_room import advisor_warm_up
from wakeful.server.alarm_room.advisor_warm_up import (
    COMMAND,
    LOWEST_URGENCY,
    AdvisorWarmUp,
    warm_up_advisor,
)

SECOND_NS = 1_000_000_000


@pytest.fixture
def gate(tmp_path: Path) -> Path:
    """A pipe: who reads from it ends when somebody has opened it to write and closed it."""
    os.mkfifo(tmp_path / "gate")
    return tmp_path / "gate"


class Stage:
    """A preparation with a process of the test, and what it reported."""

    def __init__(self, command: Sequence[str | Path], s_max: float = DEADLINE_S) -> None:
        self.said: list[str] = []
        self.warm_up = AdvisorWarmUp(self.said.append, [str(word) for word in command], s_max=s_max)
        self.warm_up.start()


@pytest.fixture(autouse=True)
def nothing_compiled_here(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(advisor_warm_up, "_compiled_here", threading.Event())
    yield


def test_nothing_is_compiled_after_the_warm_up() -> None:
    assert max(len(advice.candidates) for advice in warm_up_advisor()) > 1, "the whole grid was replayed"
    first, *others = small_site().alarms
    samples = 300
    history = History.accepted(
        np.arange(samples) * SECOND_NS,
        np.where(np.arange(samples) % 7 < 3, 90.0, 20.0),
        np.where(np.arange(samples) % 50, 0, 0x8000_0000).astype(np.uint32),
        start_ns=0,
        end_ns=samples * SECOND_NS,
    )
    with event.install_recorder("numba:compile") as recorder:
        for kind in REPLAYED_KINDS:
            alarm = replace(first, kind=kind, on_delay_ms=2_000, off_delay_ms=3_000)
            SiteAdvisor(replace(small_site(), alarms=(alarm, *others))).advise(alarm, [history])
    assert [data.data["dispatcher"].py_func.__name__ for _, data in recorder.buffer] == []


def test_a_process_that_has_the_kernels_starts_no_other() -> None:
    warm_up_advisor()
    stage = Stage(["no such program"])
    assert stage.warm_up.over and stage.said == []
    stage.warm_up.stop(DEADLINE_S)


def test_it_is_over_when_the_process_ends(gate: Path) -> None:
    stage = Stage(["cat", gate])
    with gate.open("w"):
        # Opened on both ends: the process runs, and waits for the end of the pipe.
        assert not stage.warm_up.over
        child = stage.warm_up._child
        assert child is not None
        wait_until(
            lambda: os.getpriority(os.PRIO_PROCESS, child.pid) == LOWEST_URGENCY, "it gives way to all else"
        )
    wait_until(lambda: stage.warm_up.over, "it is over")
    assert stage.said == []


@pytest.mark.parametrize(
    ("command", "says"),
    [(["false"], "ended with 1"), (["/no/such/program"], "No such file")],
    ids=["fails", "missing"],
)
def test_a_process_that_fails_keeps_nobody_from_advice(command: list[str], says: str) -> None:
    stage = Stage(command)
    wait_until(lambda: stage.warm_up.over, "it is over")
    (said,) = stage.said
    assert says in said and "the first advice takes longer" in said


def test_a_process_that_never_ends_is_ended(gate: Path) -> None:
    stage = Stage(["cat", gate], s_max=0.01)
    wait_until(lambda: stage.warm_up.over, "it is over")
    (said,) = stage.said
    assert "more than 0.01 s" in said
    assert stage.warm_up._child is not None and stage.warm_up._child.returncode is not None


def test_a_stop_ends_it_without_a_word(gate: Path) -> None:
    stage = Stage(["cat", gate])
    wait_until(lambda: stage.warm_up._child is not None, "it runs")
    stage.warm_up.stop(DEADLINE_S)
    assert stage.warm_up._child is not None and stage.warm_up._child.returncode == -9
    assert stage.warm_up.over and stage.said == []


def test_a_stop_before_the_start_starts_nothing() -> None:
    warm_up = AdvisorWarmUp(lambda text: None, ["/no/such/program"])
    warm_up.stop(DEADLINE_S)
    warm_up.start()
    warm_up.stop(DEADLINE_S)
    assert warm_up._child is None


def test_the_process_fills_the_cache_that_the_server_reads(kernels: None) -> None:
    """With what the fixture compiled already in the cache it has little to do, and ends well."""
    assert COMMAND[0] == sys.executable
    done = subprocess.run(COMMAND, capture_output=True, text=True, check=False, timeout=120.0)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
