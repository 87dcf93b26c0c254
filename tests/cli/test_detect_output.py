"""What detect writes: whole files or none, and stamps exactly as they were."""

from pathlib import Path

import numpy as np
import pyarrow.parquet
import pytest

from wakeful.cli.detect_output import SCHEMA, DetectSummary, VerdictsFile, iso_text, text_lines
from wakeful.evidence.detection import Verdicts
from wakeful.terms.errors import StorageError

VERDICTS = Verdicts(
    unit=np.array([0.5, 4.0]),
    tags=np.array([[0.0, 0.0], [3.0, 9.0]]),
    sums=np.zeros((2, 2, 9)),
    innovations=np.zeros((2, 2)),
)


def test_verdicts_are_those_of_the_schema(tmp_path: Path) -> None:
    with VerdictsFile(tmp_path, ["A", "B"]) as file:
        file.write(np.array([1, 1_772_366_400_000_000_001]), VERDICTS, np.array([False, True]))
        assert file.rows == 2
    table = pyarrow.parquet.read_table(tmp_path / "verdicts.parquet")
    assert table.schema.equals(SCHEMA)
    assert table["suspects"].to_pylist() == [[], ["B", "A"]]
    assert table["time"].cast("int64").to_pylist() == [1, 1_772_366_400_000_000_001]


def test_a_failure_on_the_way_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(KeyError), VerdictsFile(tmp_path, ["A", "B"]):
        raise KeyError
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_a_file_is_said(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("", encoding="utf-8")
    with pytest.raises(StorageError, match="cannot be written"):
        VerdictsFile(tmp_path / "out", ["A"])


@pytest.mark.parametrize(
    ("time_ns", "text"),
    [
        (0, "1970-01-01T00:00:00Z"),
        (1_772_366_400_500_000_000, "2026-03-01T12:00:00.5Z"),
        (-1, "1969-12-31T23:59:59.999999999Z"),
    ],
)
def test_stamps_have_the_decimals_they_need(time_ns: int, text: str) -> None:
    assert iso_text(time_ns) == text


def test_the_summary_in_words() -> None:
    summary = DetectSummary(
        runs=2, rows=1_000, tags=5, budget_per_day=0.2, threshold_log10=3.38, days=2.08, episodes=3,
        episodes_per_day=1.44, episodes_standing_at_end=1, rows_in_alarm=50, share_in_alarm=0.05,
        notes=("a note",), elapsed_s=0.5, rows_per_s=2_000.0, tag_samples_per_s=10_000.0,
    )  # fmt: skip
    lines = "\n".join(text_lines(summary))
    assert "a note" in lines and "3, 1.44 a day; budget 0.2 a day (evidence 3.38)" in lines
    assert "5.00 %; 1 standing at the end" in lines and "10,000 tag-samples/s" in lines
