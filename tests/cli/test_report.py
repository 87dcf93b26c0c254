"""``wakeful report alarms`` as a user runs it; and its counts on recorded alarm logs, counted again here."""

import json
from collections import Counter
from pathlib import Path
from statistics import mean, median
from typing import Any, NamedTuple

import pyarrow.parquet
import pytest

from tests.alarms.load.journals import START_NS
from tests.cli.alarm_reports import busy_hours, started, write_journal
from tests.cli.commands import wakeful, write_recording, write_rig
from tests.oracles import load as oracle
from wakeful.cli.main import main
from wakeful.terms.site import Position

VARIANTS = ("original", "filter", "deadband")
DOCUMENT = Path(__file__).parents[2] / "docs" / "alarm_figures.md"
MIDNIGHT_S = 1_714_521_600
"""2024-05-01, when every run of the recorded logs begins."""


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_journal(tmp_path_factory.mktemp("data"), [started(), *busy_hours()])


def reported(capsys: pytest.CaptureFixture[str], *words: str | Path) -> dict[str, Any]:
    assert main(["report", "alarms", *map(str, words), "--json"]) == 0
    parsed: dict[str, Any] = json.loads(capsys.readouterr().out)
    return parsed


def test_a_journal_is_reported_on_as_text_and_as_a_page(data: Path, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    result = wakeful("report", "alarms", data, "--html", page)
    assert result.returncode == 0, result.stderr
    assert result.stdout.startswith(
        "Rig: alarm figures\n2026-05-28 20:30 to 2026-05-28 22:00 UTC, 1 h 30 min"
    )
    assert f"written: {page}" in result.stderr
    assert page.read_text(encoding="utf-8").startswith("<!doctype html>")


def test_a_replayed_site_can_be_reported_on(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rig, recording = write_rig(tmp_path / "rig"), write_recording(tmp_path / "r.csv")
    assert (
        main(["replay", str(rig), "--from", str(recording), "--journal", str(rig / "data" / "journal")]) == 0
    )
    capsys.readouterr()
    told = reported(capsys, rig)
    site = told["judged"][0]["figures"]
    assert (told["title"], site["annunciated"]) == ("Rig", 5)
    assert site["top"][0] == {"alarm": "LAH-1", "count": 3, "share": 0.6}


@pytest.mark.parametrize(
    ("words", "begin", "minutes", "annunciated"),
    [
        ([], START_NS, 90, 22),
        (["--last", "30min"], None, 30, 8),
        (["--last", "24h"], None, 1_440, 22),
        (["--from", "2026-05-28T21:30:00"], START_NS + 3_600 * 10**9, 30, 9),
        (["--from", "2026-05-28T22:30:00+02:00", "--to", "2026-05-28T20:36"], START_NS, 6, 6),
        (["--to", "2026-05-28T20:40", "--last", "10min"], START_NS, 10, 13),
    ],
)
def test_periods(
    data: Path,
    capsys: pytest.CaptureFixture[str],
    words: list[str],
    begin: int | None,
    minutes: int,
    annunciated: int,
) -> None:
    told = reported(capsys, data, *words)
    assert told["judged"][0]["figures"]["annunciated"] == annunciated
    assert (told["to_ms"] - told["from_ms"]) / 60_000 == pytest.approx(minutes, abs=0.001)
    assert begin is None or told["from_ms"] == begin / 1e6


@pytest.mark.parametrize(
    ("words", "mistake"),
    [
        ([], "give either a folder or --log FILE"),
        (["DIR", "--log", "x.csv"], "give either a folder or --log FILE"),
        (["--log", "x.csv", "--site", "."], "--site goes with a folder"),
        (["DIR", "--last", "8h", "--from", "2026-05-28"], "give --from or --last, not both"),
        (["DIR", "--last", "8 hours"], "'8 hours' is no period"),
        (["DIR", "--last", "0h"], "'0h' is no period"),
        (["DIR", "--last", "9000d"], "'9000d' is no period"),
        (["DIR", "--from", "noon"], "'noon' is no time"),
        (["--log", "x.csv", "--columns", "when=x"], "'when=x' names no columns"),
        (["--log", "x.csv", "--round", "0s"], "'0s' cannot be rounded to"),
        (["--log", "x.csv", "--round", "2h"], "'2h' cannot be rounded to"),
        (["people"], "invalid choice: 'people'"),
    ],
)
def test_wrong_usage_is_said_and_ends_with_2(
    data: Path, capsys: pytest.CaptureFixture[str], words: list[str], mistake: str
) -> None:
    words = [str(data) if word == "DIR" else word for word in words]
    subject = [] if words == ["people"] else ["alarms"]
    try:
        code = main(["report", *subject, *words])
    except SystemExit as ended:
        code = int(ended.code or 0)
    assert code == 2 and mistake in capsys.readouterr().err


def test_what_cannot_be_done_is_one_line_and_ends_with_1(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for words, mistake in (
        ([data, "--position", "east"], "there is no position 'east'; there are site"),
        ([data, "--to", "2000-01-01"], "cannot be reported on"),
        ([data, "--html", tmp_path / "gone" / "page.html"], "cannot be written"),
        ([tmp_path / "gone"], "there is no folder"),
    ):
        assert main(["report", "alarms", *map(str, words)]) == 1
        (line,) = capsys.readouterr().err.splitlines()
        assert mistake in line


def test_a_log_is_mapped_by_the_words_given(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    log = tmp_path / "log.csv"
    log.write_text("When,Point,What\n2026-03-01T12:00:04Z,a,Hoch\n2026-03-01T12:00:16Z,a,Hoch weg\n")
    told = reported(
        capsys, "--log", log, "--columns", "time=When,tag=Point,type=What", "--raised", "hoch,tief",
        "--returned", "weg", "--round", "10s", "--pair", "type",
    )  # fmt: skip
    assert told["judged"][0]["figures"]["annunciated"] == 1
    assert told["judged"][0]["figures"]["standing"] == 0
    assert "2 of 2 times were rounded to 10 s, by at most 4 s" in told["notes"]


class Counted(NamedTuple):
    """One run of a log, counted message by message. Times in seconds, rounded to the log's 10 s."""

    raised_s: list[int]
    last_s: int
    standing: int


def count_runs(path: Path) -> tuple[dict[int, Counted], int, dict[tuple[int, str], int]]:
    """Every run by number, the number of messages, and the first activation of every tag of a run."""
    table = pyarrow.parquet.read_table(path, columns=["case", "timestamp", "tag", "type"])
    cases, tags, kinds = (table[name].to_pylist() for name in ("case", "tag", "type"))
    stamps_ns = table["timestamp"].cast("int64").to_pylist()
    raised: dict[int, list[int]] = {}
    last: dict[int, int] = {}
    state: dict[tuple[int, str], str] = {}
    first: dict[tuple[int, str], int] = {}
    for case, stamp_ns, tag, kind in zip(cases, stamps_ns, tags, kinds, strict=True):
        at_s = (stamp_ns + 5 * 10**9) // 10**10 * 10
        last[case] = max(last.get(case, 0), at_s)
        state[case, tag] = kind
        if not kind.endswith("NR"):
            raised.setdefault(case, []).append(at_s)
            first[case, tag] = min(first.get((case, tag), at_s), at_s)
    standing = Counter(case for (case, _), kind in state.items() if not kind.endswith("NR"))
    runs = {case: Counted(raised[case], last[case], standing[case]) for case in raised}
    return runs, len(cases), first


def windows_of(run: Counted) -> Counter[int]:
    return Counter(at_s // 600 for at_s in run.raised_s)


@pytest.fixture(scope="module")
def logs(datasets: Path) -> Path:
    return datasets / "tep_alarms"


def readme_row(logs: Path, variant: str) -> list[str]:
    """Cells of the data set's own table."""
    rows = [line for line in (logs / "README.md").read_text().splitlines() if line.startswith(f"| {variant}")]
    return [cell.strip().replace(",", "") for cell in rows[0].strip("|").split("|")]


@pytest.mark.parametrize("variant", VARIANTS)
def test_counts_on_recorded_logs_are_those_counted_here_and_those_of_the_data_set(
    logs: Path, capsys: pytest.CaptureFixture[str], variant: str
) -> None:
    path = logs / f"tep_alarms_{variant}.parquet"
    told = reported(capsys, "--log", path, "--columns", "position=case", "--from", "2024-05-01")
    runs, messages, _ = count_runs(path)
    by_run = {int(each["figures"]["position"]): each["figures"] for each in told["judged"][1:]}
    assert set(by_run) == set(runs) and len(runs) == 50
    for case, run in runs.items():
        figures, windows = by_run[case], windows_of(run)
        assert figures["annunciated"] == len(run.raised_s)
        assert figures["peak_per_10_min"] == max(windows.values())
        assert figures["windows_over"] == sum(count > 10 for count in windows.values())
        assert figures["standing"] == run.standing
        bins = {round(each["at_ms"] / 600_000): each["annunciated"] for each in figures["bins"]}
        assert {window: count for window, count in bins.items() if count} == dict(windows)
    site = told["judged"][0]["figures"]
    windows = sum((run.last_s - MIDNIGHT_S) // 600 + 1 for run in runs.values())
    average = mean(len(run.raised_s) / ((run.last_s - MIDNIGHT_S) // 600 + 1) for run in runs.values())
    over = sum(figures["windows_over"] for figures in by_run.values())
    peak = max(figures["peak_per_10_min"] for figures in by_run.values())
    assert readme_row(logs, variant)[1:5] + readme_row(logs, variant)[6:] == [
        str(messages), str(site["annunciated"]), f"{average:.1f} / {peak}", f"{over} of {windows}",
        str(site["standing"]),
    ]  # fmt: skip
    floods = sum(len(figures["floods"]) for figures in by_run.values())
    row = f"| {variant} | {messages:,} | {site['annunciated']:,} | {average:.1f} | {peak} | "
    assert f"{row}{over:,} of {windows:,} | {floods:,} |" in DOCUMENT.read_text()
    assert f"alarm log {path.name}, {messages:,} messages" == told["source"]
    assert any("times were rounded to 1 ms, by at most 2 ns" in note for note in told["notes"])


def test_floods_of_recorded_runs_are_those_looked_for_instant_by_instant(
    logs: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = logs / "tep_alarms_deadband.parquet"
    told = reported(capsys, "--log", path, "--columns", "position=case")
    runs = count_runs(path)[0]
    position = Position(id="", name="", systems=())
    for each in told["judged"][1:]:
        figures = each["figures"]
        times_ns = [at_s * 10**9 for at_s in sorted(runs[int(figures["position"])].raised_s)]
        floods = [
            (begin_ns / 1e6, None if end_ns is None else end_ns / 1e6, count, peak)
            for begin_ns, end_ns, count, peak in oracle.floods(
                times_ns, position, round(told["to_ms"]) * 10**6
            )
        ]
        assert [tuple(flood.values()) for flood in figures["floods"]] == floods


@pytest.mark.parametrize("case", [7, 31])
def test_one_run_alone_has_the_windows_and_the_average_counted_here(
    logs: Path, capsys: pytest.CaptureFixture[str], case: int
) -> None:
    path = logs / "tep_alarms_filter.parquet"
    told = reported(
        capsys, "--log", path, "--columns", "position=case", "--position", str(case), "--from", "2024-05-01"
    )
    run = count_runs(path)[0][case]
    (judged,) = told["judged"]
    windows = (run.last_s - MIDNIGHT_S) // 600 + 1
    assert judged["figures"]["windows"] == windows
    assert judged["figures"]["per_10_min"] == pytest.approx(len(run.raised_s) / windows)


def test_what_the_treatments_cost_in_first_activations_is_what_the_document_says(logs: Path) -> None:
    document = DOCUMENT.read_text()
    first = {variant: count_runs(logs / f"tep_alarms_{variant}.parquet")[2] for variant in VARIANTS}
    for before, after in (("original", "filter"), ("filter", "deadband")):
        lost = len(set(first[before]) - set(first[after]))
        delays_s = [first[after][key] - first[before][key] for key in first[after]]
        late_s = sorted(delay_s for delay_s in delays_s if delay_s > 0)
        words = [f"| {before} → {after} | {len(first[before]):,} | {lost:,} | {len(late_s):,} |"]
        if late_s:
            words.append(f"{median(late_s) / 60:.1f} min")
            words.append(f"{late_s[-1] / 3_600:.0f} h")
        row = next(line for line in document.splitlines() if line.startswith(words[0]))
        assert all(word in row for word in words)
    for tag in {tag for _, tag in first["original"]}:
        runs = [key for key in first["original"] if key[1] == tag]
        late_s = [first["filter"][key] - first["original"][key] for key in runs if key in first["filter"]]
        row = f"| {tag} | {len(runs)} | {len(runs) - len(late_s)} |"
        times = f" {median(late_s) / 60:.1f} min | {max(late_s) / 3_600:.1f} h |" if late_s else " – | – |"
        assert row + times in document
