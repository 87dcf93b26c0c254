"""A bench's server is a real one: it is signed in to, its stream is watched, and it is gone afterwards."""

import time
from pathlib import Path

import msgspec
import psutil
import pytest

from bench.console_client import sign_in, watch_streams
from bench.generated_site import GeneratedSite
from bench.running_server import RunningServer
from bench.server import SiteTags, read_kept
from wakeful.server.wire import HealthBody

TAGS = 20
WATCH_NS = 2_500_000_000


def test_a_console_sees_the_samples_that_are_on_disk_afterwards(tmp_path: Path) -> None:
    site = GeneratedSite(tmp_path / "site", TAGS, 1, 2).write()
    with RunningServer(site.folder, tmp_path / "data", segment_s=2) as server:
        console = sign_in(server.link)
        arrivals = watch_streams([console, console], site.system_ids, TAGS, time.time_ns() + WATCH_NS)
        body = msgspec.json.decode(console.get("/api/site"), type=SiteTags)
        health = msgspec.json.decode(console.get("/api/health"), type=HealthBody)
        assert server.memory_bytes() > 50_000_000
        assert server.processor_s() > 0.0
        process = server.process_id
    assert not psutil.pid_exists(process)
    assert health.sources["plant"] == "running"
    for each in arrivals:
        assert not each.closed_early
        assert each.samples.sum() >= TAGS
        assert (each.received_ns > each.oldest_ns).all()
    kept = read_kept(tmp_path / "data" / "history", body)
    assert kept.gaps == 0
    assert kept.samples - kept.own_samples == kept.rows * TAGS
    assert kept.last_ns >= max(int(each.oldest_ns.max()) for each in arrivals) - 1_000


def test_a_server_that_does_not_start_says_why(tmp_path: Path) -> None:
    (tmp_path / "site").mkdir()
    with (
        pytest.raises(RuntimeError, match=r"site\.toml"),
        RunningServer(tmp_path / "site", tmp_path / "data"),
    ):
        pass
