"""The count is of what the runners reported, and nothing that went wrong looks like success."""

import json
from collections import Counter
from pathlib import Path

import pytest

from tools import run_tests
from tools.run_tests import Outcome, read_junit, read_vitest, report

JUNIT = """<testsuites><testsuite>
<testcase name="a"/><testcase name="b"/>
<testcase name="c"><failure message="no"/></testcase>
<testcase name="d"><error message="set-up"/></testcase>
<testcase name="e"><skipped message="data are absent"/></testcase>
</testsuite></testsuites>"""
PASSING = '<testsuites><testsuite><testcase name="a"/></testsuite></testsuites>'


def vitest(*files: tuple[str, list[str]]) -> str:
    """A Vitest report: for each file its status and those of its tests."""
    results = [
        {
            "name": f"/x/{index}.test.ts",
            "status": status,
            "assertionResults": [{"status": test} for test in tests],
        }
        for index, (status, tests) in enumerate(files)
    ]
    return json.dumps({"testResults": results})


def test_pytest_is_counted() -> None:
    outcome = read_junit("Python", JUNIT, code=1)
    assert (outcome.passed, outcome.failed, outcome.trouble) == (2, 2, "")
    assert outcome.skipped == Counter({"data are absent": 1})


def test_vitest_is_counted() -> None:
    text = vitest(("passed", ["passed", "passed", "skipped"]), ("failed", ["passed", "failed"]))
    outcome = read_vitest("console", text, code=1)
    assert (outcome.passed, outcome.failed, outcome.trouble) == (3, 1, "")
    assert outcome.skipped.total() == 1


def test_a_console_test_file_that_does_not_load_is_a_failure() -> None:
    outcome = read_vitest("console", vitest(("passed", ["passed"]), ("failed", [])), code=1)
    assert (outcome.passed, outcome.failed) == (1, 1)


@pytest.mark.parametrize(
    ("outcome", "said"),
    [
        (read_junit("Python", None, code=4), "left no report"),
        (read_vitest("console", None, code=1), "left no report"),
        (read_junit("Python", "<testsuites/>", code=5), "ran no test"),
        (read_junit("Python", "<testsuites/>", code=0), "ran no test"),
        (read_vitest("console", vitest(), code=0), "ran no test"),
        (read_junit("Python", PASSING, code=3), "ended with code 3 although no test failed"),
        (read_junit("Python", JUNIT, code=0), "ended well although tests failed"),
    ],
)
def test_a_suite_that_broke_has_failed(outcome: Outcome, said: str) -> None:
    assert said in outcome.trouble
    assert outcome.failures >= 1


def test_only_skipped_tests_are_no_tests() -> None:
    skipped = '<testsuites><testcase name="a"><skipped message="x"/></testcase></testsuites>'
    assert read_junit("Python", skipped, code=0).failures == 1


def test_the_report_ends_with_the_plain_count(capsys: pytest.CaptureFixture[str]) -> None:
    outcomes = [
        Outcome("Python", passed=5, skipped=Counter({"data are absent": 2})),
        Outcome("console", passed=4),
    ]
    assert report(outcomes) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[-1] == "9 passed, 0 failed"
    assert "skipped in Python: 2 × data are absent" in lines


def test_the_report_counts_trouble_as_a_failure(capsys: pytest.CaptureFixture[str]) -> None:
    outcomes = [
        Outcome("Python", passed=5, failed=1),
        Outcome("browser", trouble="ran no test (exit code 5)"),
    ]
    assert report(outcomes) == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines[-1] == "5 passed, 2 failed"
    assert "browser: ran no test (exit code 5)" in lines


def test_chromium_is_found_by_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("WAKEFUL_CHROMIUM", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert run_tests.find_chromium() is None
    browser = tmp_path / "chromium"
    browser.write_text("#!/bin/sh\n")
    browser.chmod(0o755)
    assert run_tests.find_chromium() == str(browser)
    monkeypatch.setenv("WAKEFUL_CHROMIUM", str(tmp_path / "gone"))
    assert run_tests.find_chromium() is None


def test_without_rights_a_missing_chromium_ends_the_run_with_the_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("WAKEFUL_CHROMIUM", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr("os.geteuid", lambda: 1000)
    assert run_tests.main([]) == 1
    assert "apt-get install chromium" in capsys.readouterr().out


def test_with_rights_chromium_is_installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    apt = tmp_path / "apt-get"
    apt.write_text(
        f'#!/bin/sh\ncd {tmp_path}\necho "$*" >>calls\n'
        '[ "$1" = update ] || { echo "#!/bin/sh" >chromium; /bin/chmod 755 chromium; }\n'
    )
    apt.chmod(0o755)
    monkeypatch.delenv("WAKEFUL_CHROMIUM", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr("os.geteuid", lambda: 0)
    assert run_tests.install_chromium() == str(tmp_path / "chromium")
    calls = (tmp_path / "calls").read_text().splitlines()
    assert [call.split()[0] for call in calls] == ["update", "install"]
    assert "chromium" in calls[1].split()
