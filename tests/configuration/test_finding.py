"""Findings: how they are written, sorted, bounded, and what is suggested."""

from wakeful.alarms.expression.syntax import ExpressionError
from wakeful.server.configuration.finding import (
    FINDINGS_PER_FILE_MAX,
    Finding,
    Findings,
    Origin,
    SiteError,
    closest,
    did_you_mean,
    expression_fault,
    suggest,
)


def test_a_finding_is_one_line_with_place_key_and_advice() -> None:
    finding = Finding("alarms.csv", 14, "deadband_eu", "60 is too large", "give at most 49.9")
    assert str(finding) == "alarms.csv:14: deadband_eu: 60 is too large; give at most 49.9"
    assert str(finding._replace(line=0, key="")) == "alarms.csv: 60 is too large; give at most 49.9"


def test_something_discovered_points_at_its_source() -> None:
    origin = Origin("site.toml", 3, "sources.plc")
    told = str(origin.finding("limit_eu", "alarm A", "is wrong", "correct it"))
    assert told == "site.toml:3: sources.plc: alarm A: limit_eu: is wrong; correct it"
    assert str(origin) == "site.toml line 3"


def test_findings_come_in_the_order_of_reading() -> None:
    findings = Findings()
    for file, line in (
        ("alarms.csv", 2),
        ("tags.csv", 10),
        ("tags.csv", 9),
        ("site.toml", 5),
        ("tag.csv", 0),
    ):
        findings.report(file, line, "", "m", "a")
    places = [(finding.file, finding.line) for finding in findings.sorted()]
    assert places == [("site.toml", 5), ("tags.csv", 9), ("tags.csv", 10), ("alarms.csv", 2), ("tag.csv", 0)]


def test_a_file_has_only_so_many_lines_and_the_rest_is_counted() -> None:
    findings = Findings()
    searches = []

    def advice() -> str:
        searches.append(1)
        return "a"

    for line in range(10_000):
        findings.report("tags.csv", line, "", "m", advice)
    findings.report("alarms.csv", 1, "", "m", "a")
    assert len(searches) == FINDINGS_PER_FILE_MAX, "advice is searched for where it is shown"
    error = SiteError(findings.sorted(), findings.count)
    assert error.count == 10_001 and len(error.findings) == FINDINGS_PER_FILE_MAX + 1
    assert error.lines()[-1] == "... and 9,900 more; at most 100 of a file are listed"
    assert str(error).count("\n") == FINDINGS_PER_FILE_MAX + 1


def test_nothing_found_is_no_error() -> None:
    Findings().raise_if_any()


def test_the_closest_word_is_suggested_whatever_its_case() -> None:
    assert closest("scan_peroid_ms", ["scan_period_ms", "name"]) == "scan_period_ms"
    assert closest("li-101", ["LI-101", "LI-102"]) == "LI-101"
    assert closest("zzz", ["name"]) == ""
    assert suggest("zzz", ["name", "driver"]) == "known: name, driver"
    assert suggest("zzz", []) == "there are none"
    assert suggest("zzz", map(str, range(20)), listed_max=2) == "known: 0, 1 and 18 more"


def test_among_many_words_the_search_stays_short() -> None:
    assert closest("LI-99998x", (f"LI-{number}" for number in range(100_000))) != ""


def test_how_alike_a_word_must_be_can_be_said() -> None:
    assert closest("master.csv", ["modes.csv"]) == "modes.csv"
    assert closest("master.csv", ["modes.csv"], alike=0.8) == ""
    assert closest("mode.csv", ["modes.csv"], alike=0.8) == "modes.csv"


def test_what_is_wrong_with_an_expression_has_its_column_and_advice() -> None:
    assert expression_fault(ExpressionError("'&' has no meaning here: write and", 4)) == (
        "column 4: '&' has no meaning here",
        "write and",
    )
    assert expression_fault(ExpressionError("found the end", 9)) == (
        "column 9: found the end",
        "see docs/expressions.md",
    )


def test_a_letter_that_looks_like_another_is_named() -> None:
    assert suggest("P\u0410H-1", ["PAH-1"]) == (
        "did you mean 'PAH-1'? (it holds U+0410 CYRILLIC CAPITAL LETTER A)"
    )
    assert did_you_mean("gest\u00f6rd", "gest\u00f6rt") == "did you mean 'gest\u00f6rt'?"
    assert did_you_mean("a\ue000", "ab") == "did you mean 'ab'? (it holds U+E000)"
