"""Processors, load, pressure and kernel counters of the machine the tests run on."""

import time
from pathlib import Path

import psutil
import pytest

from wakeful.drivers.host.driver import read_probe
from wakeful.drivers.host.processor import (
    KernelProbe,
    LoadProbe,
    OpenFilesProbe,
    PressureProbe,
    ProcessorProbe,
)
from wakeful.drivers.host.quantity import WAITING
from wakeful.terms.quality import Quality

PRESSURE = """some avg10={:.2f} avg60=0.88 avg300=0.33 total=8989086
full avg10={:.2f} avg60=0.00 avg300=0.00 total=0
"""


def test_a_busy_processor_shows_as_busy() -> None:
    probe = ProcessorProbe()
    assert set(probe.read(0)) == {WAITING}
    started = psutil.cpu_times()
    deadline_s = time.monotonic() + 20.0
    while psutil.cpu_times().user - started.user < 0.1:
        assert time.monotonic() < deadline_s, "the kernel's processor time stands still"
    readings = dict(zip((q.address for q in probe.quantities), probe.read(1), strict=True))
    total = readings["CPU.USE"]
    assert isinstance(total, float)
    assert 0.0 < total <= 100.0
    assert any(isinstance(v, float) and v > 20.0 for k, v in readings.items() if k[3].isdigit())


def test_load_averages_are_those_of_the_system() -> None:
    probe = LoadProbe()
    assert [q.address for q in probe.quantities] == ["LOAD.1MIN", "LOAD.5MIN", "LOAD.15MIN"]
    assert all(value >= 0.0 for value in probe.read(0))


def test_pressure_is_read_from_the_kernel_files(tmp_path: Path) -> None:
    for name, some, full in (("cpu", 1.5, 0.0), ("io", 22.25, 11.0), ("memory", 3.0, 2.5)):
        (tmp_path / name).write_text(PRESSURE.format(some, full))
    probe = PressureProbe(tmp_path)
    assert probe.read(0) == (1.5, 22.25, 11.0, 3.0, 2.5)
    (tmp_path / "io").write_text("some avg10=nonsense avg60=0 avg300=0 total=0\n")
    assert read_probe(probe, 0) == (Quality.BAD_SENSOR_FAILURE,) * 5
    (tmp_path / "io").unlink()
    assert read_probe(probe, 0) == (Quality.BAD_NOT_CONNECTED,) * 5


def test_kernel_counters_become_rates_and_uptime_hours() -> None:
    probe = KernelProbe(wall_s=lambda: psutil.boot_time() + 7200.0)
    first, second = probe.read(10**9), probe.read(2 * 10**9)
    assert first[:2] == (WAITING, WAITING)
    assert all(isinstance(rate, float) and rate >= 0.0 for rate in second[:2])
    assert second[2] == pytest.approx(2.0, abs=0.01)


def test_open_files_are_counted_without_the_unused(tmp_path: Path) -> None:
    path = tmp_path / "file-nr"
    path.write_text("640\t40\t6000\n")
    assert OpenFilesProbe(path).read(0) == (600.0, 10.0)
