"""``wakeful calibrate`` as a user runs it: what it writes and says, and every bad record."""

from pathlib import Path

import numpy as np
import pytest

from tests.cli.commands import wakeful
from tests.cli.evidence_recordings import BEGIN_S, NAMES, normal_rows, write
from wakeful.cli.calibrate import cut, write_model
from wakeful.cli.main import main
from wakeful.evidence.model_file import LearnedUnit
from wakeful.evidence.preparation import Role
from wakeful.terms.errors import StorageError

ROWS = normal_rows(1_200, seed=1)


def calibrated(tmp_path: Path, *words: str | Path) -> LearnedUnit:
    assert main(["calibrate", *map(str, words), "--out", str(tmp_path / "model")]) == 0
    return LearnedUnit.from_bytes((tmp_path / "model").read_bytes())


def refused(capsys: pytest.CaptureFixture[str], tmp_path: Path, *words: str | Path) -> str:
    assert main(["calibrate", *map(str, words), "--out", str(tmp_path / "model")]) == 1
    assert not (tmp_path / "model").exists()
    return capsys.readouterr().err


def test_a_record_becomes_a_model_and_a_report(tmp_path: Path) -> None:
    normal = write(tmp_path / "normal.csv", ROWS)
    result = wakeful("calibrate", normal, "--budget", "2/day", "--out", tmp_path / "unit.model")
    assert result.returncode == 0, result.stderr
    unit = LearnedUnit.from_bytes((tmp_path / "unit.model").read_bytes())
    assert (unit.names, unit.budget_per_day, unit.period_ns) == (NAMES, 2.0, 60_000_000_000)
    assert (unit.facts.rows, unit.facts.runs, unit.facts.first_ns) == (1_200, 1, BEGIN_S * 1_000_000_000)
    assert unit.facts.held_out_days == pytest.approx(360 / 1_440)
    for words in ("1,200 rows in 1 run, 60 s apart: 0.833 days", "4  measured in every row", "held out"):
        assert words in result.stdout
    assert "evidence 2.86" in result.stdout and "95 %: " in result.stdout
    assert [line.split()[-1] for line in result.stdout.splitlines() if " min  " in line] == list(NAMES)
    assert result.stdout.rstrip().endswith("written: unit.model")


def test_the_same_record_gives_the_same_bytes(tmp_path: Path) -> None:
    normal = write(tmp_path / "normal.csv", ROWS)
    first = calibrated(tmp_path, normal, "--budget", "2/day").to_bytes()
    assert calibrated(tmp_path, normal, "--budget", "2/day").to_bytes() == first


def test_several_files_are_several_runs_and_a_period_stands_for_times(tmp_path: Path) -> None:
    parts = []
    for number, part in enumerate(np.split(ROWS, 2)):
        path = tmp_path / f"{number}.csv"
        lines = [",".join(NAMES), *(",".join(map(repr, row)) for row in part.tolist())]
        path.write_text("\n".join(lines), encoding="utf-8")
        parts.append(path)
    unit = calibrated(tmp_path, *parts, "--budget", "14/week", "--period", "180s")
    assert (unit.facts.runs, unit.period_ns, unit.budget_per_day) == (2, 180_000_000_000, 2.0)
    assert unit.names == NAMES


def test_a_set_point_explains_and_is_not_judged(tmp_path: Path) -> None:
    normal = write(tmp_path / "normal.csv", ROWS)
    unit = calibrated(tmp_path, normal, "--budget", "2/day", "--setpoints", "FI-1, TI-2")
    assert unit.setpoints == ("FI-1", "TI-2")
    role = unit.model.preparation.role.tolist()
    assert role == [Role.DISCRETE, Role.DISCRETE, Role.MEASURED, Role.MEASURED]


def test_constant_and_empty_columns_and_texts_are_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = np.column_stack([ROWS, np.full(len(ROWS), 7.0), np.full(len(ROWS), np.nan)])
    normal = write(tmp_path / "normal.csv", rows, (*NAMES, "XI-5", "XI-6"))
    lines = normal.read_text(encoding="utf-8").splitlines()
    cells = lines[100].split(",")
    lines[100] = ",".join([cells[0], "fault", "inf", *cells[3:]])
    normal.write_text("\n".join(lines), encoding="utf-8")
    unit = calibrated(tmp_path, normal, "--budget", "2/day")
    assert unit.model.preparation.role.tolist()[4:] == [Role.CONSTANT, Role.EMPTY]
    told = capsys.readouterr().out
    assert "1  constant, not judged: XI-5" in told and "1  without any value, not judged: XI-6" in told
    assert "1 cell with text where a number belongs" in told


def test_a_record_too_short_for_its_budget_says_which_it_could_keep(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    normal = write(tmp_path / "normal.csv", ROWS)
    calibrated(tmp_path, normal, "--budget", "0.05/day")
    told = capsys.readouterr().out
    assert "TOO SHORT" in told and "could keep 0.12 a day; 0.05 needs 2 days" in told
    calibrated(tmp_path, normal, "--budget", "0.12/day")
    assert "TOO SHORT" not in capsys.readouterr().out


def test_bad_records_are_refused_with_the_reason(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    normal = write(tmp_path / "normal.csv", ROWS[:400])
    other = write(tmp_path / "other.csv", ROWS[:400], ("FI-1", "TI-2", "PI-3", "LI-5"))
    more = write(tmp_path / "more.csv", np.hstack([ROWS[:400], ROWS[:400]]), tuple("ABCDEFGH"))
    short = write(tmp_path / "short.csv", ROWS[:199])
    still = write(tmp_path / "still.csv", np.ones((400, 4)))
    backward = write(tmp_path / "backward.csv", ROWS[:400], times_s=BEGIN_S - 60 * np.arange(400))
    nameless = write(tmp_path / "nameless.csv", ROWS[:400], ("FI-1", "", "PI-3", "LI-4"))
    cases: list[tuple[tuple[str | Path, ...], str]] = [
        ((tmp_path / "gone.csv",), "there is no file"),
        ((normal, other), "no column for 1 tag of the unit: LI-4"),
        ((write(tmp_path / "part.csv", ROWS[:400, :2], NAMES[:2]), normal), "other columns"),
        ((short,), "199 rows in unbroken pieces and can keep no budget"),
        ((still,), "no tag can be judged"),
        ((backward,), "repeats or steps back"),
        ((nameless,), "without a name"),
        ((normal, "--setpoints", "XI-9"), "XI-9"),
        ((more, "--setpoints", "A,B,C,D,E,F,G,H"), "no tag can be judged"),
        ((normal, "--period", "1s"), "correct --period"),
    ]
    for words, message in cases:
        assert message in refused(capsys, tmp_path, *words, "--budget", "2/day")
    assert "at most 72/day" in refused(capsys, tmp_path, normal, "--budget", "100/day")


@pytest.mark.parametrize(
    "words", [("--budget", "much"), ("--budget", "0/day"), ("--budget", "1/day", "--period", "3")]
)
def test_words_that_make_no_sense_are_wrong_usage(words: tuple[str, ...]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["calibrate", "normal.csv", *words, "--out", "model"])
    assert ended.value.code == 2


def test_the_record_is_cut_in_the_order_of_time() -> None:
    pieces = [np.zeros((100, 1)), np.ones((100, 1))]
    first, last = cut(pieces, 140)
    assert [len(part) for part in first] == [100, 40] and [len(part) for part in last] == [60]
    first, last = cut(pieces, 190)
    assert [len(part) for part in first] == [100, 90] and last == []


def test_a_place_that_cannot_be_written_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    unit = calibrated(tmp_path, write(tmp_path / "normal.csv", ROWS[:400]), "--budget", "2/day")
    with pytest.raises(StorageError, match="cannot be written"):
        write_model(tmp_path / "no" / "model", unit)
    for place in (tmp_path, tmp_path / "no" / "model"):
        words = ["calibrate", str(tmp_path / "gone.csv"), "--budget", "2/day", "--out", str(place)]
        assert main(words) == 1
        assert "cannot be written" in capsys.readouterr().err
