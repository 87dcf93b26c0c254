"""``wakeful advise`` as a user runs it: on a recording, on a data folder, and with what cannot be done."""

import csv
import json
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import pytest

from tests.cli.commands import wakeful, write_rig
from wakeful.alarms.advisor.rules import AdvisorRules
from wakeful.cli.advise import CSV_COLUMNS, advise_site, find_folders, write_csv
from wakeful.cli.advise_report import AdviceReport
from wakeful.cli.advise_samples import HistorianSamples, RecordingSamples
from wakeful.cli.playback import Playback, site_of_recording
from wakeful.cli.up import BUILTIN_SITE
from wakeful.drivers.recording import Recording
from wakeful.historian import Historian
from wakeful.server.configuration import read_site
from wakeful.terms.alarm_load import Advice, AdviceCandidate
from wakeful.terms.errors import ConfigurationError
from wakeful.terms.samples import SampleBlock

SECOND_NS = 1_000_000_000
BEGIN_S = 1_772_366_400


def level(seconds: int) -> np.ndarray:
    """A level near its high limit of 8 m for half of the time: it chatters, and calms down."""
    random = np.random.default_rng(4)
    base = np.where((np.arange(seconds) // 600) % 2 == 1, 8.0, 5.0)
    return np.round(base + random.normal(0.0, 0.6, seconds), 3)


def write_levels(path: Path, seconds: int = 2_400) -> Path:
    rows = [f"{BEGIN_S + second},{value}" for second, value in enumerate(level(seconds))]
    path.write_text("\n".join(["time,LI-1", *rows]) + "\n", encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def rig(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_rig(tmp_path_factory.mktemp("advise") / "rig")


@pytest.fixture(scope="module")
def recording(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_levels(tmp_path_factory.mktemp("recording") / "levels.csv")


@pytest.fixture(scope="module")
def told(rig: Path, recording: Path) -> dict[str, Any]:
    result = wakeful("advise", rig, "--recording", recording, "--json")
    assert result.returncode == 0, result.stderr
    parsed: dict[str, Any] = json.loads(result.stdout)
    return parsed


def test_what_is_today_is_what_the_engine_makes_of_the_recording(
    rig: Path, recording: Path, told: dict[str, Any]
) -> None:
    opened = Recording(recording)
    site, _, _ = site_of_recording(read_site(rig), opened.columns)
    raised = Playback(site, opened).run().raised
    found = {each["alarm"]: each["candidates"][0]["annunciated"] for each in told["advice"]}
    assert found == {name: raised[name] for name in ("LAH-1", "LAL-1")}
    assert found["LAH-1"] > 20


def test_the_worst_comes_first_and_the_rest_is_named(told: dict[str, Any]) -> None:
    assert [each["alarm"] for each in told["advice"]] == ["LAH-1", "LAL-1"]
    assert {each["alarm"] for each in told["left_out"]} == {"PAB-1", "TAH-1"}
    assert {each["reason"] for each in told["left_out"]} == {"its tag was not recorded in this period"}
    assert told["to_ms"] - told["from_ms"] == 2_399_000.0


def test_the_text_says_what_to_change_and_why(rig: Path, recording: Path, tmp_path: Path) -> None:
    rows = tmp_path / "rows.csv"
    result = wakeful("advise", rig, "--recording", recording, "--csv", rows)
    assert result.returncode == 0, result.stderr
    assert "Rig, 2026-03-01 12:00 to 2026-03-01 12:39 UTC" in result.stdout
    assert "now: deadband 0.5 m" in result.stdout and "recommended: " in result.stdout
    assert "1 alarm never annunciated" in result.stdout
    with rows.open(newline="") as file:
        (row,) = csv.DictReader(file)
    assert row["name"] == "LAH-1" and float(row["deadband_eu"]) >= 0.5
    again = wakeful("advise", rig, "--recording", recording, "--csv", rows)
    assert again.returncode == 1 and "is there already" in again.stderr


def test_the_recommended_rows_are_brought_in_as_they_are(recording: Path, tmp_path: Path) -> None:
    rig, sheet = write_rig(tmp_path / "rig"), tmp_path / "advice.csv"
    assert wakeful("advise", rig, "--recording", recording, "--csv", sheet).returncode == 0
    (row,) = csv.DictReader(sheet.read_text().splitlines())
    brought = wakeful("alarms", "import", rig, sheet)
    assert brought.returncode == 0, brought.stdout
    assert "3 alarms are not in the sheet and stay as they are" in brought.stdout.splitlines()
    before = {alarm.name: alarm for alarm in read_site(write_rig(tmp_path / "before")).alarms}
    after = {alarm.name: alarm for alarm in read_site(rig).alarms}
    changed = msgspec.structs.replace(
        before["LAH-1"],
        deadband_eu=float(row["deadband_eu"]),
        on_delay_ms=int(row["on_delay_ms"]),
        off_delay_ms=int(row["off_delay_ms"]),
    )
    assert after == before | {"LAH-1": changed} != before
    assert wakeful("alarms", "import", rig, sheet).stdout.splitlines()[0] == "0 changes"


def test_no_deadband_is_written_as_0_for_blank_would_mean_take_it_away(tmp_path: Path) -> None:
    nothing: dict[str, Any] = {"saved": 0, "delay_mean_s": 0.0, "delay_max_s": 0.0, "missed": 0}
    today, best = (
        AdviceCandidate(deadband_eu=0.0, on_delay_ms=0, off_delay_ms=off_delay_ms, annunciated=9, **nothing)
        for off_delay_ms in (0, 5_000)
    )
    advice = Advice(
        alarm="A", from_ms=0.0, to_ms=1.0, samples=2, candidates=(today, best), recommended=1, reasons=(),
        protected=False,
    )  # fmt: skip
    report = AdviceReport(site="s", from_ms=0.0, to_ms=1.0, advice=(advice,), left_out=(), units={}, tags={})
    write_csv(tmp_path / "a.csv", report)
    assert (tmp_path / "a.csv").read_text().splitlines()[1] == "A,0,0,5000"


def test_the_recommended_rows_in_alarms_csv_give_the_count_that_was_promised(
    rig: Path, recording: Path, tmp_path: Path
) -> None:
    site = read_site(rig)
    samples = RecordingSamples(Recording(recording), site.tags)
    report = advise_site(site, site.alarms, samples, samples.start_ns, AdvisorRules())
    write_csv(tmp_path / "rows.csv", report)
    with (tmp_path / "rows.csv").open(newline="") as file:
        changes = {row["name"]: row for row in csv.DictReader(file)}
    lines = (rig / "alarms.csv").read_text().splitlines()
    head, *old = [line.split(",") for line in lines]
    new = [
        [*row[:5], *(changes[row[0]][column] for column in CSV_COLUMNS[1:])]
        if row[0] in changes
        else [*row, ""]
        for row in old
    ]
    changed = write_rig(tmp_path / "changed")
    text = "\n".join(",".join(row) for row in [[*head, "off_delay_ms"], *new])
    (changed / "alarms.csv").write_text(text + "\n")
    played, _, _ = site_of_recording(read_site(changed), ("LI-1",))
    raised = Playback(played, Recording(recording)).run().raised["LAH-1"]
    best = report.advice[0].candidates[report.advice[0].recommended]
    assert raised == best.annunciated < report.advice[0].candidates[0].annunciated


def test_one_alarm_shows_every_setting_that_was_tried(rig: Path, recording: Path) -> None:
    words = ("--recording", recording, "--alarm", "LAH-1", "--no-on-delay", "--last", "30min")
    result = wakeful("advise", rig, *words)
    assert result.returncode == 0, result.stderr
    assert "every setting that was tried" in result.stdout and "LAL-1" not in result.stdout
    assert "12:09 to" in result.stdout and "on-delay" not in result.stdout.replace("add no on-delay", "")


def fill(folder: Path, seconds: int = 2_400) -> None:
    with Historian.open(folder, ["LI-1"]) as historian:
        times_ns = (BEGIN_S + np.arange(seconds)) * SECOND_NS
        block = SampleBlock(times_ns, level(seconds)[:, None], np.zeros((seconds, 1), np.uint32))
        historian.append(block)


def test_the_history_of_a_site_gives_the_same_advice(rig: Path, told: dict[str, Any], tmp_path: Path) -> None:
    fill(tmp_path / "data" / "history")
    result = wakeful("advise", rig, "--data", tmp_path / "data", "--json")
    assert result.returncode == 0, result.stderr
    assert json.loads(result.stdout)["advice"] == told["advice"]


def test_advice_while_a_server_holds_the_history(rig: Path, told: dict[str, Any], tmp_path: Path) -> None:
    folder = tmp_path / "history"
    fill(folder)
    site = read_site(rig)
    with Historian.open(folder, ["LI-1"]):
        samples = HistorianSamples(folder)
        report = advise_site(site, site.alarms, samples, samples.start_ns, AdvisorRules())
    assert report.advice[0].candidates[0].annunciated == told["advice"][0]["candidates"][0]["annunciated"]


def test_folders_are_found_from_either_side(rig: Path, tmp_path: Path) -> None:
    assert find_folders(rig, None) == (rig, rig / "data")
    assert find_folders(rig, tmp_path) == (rig, tmp_path)
    site = write_rig(tmp_path / "rig")
    (site / "data" / "history").mkdir(parents=True)
    assert find_folders(site / "data", None) == (site, site / "data")
    built_in = tmp_path / "wakeful-data"
    (built_in / "history").mkdir(parents=True)
    with pytest.raises(ConfigurationError, match="give the site folder and --data"):
        find_folders(built_in, None)
    (built_in / "site").write_text("Wakeful")
    assert find_folders(built_in, None) == (BUILTIN_SITE, built_in)
    (built_in / "site").write_text("Rig")
    with pytest.raises(ConfigurationError, match="give the site folder and --data"):
        find_folders(built_in, None)
    with pytest.raises(ConfigurationError, match="neither a site folder"):
        find_folders(tmp_path, None)


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        (["--alarm", "LAH-9"], 1, "Rig has no alarm 'LAH-9'"),
        (["--last", "soon"], 2, "'soon' is no time; give a number and ms, s, min, h or d"),
        (["--real-after", "0s"], 2, "is no time"),
        ([], 1, "there is no history in"),
        (["--recording", "absent.csv"], 1, "there is no file absent.csv"),
    ],
)
def test_what_cannot_be_done_is_said(rig: Path, words: list[str], code: int, message: str) -> None:
    result = wakeful("advise", rig, *words)
    assert result.returncode == code
    assert message in result.stderr and "Traceback" not in result.stderr
