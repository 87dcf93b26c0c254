"""Runs every suite, Python, console and browser, and ends with one count over all of them.

Run by ``make test``. A suite that ran no test has failed, and so has one whose runner broke. Nothing is
left out in silence: where Chromium is missing it is installed when that is allowed, otherwise this fails
with the command that helps; what a suite skipped is listed with its reason.

The browser's suite drives the real console on a real server of its own, which runs the built-in site. The
pictures it takes go to ``test-results/pictures``, and with ``--pictures`` to ``docs/pictures``, where the
documents show them.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree as ElementTree
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from bench.running_server import RunningServer

ROOT = Path(__file__).resolve().parent.parent
RESULTS = ROOT / "test-results"
CONSOLE = ROOT / "console"
SUITES = ("python", "console", "browser")
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
CHROMIUM_PACKAGES = ("chromium", "fonts-dejavu-core")


@dataclass
class Outcome:
    """What one suite came to."""

    suite: str
    passed: int = 0
    failed: int = 0
    skipped: Counter[str] = field(default_factory=Counter)
    trouble: str = ""
    """What went wrong beside failing tests; counts as one failure."""
    duration_s: float = 0.0

    @property
    def failures(self) -> int:
        """Failing tests, and one more when the suite itself broke or ran nothing."""
        return self.failed + bool(self.trouble)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run all suites, print the table and the count; 0 when every test passed."""
    parser = argparse.ArgumentParser(prog="make test", description="run every test")
    parser.add_argument("--only", action="append", choices=SUITES, help="this suite alone (may be repeated)")
    parser.add_argument("--pictures", action="store_true", help="keep the pictures in docs/pictures")
    options = parser.parse_args(arguments)
    chromium = find_chromium() or install_chromium()
    if chromium is None:
        print(f"The browser's tests need Chromium. As root: apt-get install {' '.join(CHROMIUM_PACKAGES)}")
        return 1
    shutil.rmtree(RESULTS, ignore_errors=True)
    pictures = ROOT / "docs" / "pictures" if options.pictures else RESULTS / "pictures"
    pictures.mkdir(parents=True, exist_ok=True)
    RESULTS.mkdir(exist_ok=True)
    environment = {**os.environ, "WAKEFUL_CHROMIUM": chromium, "PYTHONUNBUFFERED": "1"}
    in_parallel = ["-n", str(min(4, os.cpu_count() or 1)), "--dist=loadfile"]
    run = {
        "python": lambda: run_pytest("Python", ["tests", *in_parallel], environment),
        "console": lambda: run_vitest("console", [], environment),
        "browser": lambda: run_browser({**environment, "WAKEFUL_PICTURES": str(pictures)}),
    }
    try:
        outcomes = [run[suite]() for suite in options.only or SUITES]
    except KeyboardInterrupt:
        print("\nStopped before the end.")
        return 130
    return report(outcomes)


def find_chromium() -> str | None:
    """Path of a Chromium on this machine: ``WAKEFUL_CHROMIUM`` first, then the usual names."""
    named = os.environ.get("WAKEFUL_CHROMIUM")
    candidates = [named] if named else list(CHROMIUM_NAMES)
    return next((path for name in candidates if (path := shutil.which(name))), None)


def install_chromium() -> str | None:
    """Debian's Chromium, where this may install packages; None where it may not or could not."""
    if os.geteuid() != 0 or shutil.which("apt-get") is None or "WAKEFUL_CHROMIUM" in os.environ:
        return None
    print(f"Chromium is missing: installing Debian's {' and '.join(CHROMIUM_PACKAGES)}", flush=True)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    install = ["install", "-q", "-y", "--no-install-recommends", *CHROMIUM_PACKAGES]
    for arguments in (["update", "-q"], install):
        if subprocess.run(["apt-get", *arguments], env=environment, stdin=subprocess.DEVNULL).returncode != 0:
            return None
    return find_chromium()


def run_pytest(suite: str, arguments: Sequence[str], environment: dict[str, str]) -> Outcome:
    """Run pytest with warnings as errors and read its JUnit report."""
    junit = RESULTS / f"{suite.lower()}.xml"
    command = [sys.executable, "-m", "pytest", "-q", "-W", "error", f"--junitxml={junit}", *arguments]
    code, duration_s = run_suite(suite, command, ROOT, environment)
    outcome = read_junit(suite, junit.read_text() if junit.exists() else None, code)
    outcome.duration_s = duration_s
    return outcome


def run_vitest(suite: str, arguments: Sequence[str], environment: dict[str, str]) -> Outcome:
    """Run Vitest in console/ and read its JSON report."""
    report_file = RESULTS / f"{suite.lower()}.json"
    command = [
        "npx",
        "--no-install",
        "vitest",
        "run",
        "--reporter=default",
        "--reporter=json",
        f"--outputFile.json={report_file}",
        *arguments,
    ]
    code, duration_s = run_suite(suite, command, CONSOLE, environment)
    outcome = read_vitest(suite, report_file.read_text() if report_file.exists() else None, code)
    outcome.duration_s = duration_s
    return outcome


def run_browser(environment: dict[str, str]) -> Outcome:
    """Run the console's browser tests against a server of their own on the built-in site."""
    with tempfile.TemporaryDirectory(prefix="wakeful-browser-") as folder:
        try:
            with RunningServer(None, Path(folder) / "data") as server:
                address = server.link.partition("/sign-in")[0]
                signed = {**environment, "WAKEFUL_URL": address, "WAKEFUL_SIGN_IN": server.link}
                return run_vitest("browser", ["--config", "browser/vitest.config.ts"], signed)
        except RuntimeError as error:
            return Outcome("browser", trouble=str(error))


def run_suite(
    suite: str, command: Sequence[str], cwd: Path, environment: dict[str, str]
) -> tuple[int, float]:
    """Run one suite, its output going straight through. Returns exit code and duration [s]."""
    print(f"\n=== {suite}: {' '.join(command)}", flush=True)
    started_s = time.monotonic()
    code = subprocess.run(command, cwd=cwd, env=environment, stdin=subprocess.DEVNULL).returncode
    return code, time.monotonic() - started_s


def read_junit(suite: str, text: str | None, code: int) -> Outcome:
    """Counts from a JUnit report. An error in set-up or collection is a failure."""
    outcome = Outcome(suite)
    if text is None:
        outcome.trouble = f"the runner left no report (exit code {code})"
        return outcome
    for case in ElementTree.fromstring(text).iter("testcase"):
        if case.find("failure") is not None or case.find("error") is not None:
            outcome.failed += 1
        elif (skip := case.find("skipped")) is not None:
            outcome.skipped[skip.get("message") or "no reason given"] += 1
        else:
            outcome.passed += 1
    return judge(outcome, code)


def read_vitest(suite: str, text: str | None, code: int) -> Outcome:
    """Counts from Vitest's JSON report. A test file that could not be loaded is a failure."""
    outcome = Outcome(suite)
    if text is None:
        outcome.trouble = f"the runner left no report (exit code {code})"
        return outcome
    for file in json.loads(text)["testResults"]:
        statuses = Counter(test["status"] for test in file["assertionResults"])
        outcome.passed += statuses.pop("passed", 0)
        failed = statuses.pop("failed", 0)
        outcome.failed += failed or (file["status"] == "failed")
        for status, count in statuses.items():
            outcome.skipped[f"marked {status} in {Path(file['name']).name}"] += count
    return judge(outcome, code)


def judge(outcome: Outcome, code: int) -> Outcome:
    """Add what the counts alone do not show: no test at all, or a runner that broke."""
    if outcome.passed + outcome.failed == 0:
        outcome.trouble = f"ran no test (exit code {code})"
    elif code != 0 and outcome.failed == 0:
        outcome.trouble = f"the runner ended with code {code} although no test failed"
    elif code == 0 and outcome.failed:
        outcome.trouble = "the runner ended well although tests failed"
    return outcome


def report(outcomes: Sequence[Outcome]) -> int:
    """Print the table, what was skipped and why, what broke, and the count. Returns the exit code."""
    print(f"\n{'suite':<10}{'passed':>8}{'failed':>8}{'skipped':>9}{'seconds':>9}")
    for outcome in outcomes:
        skipped = outcome.skipped.total()
        print(
            f"{outcome.suite:<10}{outcome.passed:>8}{outcome.failures:>8}{skipped:>9}{outcome.duration_s:>9.0f}"
        )
    for outcome in outcomes:
        for reason, count in outcome.skipped.items():
            print(f"skipped in {outcome.suite}: {count} × {reason}")
    for outcome in outcomes:
        if outcome.trouble:
            print(f"{outcome.suite}: {outcome.trouble}")
    failed = sum(outcome.failures for outcome in outcomes)
    print(f"\n{sum(outcome.passed for outcome in outcomes)} passed, {failed} failed", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
