"""``wakeful detect`` as a user runs it: a verdict for every row, episodes, and what it cannot judge."""

import csv
import json
from pathlib import Path

import numpy as np
import pyarrow.parquet
import pytest

from tests.cli.commands import wakeful
from tests.cli.evidence_recordings import BEGIN_S, NAMES, normal_rows, trouble_rows, write
from wakeful.cli.main import main

ONSET = 300


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("detect")
    rows = np.column_stack([normal_rows(2_000, seed=1), np.full(2_000, 7.0)])
    normal = write(folder / "normal.csv", rows, (*NAMES, "XI-5"))
    path = folder / "unit.model"
    assert main(["calibrate", str(normal), "--budget", "2/day", "--out", str(path)]) == 0
    return path


def trouble(path: Path, rows: int = 500, seed: int = 2) -> Path:
    values = np.column_stack([trouble_rows(rows, seed, ONSET), np.full(rows, 7.0)])
    return write(path, values, (*NAMES, "XI-5"))


def detected(model: Path, out: Path, *data: Path) -> tuple[list[dict[str, object]], list[dict[str, str]]]:
    assert main(["detect", str(model), *map(str, data), "--out", str(out)]) == 0
    with (out / "episodes.csv").open(newline="", encoding="utf-8") as file:
        return pyarrow.parquet.read_table(out / "verdicts.parquet").to_pylist(), list(csv.DictReader(file))


def refused(capsys: pytest.CaptureFixture[str], model: Path, out: Path, *data: Path) -> str:
    assert main(["detect", str(model), *map(str, data), "--out", str(out)]) == 1
    assert not (out / "verdicts.parquet").exists() and not list(out.glob("*.part"))
    return capsys.readouterr().err


def test_a_step_is_found_named_and_dated(model: Path, tmp_path: Path) -> None:
    data, out = trouble(tmp_path / "day.csv"), tmp_path / "out"
    result = wakeful("detect", model, data, "--out", out, "--json")
    assert result.returncode == 0, result.stderr
    told = json.loads(result.stdout)
    assert (told["runs"], told["rows"], told["tags"], told["episodes"]) == (1, 500, 5, 1)
    assert [note.partition(": ")[2][:15] for note in told["notes"]] == ["times in column"]
    assert told["episodes_standing_at_end"] in (0, 1) and told["tag_samples_per_s"] > 0
    table = pyarrow.parquet.read_table(out / "verdicts.parquet")
    assert table.column_names == ["time", "evidence_log10", "alarm", "suspects"]
    rows = table.to_pylist()
    raised = next(place for place, row in enumerate(rows) if row["alarm"])
    assert len(rows) == 500 and ONSET + 2 <= raised <= ONSET + 15
    assert rows[raised]["suspects"][0] == "LI-4"
    assert sum(row["alarm"] for row in rows) == told["rows_in_alarm"]
    with (out / "episodes.csv").open(newline="", encoding="utf-8") as file:
        (episode,) = csv.DictReader(file)
    assert list(episode) == ["start", "end", "onset_estimate", "peak_evidence_log10", "suspects", "kinds"]
    assert episode["start"] == str(np.datetime64(BEGIN_S + 60 * raised, "s")) + "Z"
    onset = (np.datetime64(episode["onset_estimate"][:-1]) - np.datetime64(BEGIN_S, "s")) / np.timedelta64(
        60, "s"
    )
    assert abs(onset - ONSET) <= 3
    assert episode["suspects"].split(";")[0] == "LI-4" and episode["kinds"].split(";")[0] == "step up"
    assert float(episode["peak_evidence_log10"]) > told["threshold_log10"]


def test_a_verdict_depends_on_no_later_row(model: Path, tmp_path: Path) -> None:
    whole, _ = detected(model, tmp_path / "a", trouble(tmp_path / "day.csv"))
    lines = (tmp_path / "day.csv").read_text(encoding="utf-8").splitlines()
    (tmp_path / "part.csv").write_text("\n".join(lines[: 1 + 320]), encoding="utf-8")
    part, _ = detected(model, tmp_path / "b", tmp_path / "part.csv")
    assert part == whole[:320]


def test_several_files_stand_one_after_the_other_each_from_a_fresh_state(model: Path, tmp_path: Path) -> None:
    first, second = trouble(tmp_path / "1.csv"), trouble(tmp_path / "2.csv", rows=400, seed=3)
    both, episodes = detected(model, tmp_path / "both", first, second)
    alone, alone_episodes = detected(model, tmp_path / "alone", second)
    assert both[500:] == alone and episodes[-len(alone_episodes) :] == alone_episodes
    with (tmp_path / "both" / "runs.csv").open(newline="", encoding="utf-8") as file:
        runs = list(csv.DictReader(file))
    assert [(run["file"], run["first_row"], run["rows"]) for run in runs] == [
        ("1.csv", "0", "500"),
        ("2.csv", "500", "400"),
    ]
    assert int(runs[1]["first_episode"]) == len(episodes) - len(alone_episodes)
    assert int(runs[1]["episodes"]) == len(alone_episodes)


def test_the_same_data_gives_the_same_files(model: Path, tmp_path: Path) -> None:
    data = trouble(tmp_path / "day.csv")
    for out in ("a", "b"):
        detected(model, tmp_path / out, data)
    for name in ("verdicts.parquet", "episodes.csv", "runs.csv"):
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes()


def test_rows_that_say_nothing_have_a_verdict_and_end_no_alarm(model: Path, tmp_path: Path) -> None:
    values = np.column_stack([trouble_rows(500, 2, ONSET), np.full(500, 7.0)])
    values[400:, :4] = np.nan
    rows, episodes = detected(model, tmp_path / "out", write(tmp_path / "a.csv", values, (*NAMES, "XI-5")))
    assert len(rows) == 500 and all(row["alarm"] for row in rows[400:]) and len(episodes) == 1


def test_a_gap_in_time_is_no_evidence(model: Path, tmp_path: Path) -> None:
    values = np.column_stack([normal_rows(600, 5), np.full(600, 7.0)])
    times_s = BEGIN_S + 60 * (np.arange(600) + 5_000 * (np.arange(600) >= 300))
    rows, episodes = detected(
        model, tmp_path / "out", write(tmp_path / "a.csv", values, (*NAMES, "XI-5"), times_s)
    )
    assert len(rows) == 600 and not episodes
    assert rows[300]["evidence_log10"] == pytest.approx(rows[299]["evidence_log10"], abs=0.1)


def test_what_makes_quiet_worth_less_is_told(
    model: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    values = np.column_stack([normal_rows(300, 5), np.full(300, 8.0), np.ones(300)])
    values[:, 0] = np.nan
    values[:, 1] = np.round(values[:, 1] / 40.0) * 40.0
    data = write(tmp_path / "a.csv", values, (*NAMES, "XI-5", "XI-6"))
    detected(model, tmp_path / "out", data)
    told = capsys.readouterr().out
    assert "no value at all, not judged: FI-1" in told
    assert "constant or empty when learned, has other values now, not judged: XI-5" in told
    assert "told more coarsely than when learned: TI-2 (steps of 40)" in told
    assert "1 column the model does not know, not judged: XI-6" in told


def test_what_cannot_be_judged_is_refused(
    model: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data, out = trouble(tmp_path / "day.csv"), tmp_path / "out"
    lacking = write(tmp_path / "lacking.csv", normal_rows(300, 5))
    values = np.column_stack([normal_rows(300, 5), np.full(300, 7.0)])
    slow = write(tmp_path / "slow.csv", values, (*NAMES, "XI-5"), BEGIN_S + 3_600 * np.arange(300))
    damaged = tmp_path / "damaged.model"
    damaged.write_bytes(model.read_bytes()[:-9])
    assert "no column for 1 tag of the unit: XI-5" in refused(capsys, model, out, lacking)
    assert "3600 s apart" in refused(capsys, model, out, slow)
    assert "there is no file" in refused(capsys, model, out, tmp_path / "gone.csv")
    assert "damaged.model: the model is damaged or cut short" in refused(capsys, damaged, out, data)
    assert "no model of normal running" in refused(capsys, data, out, data)
    assert "cannot be read" in refused(capsys, tmp_path / "gone.model", out, data)
    assert "cannot be written" in refused(capsys, model, data, data)


def test_a_held_value_is_not_told_more_coarsely_for_being_repeated(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = np.repeat(normal_rows(1_000, 1), [1, 3] * 500, axis=0)
    normal, data = write(tmp_path / "normal.csv", rows), write(tmp_path / "day.csv", rows[:400])
    model = tmp_path / "unit.model"
    assert main(["calibrate", str(normal), "--budget", "2/day", "--out", str(model)]) == 0
    capsys.readouterr()
    detected(model, tmp_path / "out", data)
    assert "coarsely" not in capsys.readouterr().out


def test_a_model_of_too_short_a_record_says_so_at_every_use(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    normal = write(tmp_path / "normal.csv", normal_rows(400, 1))
    model = tmp_path / "unit.model"
    assert main(["calibrate", str(normal), "--budget", "0.01/day", "--out", str(model)]) == 0
    capsys.readouterr()
    detected(model, tmp_path / "out", normal)
    assert "cannot promise 0.01 false alarms a day" in capsys.readouterr().out
