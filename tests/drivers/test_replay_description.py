"""What a recording says of its tags."""

from pathlib import Path

import numpy as np
import pytest

from tests.drivers.recordings import NOON_NS, SECOND_NS, write_csv
from wakeful.drivers.recording import Recording
from wakeful.drivers.replay_description import describe_recording, usual_interval_ns
from wakeful.terms.site import Source, SourceDescription

SOURCE = Source(id="r", driver="replay", system="s")


def describe(path: Path, text: str, speed: float = 1.0) -> SourceDescription:
    return describe_recording(Recording(write_csv(path / "r.csv", text)), SOURCE, speed)


@pytest.mark.parametrize(
    ("steps_s", "interval_s"), [([1, 1, 1, 60], 1.0), ([60, 60], 60.0), ([0, -5], 1.0), ([], 1.0)]
)
def test_the_usual_interval_is_the_median_of_steps_forward(steps_s: list[int], interval_s: float) -> None:
    times_ns = NOON_NS + SECOND_NS * np.cumsum([0, *steps_s])
    assert usual_interval_ns(times_ns) == interval_s * SECOND_NS


def test_names_become_names_and_units_are_taken_from_the_heading(tmp_path: Path) -> None:
    text = "time,Level A [m],_x,Flow (1),%\n2026-03-01T12:00:00Z,1,2,3,4\n"
    tags = describe(tmp_path, text).tags
    assert [(tag.name, tag.unit) for tag in tags] == [
        ("Level_A", "m"),
        ("x", ""),
        ("Flow_(1)", ""),
        ("column", ""),
    ]
    assert [tag.address for tag in tags] == ["Level A [m]", "_x", "Flow (1)", "%"]


def test_a_constant_column_has_a_range_and_one_without_numbers_is_no_tag(tmp_path: Path) -> None:
    text = "time,A,B\n2026-03-01T12:00:00Z,5,off\n2026-03-01T12:01:00Z,5,\n"
    (tag,) = describe(tmp_path, text, speed=2.0).tags
    assert tag.range_low_eu < 5.0 < tag.range_high_eu
    assert tag.age_limit_ms == 150_000
