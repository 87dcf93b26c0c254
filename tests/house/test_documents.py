"""What the documents say is so: links resolve, commands exist, examples run, forms are kept."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.tree import ROOT, expect_nothing, files, name_of

DOCUMENTS = files(".md")
FENCE = re.compile(r"^```([^\n]*)\n(.*?)^```", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
CHANGES = ("Added", "Changed", "Deprecated", "Removed", "Fixed", "Security")
PARTS_OF_RECORD = ("Context", "Decision", "Consequences")


def code_of(text: str) -> str:
    """All that a document sets as code, fenced or inline, one piece a line."""
    fenced = [body for _, body in FENCE.findall(text)]
    inline = re.findall(r"`([^`\n]+)`", FENCE.sub("", text))
    return "\n".join([*fenced, *inline])


def commands_named(text: str, program: str) -> set[str]:
    """First words after ``wakeful`` or ``make`` wherever a document's code begins a line with it."""
    return set(re.findall(rf"^(?:\$ )?(?:\.venv/bin/)?{program} ([a-z][a-z-]*)", code_of(text), re.MULTILINE))


def make_targets(makefile: str) -> set[str]:
    """Names of the rules of a Makefile."""
    return set(re.findall(r"^([a-z][a-z-]*):", makefile, re.MULTILINE))


def anchors(text: str) -> set[str]:
    """What can stand behind ``#`` in a link to this document."""
    headings = re.findall(r"^#+ (.+)$", FENCE.sub("", text), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-") for heading in headings}


def link_findings(document: Path) -> list[str]:
    """Relative links of a document that lead nowhere."""
    found = []
    for target in LINK.findall(FENCE.sub("", document.read_text())):
        if re.match(r"[a-z]+:", target):
            continue
        place, _, anchor = target.partition("#")
        path = document.parent / place if place else document
        if not path.exists():
            found.append(f"{name_of(document)}: {target} is not there")
        elif anchor and path.suffix == ".md" and anchor not in anchors(path.read_text()):
            found.append(f"{name_of(document)}: {target} has no such heading")
    return found


def record_findings(name: str, text: str) -> list[str]:
    """What a decision record lacks of its form: number in its title, a dated status, three parts in order."""
    found = []
    if not re.match(rf"# {name[:4]} \S.*\n\n", text):
        found.append(f"{name}: begins with '# {name[:4]} The choice, as a sentence'")
    if not re.search(
        r"^Status: (proposed|accepted|superseded by \d{4}), \d{4}-\d\d-\d\d$", text, re.MULTILINE
    ):
        found.append(
            f"{name}: has no line 'Status: accepted, YYYY-MM-DD' (or proposed, or superseded by NNNN)"
        )
    headings = re.findall(r"^## (.+)$", text, re.MULTILINE)
    if headings != list(PARTS_OF_RECORD):
        found.append(f"{name}: has the headings {headings}, expected {list(PARTS_OF_RECORD)}")
    return found


def changelog_findings(text: str) -> list[str]:
    """Where a changelog leaves the form of Keep a Changelog."""
    found = [] if text.startswith("# Changelog\n") else ["1: does not begin with '# Changelog'"]
    versions = re.findall(r"^## (.+)$", text, re.MULTILINE)
    if versions[:1] != ["[Unreleased]"]:
        found.append("the first version is not [Unreleased]")
    found += [
        f"'{version}' is not '[1.2.3] - YYYY-MM-DD'"
        for version in versions[1:]
        if not re.fullmatch(r"\[\d+\.\d+\.\d+\] - \d{4}-\d\d-\d\d", version)
    ]
    kinds = re.findall(r"^### (.+)$", text, re.MULTILINE)
    return found + [f"'{kind}' is not one of {', '.join(CHANGES)}" for kind in kinds if kind not in CHANGES]


def run_example(body: str, folder: Path) -> list[str]:
    """Run the ``$`` lines of a console example; each must end well and print what stands below it.

    A line ``...`` stands for any lines.
    """
    found = []
    for command, expected in re.findall(r"^\$ ([^\n]+)\n((?:(?!\$ )[^\n]*\n)*)", body, re.MULTILINE):
        answer = subprocess.run(
            ["/bin/sh", "-c", command],
            cwd=folder,
            env={
                "PATH": f"{Path(sys.executable).parent}:/usr/bin:/bin",
                "HOME": str(folder),
                # Kernels compiled once: on a machine that has none yet, they take a minute.
                "XDG_CACHE_HOME": os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache"),
                "LANG": "C.UTF-8",
            },
            capture_output=True,
            text=True,
            check=False,
            stdin=subprocess.DEVNULL,
            timeout=300,
        )
        pattern = (
            re.escape(expected.strip()).replace(r"\.\.\.", r"(?s:.*)") if expected.strip() else r"(?s:.*)"
        )
        if answer.returncode != 0 or not re.fullmatch(pattern, answer.stdout.strip()):
            found.append(
                f"$ {command}\nended with {answer.returncode} and said\n{answer.stdout}{answer.stderr}"
            )
    return found


@pytest.mark.parametrize("document", DOCUMENTS, ids=name_of)
def test_links_lead_somewhere(document: Path) -> None:
    expect_nothing(link_findings(document))


@pytest.mark.parametrize("document", DOCUMENTS, ids=name_of)
def test_make_targets_exist(document: Path) -> None:
    unknown = commands_named(document.read_text(), "make") - make_targets((ROOT / "Makefile").read_text())
    expect_nothing(sorted(unknown))


def test_wakeful_verbs_exist() -> None:
    verbs = set().union(*(commands_named(document.read_text(), "wakeful") for document in DOCUMENTS))
    assert {"up", "new", "check", "replay"} <= verbs
    program = Path(sys.executable).with_name("wakeful")
    found = []
    for verb in sorted(verbs):
        answer = subprocess.run([program, verb, "--help"], capture_output=True, text=True, check=False)
        if answer.returncode != 0:
            found.append(f"wakeful {verb}: {(answer.stdout + answer.stderr).strip()[:300]}")
    expect_nothing(found)


def test_examples_marked_to_run_do_run(tmp_path: Path) -> None:
    examples = [
        (document, body)
        for document in DOCUMENTS
        for kind, body in FENCE.findall(document.read_text())
        if kind.split() == ["console", "run"]
    ]
    assert examples
    found = []
    for number, (document, body) in enumerate(examples):
        folder = tmp_path / str(number)
        folder.mkdir()
        found += [f"{name_of(document)}: {finding}" for finding in run_example(body, folder)]
    expect_nothing(found)


def test_decision_records_keep_their_form() -> None:
    records = [path for path in files(".md", under=ROOT / "docs" / "decisions") if path.name != "README.md"]
    numbers = [path.name[:4] for path in records]
    assert len(numbers) == len(set(numbers))
    assert all(re.fullmatch(r"\d{4}-[a-z0-9-]+\.md", path.name) for path in records)
    expect_nothing([finding for path in records for finding in record_findings(path.name, path.read_text())])


def test_the_changelog_keeps_its_form() -> None:
    expect_nothing(changelog_findings((ROOT / "CHANGELOG.md").read_text()))


def test_the_command_checker() -> None:
    text = "Say `make run` or `wakeful up DIR`.\n\n```console\n$ wakeful check DIR\n$ make test\n```\n`make`"
    assert commands_named(text, "make") == {"run", "test"}
    assert commands_named(text, "wakeful") == {"up", "check"}
    assert make_targets("run: a ## b\n\t@x\nPYTHON = y\n.PHONY: z\nhelp:\n") == {"run", "help"}


def test_the_link_checker(tmp_path: Path) -> None:
    (tmp_path / "there.md").write_text("# A heading, here\n")
    page = tmp_path / "page.md"
    page.write_text(
        "[a](there.md) [b](there.md#a-heading-here) [c](https://example.org) ![d](gone.png)\n"
        "[e](there.md#no)\n"
        "```\n[f](nowhere)\n```\n# Own\n[g](#own) [h](#other)\n"
    )
    assert link_findings(page) == [
        "page.md: gone.png is not there",
        "page.md: there.md#no has no such heading",
        "page.md: #other has no such heading",
    ]


def test_the_record_checker() -> None:
    good = "# 0007 A title\n\nStatus: accepted, 2026-11-22\n\n## Context\n\n## Decision\n\n## Consequences\n"
    assert record_findings("0007-title.md", good) == []
    assert len(record_findings("0008-title.md", good)) == 1
    assert len(record_findings("0007-title.md", good.replace("## Context\n", ""))) == 1
    assert len(record_findings("0007-title.md", good.replace(", 2026-11-22", ""))) == 1


def test_the_changelog_checker() -> None:
    good = "# Changelog\n\n## [Unreleased]\n\n### Added\n\n- x\n\n## [0.1.0] - 2026-11-22\n\n### Fixed\n"
    assert changelog_findings(good) == []
    assert len(changelog_findings(good.replace("### Fixed", "### Repaired"))) == 1
    assert len(changelog_findings(good.replace("[0.1.0] - 2026-11-22", "0.1.0"))) == 1
    assert len(changelog_findings(good.replace("## [Unreleased]", "## [0.2.0] - 2026-12-01"))) == 1


def test_the_example_runner(tmp_path: Path) -> None:
    assert run_example("$ echo one two\none two\n$ true\n", tmp_path) == []
    assert run_example("$ echo one; echo 2; echo three\none\n...\nthree\n", tmp_path) == []
    assert len(run_example("$ echo one\ntwo\n$ false\n", tmp_path)) == 2


def test_the_tests_named_for_the_rules_of_the_house_exist() -> None:
    table = (
        (ROOT / "ARCHITECTURE.md").read_text().partition("## The rules of the house")[2].partition("\n## ")[0]
    )
    rows = [row for row in table.splitlines() if re.match(r"\| [a-g]\. ", row)]
    assert [row[2] for row in rows] == list("abcdefg")
    tests = "\n".join(path.read_text() for path in [*files(".py"), *files(".ts")] if "test" in path.name)
    for row in rows:
        named = re.findall(r"`([^`]+)`", row.split("|")[2])
        assert named, row
        for name in named:
            assert f"def {name}(" in tests or f'test("{name}"' in tests, name
