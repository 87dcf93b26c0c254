"""``wakeful journal``: lines, filters and JSON, from a journal that the house wrote."""

import json
from pathlib import Path

import pytest

from tests.cli.commands import wakeful, write_rig
from wakeful.cli.main import main
from wakeful.journal import Journal
from wakeful.terms.command import Acknowledge, Actor
from wakeful.terms.effect import (
    AlarmChanged,
    CommandRefused,
    InputChanged,
    ModeChanged,
    Record,
    ServerStarted,
)

NOON_NS = 1_772_366_400_000_000_000
SECOND_NS = 1_000_000_000


def changed(second: int, alarm: str, tag: str, event: str) -> AlarmChanged:
    return AlarmChanged(
        at_ns=NOON_NS + second * SECOND_NS, alarm=alarm, tag=tag, kind="high", priority=2, event=event,
        before="A", after="B", occurrence=1, revision=1, value=8.5, quality=0, limit_eu=8.0,
    )  # fmt: skip


def records() -> list[Record]:
    actor = Actor("Ada Byron", "operator")
    command = Acknowledge(id="c1", actor=actor, at_ns=NOON_NS, alarm="LAH-1", occurrence=1, revision=0)
    return [
        ServerStarted(
            at_ns=NOON_NS, version="0.1.0", site="Rig", configuration_sha256="f" * 64, tags=2, alarms=2
        ),
        InputChanged(at_ns=NOON_NS + SECOND_NS, cause="good", count=2, tags=("LI-1", "PI-1")),
        changed(2, "LAH-1", "LI-1", "abnormal"),
        CommandRefused(
            at_ns=NOON_NS + 3 * SECOND_NS, command=command, reason="stale", detail="It has changed."
        ),
        changed(4, "PAH-1", "PI-1", "abnormal"),
    ]


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("data")
    with Journal.open(folder / "journal") as journal:
        journal.append(records())
    return folder


def lines(capsys: pytest.CaptureFixture[str], *words: str | Path) -> list[str]:
    assert main(["journal", *map(str, words)]) == 0
    return capsys.readouterr().out.splitlines()


def test_records_come_as_lines_newest_last(data: Path) -> None:
    result = wakeful("journal", data)
    assert result.returncode == 0
    shown = result.stdout.splitlines()
    assert len(shown) == 5
    assert shown[0].startswith("       0  2026-03-01T12:00:00.000Z  server_started ")
    moved = "alarm=LAH-1 tag=LI-1 kind=high priority=high event=abnormal before=normal after=unacknowledged"
    assert moved in shown[2]
    assert 'by="Ada Byron (operator)"' in shown[3] and "reason=stale" in shown[3]


def test_names_are_those_of_the_site_that_the_journal_lies_in(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    site = write_rig(tmp_path / "rig")
    mode = ModeChanged(at_ns=NOON_NS, system="rig", before="", after="running")
    with Journal.open(site / "data" / "journal") as journal:
        journal.append([mode])
    for folder in (site, site / "data", site / "data" / "journal"):
        assert lines(capsys, folder)[0].endswith('system="Test rig" after=running')
    (site / "tags.csv").write_text("nonsense", encoding="utf-8")
    assert main(["journal", str(site)]) == 0
    said = capsys.readouterr()
    assert said.out.rstrip().endswith("system=rig after=running")
    assert "cannot be read (wakeful check says why)" in said.err


def test_the_journal_is_found_from_its_own_folder_too(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert lines(capsys, data / "journal") == lines(capsys, data)


@pytest.mark.parametrize(
    ("words", "sequences"),
    [
        (["--alarm", "LAH-1"], [2, 3]),
        (["--tag", "LI-1"], [1, 2]),
        (["--since", "2026-03-01T12:00:03"], [3, 4]),
        (["--since", "2026-03-01T13:00:04+01:00"], [4]),
        (["--last", "2"], [3, 4]),
        (["--tag", "PI-1", "--last", "1"], [4]),
        (["--alarm", "none"], []),
    ],
)
def test_filters(
    data: Path, capsys: pytest.CaptureFixture[str], words: list[str], sequences: list[int]
) -> None:
    shown = lines(capsys, data, "--json", *words)
    assert [json.loads(line)["sequence"] for line in shown] == sequences


def test_json_lines_hold_the_whole_record(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    refused = json.loads(lines(capsys, data, "--json")[3])["record"]
    assert refused["type"] == "command_refused" and refused["command"]["actor"]["name"] == "Ada Byron"


@pytest.mark.parametrize("words", [["--since", "noon"], ["--last", "0"], ["--last", "many"]])
def test_wrong_filters_are_refused(data: Path, words: list[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["journal", str(data), *words])
    assert ended.value.code == 2


def test_a_folder_without_a_journal_is_said(tmp_path: Path) -> None:
    result = wakeful("journal", tmp_path / "gone")
    assert result.returncode == 1 and "there is no folder" in result.stderr
