"""A recording through the engine: the same state however it is cut, time order as evidence, pacing."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.cli.commands import write_rig
from tests.drivers.recordings import NOON_NS, SECOND_NS, seconds, write_wide
from wakeful.cli.playback import Playback, TimeOrder, site_of_recording
from wakeful.drivers.recording import Recording
from wakeful.server.configuration import read_site
from wakeful.terms.errors import DataError
from wakeful.terms.site import Site


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    return read_site(write_rig(tmp_path_factory.mktemp("site") / "rig"))


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    levels=st.lists(st.floats(0, 10) | st.just(float("nan")), min_size=2, max_size=60),
    steps=st.lists(st.integers(-3, 5), min_size=60, max_size=60),
    rows_max=st.integers(1, 9),
)
def test_the_state_is_the_same_however_the_recording_is_cut(
    site: Site, tmp_path: Path, levels: list[float], steps: list[int], rows_max: int
) -> None:
    times_ns = NOON_NS + SECOND_NS * np.cumsum(steps[: len(levels)])
    values = np.array(levels)[:, None]
    recording = Recording(write_wide(tmp_path / "r.parquet", times_ns, ["LI-1"], values))
    played, _, missing = site_of_recording(site, recording.columns)
    assert missing == ("PI-1", "TI-1")
    whole = Playback(played, recording).run()
    cut = Playback(played, recording, rows_max=rows_max).run()
    assert whole.state_sha256 == cut.state_sha256
    assert whole.raised == cut.raised and whole.inputs == cut.inputs
    assert whole.samples == cut.samples == len(levels)
    late = int(np.count_nonzero(times_ns[1:] <= np.maximum.accumulate(times_ns)[:-1]))
    assert whole.time_order.rows_backward + whole.time_order.rows_duplicate == late


def test_tags_that_were_not_recorded_are_left_out_with_their_alarms(site: Site) -> None:
    played, unknown, missing = site_of_recording(site, ["PI-1", "spare"])
    assert [tag.name for tag in played.tags] == ["PI-1"]
    assert [alarm.name for alarm in played.alarms] == ["PAB-1"]
    assert (unknown, missing) == (("spare",), ("LI-1", "TI-1"))
    with pytest.raises(DataError, match="none of the 1 columns is one of the 3 tags of Rig"):
        site_of_recording(site, ["spare"])


def test_time_order_is_the_same_in_pieces() -> None:
    times_ns = NOON_NS + SECOND_NS * np.array([0, 1, 2, 2, 1, 3, 20, 21, 19, 21, 22])
    whole = TimeOrder()
    whole.read(times_ns)
    assert (whole.rows_backward, whole.rows_duplicate) == (2, 2)
    assert (whole.gaps, whole.longest_gap_ns) == (1, 17 * SECOND_NS)
    assert (whole.first_ns, whole.last_ns) == (NOON_NS, NOON_NS + 22 * SECOND_NS)
    pieces = TimeOrder()
    pieces.read(times_ns[:4])
    for time_ns in times_ns[4:]:
        pieces.read(np.array([time_ns]))
    assert pieces == whole


class SimulatedTime:
    """A clock that moves only while somebody sleeps."""

    def __init__(self) -> None:
        self.now_s = 50.0
        self.naps_s: list[float] = []

    def clock_s(self) -> float:
        return self.now_s

    def sleep_s(self, duration_s: float) -> None:
        assert duration_s > 0
        self.naps_s.append(duration_s)
        self.now_s += duration_s


def test_a_paced_playback_scans_rows_when_they_are_due(site: Site, tmp_path: Path) -> None:
    recording = Recording(write_wide(tmp_path / "r.parquet", seconds(11), ["LI-1"], np.full((11, 1), 5.0)))
    played, _, _ = site_of_recording(site, recording.columns)
    time = SimulatedTime()
    tally = Playback(played, recording, speed=2.0, clock_s=time.clock_s, sleep_s=time.sleep_s).run()
    assert time.now_s == pytest.approx(55.0)
    assert tally.scans == 11 and len(time.naps_s) == 10


def test_a_fast_paced_playback_scans_no_oftener_than_the_scan_period(site: Site, tmp_path: Path) -> None:
    recording = Recording(write_wide(tmp_path / "r.parquet", seconds(101), ["LI-1"], np.full((101, 1), 5.0)))
    played, _, _ = site_of_recording(site, recording.columns)
    time = SimulatedTime()
    tally = Playback(played, recording, speed=100.0, clock_s=time.clock_s, sleep_s=time.sleep_s).run()
    assert time.now_s == pytest.approx(51.0, abs=0.01)
    assert tally.scans <= 12 and min(time.naps_s[:-1]) >= 0.099


def test_progress_is_told_the_rows_done(site: Site, tmp_path: Path) -> None:
    recording = Recording(write_wide(tmp_path / "r.parquet", seconds(10), ["LI-1"], np.full((10, 1), 5.0)))
    played, _, _ = site_of_recording(site, recording.columns)
    told: list[int] = []
    Playback(played, recording, rows_max=4).run(told.append)
    assert told == [4, 8, 10]
