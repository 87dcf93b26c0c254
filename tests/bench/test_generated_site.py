"""A generated site is taken without a finding, and its recording repeats without a jump."""

from pathlib import Path

import numpy as np

from bench.generated_site import ROWS, SECOND_NS, GeneratedSite
from wakeful.drivers.recording import Faults, Recording
from wakeful.server.configuration import read_site


def recorded(site: GeneratedSite) -> tuple[np.ndarray, np.ndarray]:
    """Times (T,) and values (T, N) of the whole recording."""
    recording = Recording(site.folder / "recording.parquet")
    pieces = list(recording.rows(range(site.tags), Faults()))
    return (
        np.concatenate([piece.times_ns for piece in pieces]),
        np.concatenate([piece.values for piece in pieces]),
    )


def test_the_server_reads_what_was_generated(tmp_path: Path) -> None:
    generated = GeneratedSite(tmp_path / "site", tags=40, alarms_per_tag=4, systems=3).write()
    site = read_site(generated.folder)
    assert [tag.name for tag in site.tags] == generated.names
    assert [system.id for system in site.systems] == generated.system_ids
    assert [generated.system_ids[generated.system_of(tag)] for tag in range(40)] == [
        tag.system for tag in site.tags
    ]
    assert {len([a for a in site.alarms if a.tag == tag.name]) for tag in site.tags} == {4}
    assert all(any(t.overview for t in site.tags if t.system == system) for system in generated.system_ids)


def test_one_tag_crosses_a_limit_in_a_row_and_returns_before_the_end(tmp_path: Path) -> None:
    generated = GeneratedSite(tmp_path / "site", tags=500, alarms_per_tag=1, systems=1).write()
    times_ns, values = recorded(generated)
    beyond = (values > 80.0).sum(axis=1)
    assert np.diff(times_ns).tolist() == [SECOND_NS] * (ROWS - 1)
    assert beyond[0] == 0 and beyond[-1] <= 1
    assert beyond.max() >= ROWS // 4
    assert np.abs(np.diff(beyond)).max() <= 1
    np.testing.assert_allclose(values * 10.0, np.rint(values * 10.0), atol=1e-3)


def test_jitter_moves_rows_and_keeps_their_order(tmp_path: Path) -> None:
    generated = GeneratedSite(tmp_path / "site", tags=5, alarms_per_tag=0, systems=1, jitter_ms=200).write()
    times_ns, _ = recorded(generated)
    offset_ms = (times_ns - times_ns[0] // SECOND_NS * SECOND_NS) / 1e6 - 1_000.0 * np.arange(ROWS)
    assert offset_ms.min() >= 0.0 and offset_ms.max() <= 200.0
    assert np.ptp(offset_ms) > 100.0
