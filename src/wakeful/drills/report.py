"""How a suite went: lines for people, one JSON object, or a JUnit file for a build server."""

from collections import Counter
from collections.abc import Sequence
from pathlib import PurePath
from typing import Any
from xml.etree import ElementTree

from wakeful.drills.finding import SheetError
from wakeful.drills.judging import clock_text, happening_text
from wakeful.drills.player import Failure, Result

BAR_WIDTH = 40
_SHOWN = {"passed": "pass", "failed": "FAIL", "not supported": "n/s ", "unreadable": "FAIL"}
_MARKS = {"passed": "█", "failed": "✗", "unreadable": "✗", "not supported": "·"}

Outcome = Result | SheetError


def outcome_of(item: Outcome) -> str:
    """``passed``, ``failed``, ``not supported`` or, for a sheet with mistakes, ``unreadable``."""
    return "unreadable" if isinstance(item, SheetError) else item.outcome


def scenario_lines(file: str, item: Outcome) -> list[str]:
    """One line about a scenario, and below it what was not so."""
    name, shown = PurePath(file).stem, _SHOWN[outcome_of(item)]
    if isinstance(item, SheetError):
        count = len(item.findings)
        return [
            f"{shown}  {name}: {count} {'mistake' if count == 1 else 'mistakes'} in the sheet",
            *_indented(str(item).splitlines()),
        ]
    title = f"{shown}  {name}: {item.script.title}"
    if item.missing:
        return [f"{title} (not supported: {', '.join(item.missing)})"]
    lines = [title]
    for failure in item.failures:
        lines += _indented(_failure_lines(file, failure))
    return lines


def _failure_lines(file: str, failure: Failure) -> list[str]:
    lines = [
        f"{file}:{failure.line}: {failure.text}" if failure.line else f"{file}: before its first line",
        f"  expected  {failure.expected}",
        f"  seen      {failure.seen}",
    ]
    if failure.events:
        lines.append("  last events")
        lines += [f"    {happening_text(event)}" for event in failure.events]
    return lines


def _indented(lines: Sequence[str]) -> list[str]:
    return [f"      {line}" for line in lines]


def summary_lines(server: str, items: Sequence[Outcome], elapsed_s: float) -> list[str]:
    """A bar and the counts; with scenarios that were not supported, which functions were missing."""
    counts = Counter(outcome_of(item) for item in items)
    facts = sum(item.facts for item in items if isinstance(item, Result))
    simulated_ns = sum(item.script.end_ns for item in items if isinstance(item, Result) and not item.missing)
    said = [f"{counts[outcome]} {outcome}" for outcome in _SHOWN if counts[outcome]]
    lines = [
        f"{_bar(counts, len(items))} {', '.join(said) or 'nothing to play'}",
        f"{server}: {facts:,} facts, {clock_text(simulated_ns // 10**9 * 10**9)} of simulated time "
        f"in {elapsed_s:.1f} s",
    ]
    missing = Counter(name for item in items if isinstance(item, Result) for name in item.missing)
    if missing:
        lines.append(
            "not supported: " + ", ".join(f"{name} ({count})" for name, count in missing.most_common())
        )
    return lines


def _bar(counts: Counter[str], total: int) -> str:
    """A bar in which every outcome that occurred takes at least one place."""
    if not total:
        return ""
    width = min(BAR_WIDTH, total)
    places = {
        outcome: max(1, round(width * counts[outcome] / total)) for outcome in _SHOWN if counts[outcome]
    }
    most = max(places, key=lambda outcome: places[outcome])
    places[most] += width - sum(places.values())
    return "".join(_MARKS[outcome] * places[outcome] for outcome in places)


def as_object(server: str, items: Sequence[tuple[str, Outcome]], elapsed_s: float) -> dict[str, Any]:
    """The whole report as a plain object, for ``--json``."""
    counts = Counter(outcome_of(item) for _, item in items)
    return {
        "server": server,
        "elapsed_s": round(elapsed_s, 3),
        "counts": {outcome: counts[outcome] for outcome in _SHOWN},
        "scenarios": [_scenario_object(file, item) for file, item in items],
    }


def _scenario_object(file: str, item: Outcome) -> dict[str, Any]:
    if isinstance(item, SheetError):
        findings = [finding._asdict() for finding in item.findings]
        return {"file": file, "outcome": "unreadable", "findings": findings}
    return {
        "file": file,
        "title": item.script.title,
        "covers": list(item.script.covers),
        "outcome": item.outcome,
        "facts": item.facts,
        "missing": list(item.missing),
        "failures": [
            {
                "line": failure.line,
                "text": failure.text,
                "expected": failure.expected,
                "seen": failure.seen,
                "events": [happening_text(event) for event in failure.events],
            }
            for failure in item.failures
        ],
    }


def junit_text(server: str, items: Sequence[tuple[str, Outcome]], elapsed_s: float) -> str:
    """The report as JUnit XML: one test case a scenario, the server as its suite."""
    counts = Counter(outcome_of(item) for _, item in items)
    suite = ElementTree.Element(
        "testsuite",
        name=f"wakeful drill: {server}",
        tests=str(len(items)),
        failures=str(counts["failed"]),
        errors=str(counts["unreadable"]),
        skipped=str(counts["not supported"]),
        time=f"{elapsed_s:.3f}",
    )
    for file, item in items:
        case = ElementTree.SubElement(
            suite, "testcase", classname=server, name=PurePath(file).stem, file=file
        )
        text = "\n".join(line.strip() for line in scenario_lines(file, item)[1:])
        match outcome_of(item):
            case "failed":
                ElementTree.SubElement(case, "failure", message=text.splitlines()[0]).text = text
            case "unreadable":
                ElementTree.SubElement(case, "error", message="mistakes in the sheet").text = text
            case "not supported":
                assert isinstance(item, Result)
                ElementTree.SubElement(case, "skipped", message=f"no {', '.join(item.missing)}")
    ElementTree.indent(suite)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ElementTree.tostring(suite, encoding="unicode") + "\n"
