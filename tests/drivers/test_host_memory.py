"""Memory and swap of the machine the tests run on."""

import psutil
import pytest

from wakeful.drivers.host.memory import MemoryProbe, SwapProbe, memory_probes
from wakeful.drivers.host.quantity import WAITING


def test_memory_agrees_with_the_system() -> None:
    used, available, cached = MemoryProbe().read(0)
    memory = psutil.virtual_memory()
    assert used == pytest.approx(memory.percent, abs=5.0)
    assert available == pytest.approx(memory.available / 2**30, rel=0.1)
    assert isinstance(cached, float)
    assert cached >= 0.0


def test_swap_is_watched_only_where_there_is_any() -> None:
    kinds = [type(probe) for probe in memory_probes()]
    assert (SwapProbe in kinds) == (psutil.swap_memory().total > 0)


def test_swap_traffic_is_a_rate_from_the_second_reading() -> None:
    probe = SwapProbe()
    assert probe.read(10**9)[1:] == (WAITING, WAITING)
    assert all(isinstance(value, float) and value >= 0.0 for value in probe.read(2 * 10**9))
