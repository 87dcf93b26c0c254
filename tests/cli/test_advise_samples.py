"""Samples come out of a historian and a recording as they went in, also while files are sealed."""

from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.parquet as pq
import pytest

from tests.historian.blocks import assert_same, dense_block
from wakeful.cli import advise_samples
from wakeful.cli.advise_samples import HistorianSamples, RecordingSamples
from wakeful.drivers.recording import Recording
from wakeful.historian import Historian, reading
from wakeful.terms.errors import DataError, StorageError
from wakeful.terms.tag import Tag

HOUR_NS = 3_600_000_000_000
BEGIN_NS = 472_222 * HOUR_NS
TAGS = [Tag(name=name, system="s", source="x", age_limit_ms=7_000) for name in ("a", "b", "c")]


def fill(folder: Path) -> Historian:
    """An hour sealed, a finished part, and a growing one."""
    historian = Historian.open(folder, ["a", "b"])
    historian.seal(BEGIN_NS)
    historian.append(dense_block(BEGIN_NS, 20, 2))
    historian.seal(BEGIN_NS + HOUR_NS)
    historian.append(dense_block(BEGIN_NS + HOUR_NS, 20, 2))
    return historian


def test_every_sample_is_read_while_another_holds_the_folder(tmp_path: Path) -> None:
    with fill(tmp_path / "history"):
        samples = HistorianSamples(tmp_path / "history")
        found = {tag.name: history for tag, history in samples.histories(TAGS, samples.start_ns)}
    assert (samples.start_ns, samples.end_ns) == (BEGIN_NS, BEGIN_NS + HOUR_NS + 19_000_000_000)
    both = [dense_block(BEGIN_NS, 20, 2), dense_block(BEGIN_NS + HOUR_NS, 20, 2)]
    assert found["b"].times_ns.tolist() == [at for block in both for at in block.times_ns.tolist()]
    assert found["b"].values.tolist() == [value for block in both for value in block.values[:, 1].tolist()]
    assert found["b"].age_limit_ns == 7_000_000_000
    assert len(found["c"].times_ns) == 0


def test_a_period_begins_where_it_was_asked_to(tmp_path: Path) -> None:
    with fill(tmp_path / "history"):
        samples = HistorianSamples(tmp_path / "history")
        ((_, history),) = samples.histories(TAGS[:1], BEGIN_NS + HOUR_NS)
    assert (history.start_ns, len(history.times_ns)) == (BEGIN_NS + HOUR_NS, 20)


def test_what_is_sealed_under_our_hands_is_looked_for_again(tmp_path: Path) -> None:
    with fill(tmp_path / "history") as historian:
        samples = HistorianSamples(tmp_path / "history")
        historian.seal(BEGIN_NS + 2 * HOUR_NS)
        assert not list((tmp_path / "history" / "wal").glob("*2.wal"))
        ((_, history),) = samples.histories(TAGS[:1], samples.start_ns)
    assert len(history.times_ns) == 40


@pytest.mark.parametrize(("cells_max", "decodings"), [(advise_samples.CELLS_MAX, 3), (0, 25), (200, 21)])
def test_neighbours_in_a_row_group_are_decoded_once_while_there_is_room(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cells_max: int, decodings: int
) -> None:
    monkeypatch.setattr(advise_samples, "CELLS_MAX", cells_max)
    opened: list[Path] = []

    class Counted(pq.ParquetFile):  # type: ignore[misc]
        def __init__(self, path: Path, **options: Any) -> None:
            opened.append(path)
            super().__init__(path, **options)

    tags = [Tag(name=f"t{number:02d}", system="s", source="x") for number in range(25)]
    with Historian.open(tmp_path / "history", [tag.name for tag in tags]) as historian:
        historian.seal(BEGIN_NS)
        historian.append(dense_block(BEGIN_NS, 30, 25))
        historian.seal(BEGIN_NS + HOUR_NS)
        monkeypatch.setattr(pq, "ParquetFile", Counted)
        samples = HistorianSamples(tmp_path / "history")
        found = {tag.name: history for tag, history in samples.histories(tags, BEGIN_NS + 3_000_000_000)}
        assert len(opened) == decodings
        for tag in tags:
            expected = historian.read_raw(tag.name, BEGIN_NS + 3_000_000_000, BEGIN_NS + HOUR_NS)
            history = found[tag.name]
            assert_same((history.times_ns, history.values, history.quality), expected)


def test_a_damaged_segment_costs_its_own_samples_alone(tmp_path: Path) -> None:
    with fill(tmp_path / "history"):
        (segment,) = (tmp_path / "history" / "segments").iterdir()
        (segment / "_segment.json").write_text("{}")
        samples = HistorianSamples(tmp_path / "history")
        ((_, history),) = samples.histories(TAGS[:1], samples.start_ns)
    assert len(history.times_ns) == 20


def test_more_samples_than_one_read_gives_are_read_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "SAMPLES_MAX", 7)
    monkeypatch.setattr(advise_samples, "READ_MAX", 7)
    with fill(tmp_path / "history"):
        samples = HistorianSamples(tmp_path / "history")
        ((_, history),) = samples.histories(TAGS[:1], samples.start_ns)
        assert len(history.times_ns) == 40
        monkeypatch.setattr(advise_samples, "SAMPLES_MAX", 39)
        with pytest.raises(DataError, match="more than 39 samples; give a shorter period"):
            list(samples.histories(TAGS[:1], samples.start_ns))


def test_a_folder_without_history_is_said(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="there is no history in"):
        HistorianSamples(tmp_path / "history")
    Historian.open(tmp_path / "history", ["a"]).close()
    with pytest.raises(StorageError, match="holds no samples yet"):
        HistorianSamples(tmp_path / "history")


def write(path: Path, *lines: str) -> Recording:
    path.write_text("\n".join(lines) + "\n")
    return Recording(path)


def test_a_recording_is_read_a_few_tags_at_a_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = ["time,a,b", "1772366400,1,4", "1772366401,,5", "1772366403,3,x", "1772366402,9,9"]
    recording = write(tmp_path / "r.csv", *lines)
    whole = list(RecordingSamples(recording, TAGS).histories(TAGS, 0))
    monkeypatch.setattr(advise_samples, "CELLS_MAX", 4)
    for found in (whole, list(RecordingSamples(recording, TAGS).histories(TAGS, 0))):
        assert [tag.name for tag, _ in found] == ["a", "b"]
        assert found[0][1].values.tolist() == [1.0, 3.0]
        np.testing.assert_array_equal(found[1][1].values, [4.0, 5.0, np.nan])
        assert found[0][1].end_ns == 1_772_366_403_000_000_000


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        (("time,x", "1772366400,1", "1772366401,1"), "none of the 1 columns is one of the 3 tags"),
        (("time,a", "1772366400,1"), "no two rows with different times"),
    ],
)
def test_a_recording_without_use_is_refused(tmp_path: Path, lines: tuple[str, ...], message: str) -> None:
    with pytest.raises(DataError, match=message):
        RecordingSamples(write(tmp_path / "r.csv", *lines), TAGS)
