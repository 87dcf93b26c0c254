"""Upkeep of the historian: sealed by the hour, aged by the day, and its troubles said."""

import time
from pathlib import Path

import numpy as np
import pytest

from wakeful.historian import Historian
from wakeful.server.scanning.maintenance import Maintenance
from wakeful.server.scanning.vital_signs import VitalSigns
from wakeful.terms.errors import StorageError
from wakeful.terms.samples import SampleBlock

HOUR_NS = 3_600_000_000_000


def test_a_finished_hour_is_sealed_and_an_old_one_removed(tmp_path: Path) -> None:
    now = [10_000 * HOUR_NS]
    with Historian.open(tmp_path / "history", ["a"], days_max=1.0) as historian:
        upkeep = Maintenance(historian, VitalSigns(), now_ns=lambda: now[0])
        upkeep.round()
        historian.append(SampleBlock(np.array([now[0]]), np.ones((1, 1)), np.zeros((1, 1), np.uint32)))
        now[0] += HOUR_NS
        upkeep.round()
        assert list((tmp_path / "history" / "segments").iterdir())
        assert historian.first_time_ns() == now[0] - HOUR_NS
        now[0] += 25 * HOUR_NS
        upkeep.round()
        assert historian.first_time_ns() is None


def test_trouble_is_said_until_it_is_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    signs = VitalSigns()
    with Historian.open(tmp_path / "history", ["a"]) as historian:
        upkeep = Maintenance(historian, signs, time.time_ns)

        def refuse(now_ns: int) -> None:
            raise StorageError("cannot seal: disk full")

        with monkeypatch.context() as patched:
            patched.setattr(historian, "seal", refuse)
            upkeep.round()
        assert signs.history_error == "cannot seal: disk full"
        upkeep.round()
        assert signs.history_error is None


def test_it_stops_when_told(tmp_path: Path) -> None:
    with Historian.open(tmp_path / "history", ["a"]) as historian:
        upkeep = Maintenance(historian, VitalSigns(), time.time_ns)
        upkeep.start()
        upkeep.stop(10.0)
        assert not upkeep._thread.is_alive()
