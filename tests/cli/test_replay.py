"""``wakeful replay`` as a user runs it: the summary, its evidence, and that it is reproducible."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.commands import wakeful, write_recording, write_rig


def summary(*words: str | Path) -> dict[str, Any]:
    result = wakeful(*words, "--json")
    assert result.returncode == 0, result.stderr
    parsed: dict[str, Any] = json.loads(result.stdout)
    return parsed


@pytest.fixture(scope="module")
def rig(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_rig(tmp_path_factory.mktemp("replay") / "rig")


@pytest.fixture(scope="module")
def recording(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_recording(tmp_path_factory.mktemp("recording") / "r.csv")


@pytest.fixture(scope="module")
def told(rig: Path, recording: Path) -> dict[str, Any]:
    """The summary of the recording played as fast as possible."""
    return summary("replay", rig, "--from", recording)


def test_the_summary_says_what_was_played_and_what_was_wrong(told: dict[str, Any]) -> None:
    assert (told["rows"], told["samples"], told["tags"]) == (572, 1_144, 2)
    assert (told["unknown_columns"], told["missing_tags_first"]) == (["XI-9"], ["TI-1"])
    assert told["texts"] == 3
    order = told["time_order"]
    assert (order["rows_duplicate"], order["rows_backward"], order["rejected_samples"]) == (1, 1, 4)
    assert (order["gaps"], order["longest_gap_s"]) == (1, 31.0)
    assert (order["first"], order["last"]) == ("2026-03-01T12:00:00.000Z", "2026-03-01T12:09:59.000Z")
    assert told["alarms_raised"] == {"critical": 0, "high": 3, "medium": 1, "low": 1}
    assert told["top_alarms"][0] == {"alarm": "LAH-1", "raised": 3}
    assert told["notes"] == ["times in column 'time': seconds since 1970 UTC, told by their size"]


def test_two_runs_give_the_same_summary_and_the_same_state(
    rig: Path, recording: Path, told: dict[str, Any]
) -> None:
    runs = [dict(told), summary("replay", rig, "--from", recording)]
    for run in runs:
        assert run.pop("elapsed_s") >= 0 and run.pop("samples_per_s") > 0
    assert runs[0] == runs[1]
    assert len(runs[0]["state_sha256"]) == 64


def test_the_text_says_the_same(rig: Path, recording: Path) -> None:
    result = wakeful("replay", rig, "--from", recording)
    assert result.returncode == 0
    assert "rows            572; samples 1,144; scans" in result.stdout
    assert "1 columns are no tag (XI-9); 1 tags have no column (TI-1)" in result.stdout
    assert "alarms raised   5: 0 critical, 3 high, 1 medium, 1 low" in result.stdout


def test_the_journal_of_a_replay_can_be_read(rig: Path, recording: Path, tmp_path: Path) -> None:
    folder = tmp_path / "journal"
    told = summary("replay", rig, "--from", recording, "--journal", folder)
    records = [json.loads(line) for line in wakeful("journal", folder, "--json").stdout.splitlines()]
    assert len(records) == told["journal_records"] > 5
    raised = [each["record"]["alarm"] for each in records if each["record"].get("event") == "abnormal"]
    assert len(raised) == 5
    again = wakeful("replay", rig, "--from", recording, "--journal", folder)
    assert again.returncode == 1 and "is not empty; give a new folder" in again.stderr


def test_a_period_stands_in_for_the_time_column(rig: Path, tmp_path: Path) -> None:
    path = tmp_path / "r.csv"
    path.write_text("LI-1\n5\n9\n9\n")
    told = summary("replay", rig, "--from", path, "--period", "2s")
    assert (told["rows"], told["time_order"]["usual_interval_s"]) == (3, 2.0)
    assert told["alarms_raised"]["high"] == 1


def test_a_paced_replay_takes_its_time_and_gives_the_same_alarms(
    rig: Path, recording: Path, told: dict[str, Any]
) -> None:
    paced = summary("replay", rig, "--from", recording, "--speed", "600")
    assert paced["elapsed_s"] >= 0.9
    assert paced["scans"] > told["scans"]
    assert paced["state_sha256"] == told["state_sha256"]


@pytest.mark.parametrize(
    ("content", "words", "code", "message"),
    [
        ("time,LI-1\n0,1\n", [], 1, "give a period"),
        ("time,AI-9\n1772366400,1\n", [], 1, "none of the 1 columns is one of the 3 tags of Rig"),
        ("time,LI-1\n1772366400,1\n", ["--speed", "fast"], 2, "'fast' is no speed"),
        ("time,LI-1\n1772366400,1\n", ["--period", "5 parsecs"], 2, "is no time; give a number and ms"),
    ],
)
def test_what_cannot_be_played_is_said(
    rig: Path, tmp_path: Path, content: str, words: list[str], code: int, message: str
) -> None:
    (tmp_path / "r.csv").write_text(content)
    result = wakeful("replay", rig, "--from", tmp_path / "r.csv", *words)
    assert result.returncode == code
    assert message in result.stderr and "Traceback" not in result.stderr


def test_a_broken_site_is_not_played(rig: Path, recording: Path, tmp_path: Path) -> None:
    folder = write_rig(tmp_path / "broken")
    (folder / "tags.csv").unlink()
    result = wakeful("replay", folder, "--from", recording)
    assert result.returncode == 1
    assert "alarms.csv:2: tag: unknown tag 'LI-1'" in result.stderr
