"""docs/proof.md and the tests speak of the same promises."""

import re
from pathlib import Path

TESTS = Path(__file__).parents[1]
DOCUMENT = TESTS.parents[1] / "docs" / "proof.md"


def names_of_tests(paths):
    return {
        name for path in paths for name in re.findall(r"^def (test_\w+)\(", path.read_text(), re.MULTILINE)
    }


def test_every_promise_names_a_test_that_is_there():
    named = set(re.findall(r"`(test_\w+)`", DOCUMENT.read_text()))
    there = names_of_tests(TESTS.parent.rglob("test_*.py"))
    assert len(named) > 25
    assert named <= there, named - there


def test_every_file_a_promise_names_is_there():
    named = re.findall(r"`(tests/[\w./]+)`", DOCUMENT.read_text())
    assert named
    assert all((DOCUMENT.parents[1] / path).exists() for path in named)


def test_every_invariant_is_promised():
    invariants = names_of_tests([TESTS / "machine" / "test_invariants.py"])
    assert invariants <= set(re.findall(r"`(test_\w+)`", DOCUMENT.read_text()))
