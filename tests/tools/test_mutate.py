"""The mutation run tells noticed from unnoticed, and its table in the documents is of the present code."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tools import mutate
from tools.mutants import Mutant
from tools.mutate import NOTICED, REFUSED, SURVIVED, TOO_LONG, Judged, findings_of, table_text, verdict

ROOT = Path(__file__).resolve().parents[2]
FIRST = Mutant("alarms/a.py", 3, "f", "`x` becomes `y`", "")
SECOND = Mutant("alarms/a.py", 4, "g", "`1` becomes `2`", "")


def documented_counts():
    """Mutants of each file, as docs/proof.md has them."""
    text = mutate.DOCUMENT.read_text().partition(mutate.BEGIN)[2].partition(mutate.END)[0]
    return {
        file: int(count) for file, count in re.findall(r"^\| `([\w./]+\.py)` \| (\d+) \|", text, re.MULTILINE)
    }


def test_the_table_in_the_documents_is_of_the_code_as_it_is():
    """When this fails, run ``make mutants``: a part of the alarm core has changed since."""
    present = {file: len(mutate.mutants_of_file(file)) for file in mutate.files_mutated()}
    assert documented_counts() == present


def test_the_documents_tell_of_nothing_unnoticed():
    text = mutate.DOCUMENT.read_text().partition(mutate.BEGIN)[2].partition(mutate.END)[0]
    assert re.search(r"^Score: (\d+) of \1 mistakes noticed, 100.0 %\.$", text, re.MULTILINE)


def test_every_mutated_file_has_its_tests():
    for file in mutate.files_mutated():
        tests = mutate.tests_of(file)
        assert len(tests) == len(set(tests))
        assert all(Path(test).exists() for test in tests)
    assert len(mutate.tests_of("alarms/machine/shelf.py")) > 10
    assert [Path(test).name for test in mutate.tests_of("engine/alarm_acts.py")] == [
        "test_alarm_acts.py",
        "test_commands.py",
    ]


@pytest.mark.parametrize(
    ("code", "expected"), [(0, SURVIVED), (1, NOTICED), (2, NOTICED), (99, REFUSED), (-1, TOO_LONG)]
)
def test_verdicts(code, expected):
    assert verdict(code) == expected


def test_the_unnoticed_are_named_with_their_line(monkeypatch):
    assert findings_of([Judged(FIRST, NOTICED), Judged(SECOND, SURVIVED)]) == [
        "src/wakeful/alarms/a.py:4: no test notices g: `1` becomes `2`"
    ]
    monkeypatch.setattr(mutate, "EQUIVALENT", {FIRST.name: "why", SECOND.name: "why"})
    assert findings_of([Judged(FIRST, NOTICED), Judged(SECOND, SURVIVED)]) == [
        "tools/mutate_equivalent.py: not equivalent, noticed by a test: alarms/a.py f: `x` becomes `y`"
    ]


def test_the_table_counts_every_mutant_once(monkeypatch):
    judged = [Judged(FIRST, SURVIVED), Judged(SECOND, NOTICED), Judged(SECOND, SURVIVED)]
    monkeypatch.setattr(mutate, "EQUIVALENT", {FIRST.name: "it is the same"})
    lines = table_text(judged).splitlines()
    assert lines[2] == "| `alarms/a.py` | 3 | 1 | 0 | 0 | 1 | 1 |"
    assert lines[3].startswith("| together | 3 | 1 |")
    assert "Score: 1 of 2 mistakes noticed, 50.0 %." in lines
    assert lines[-1] == "- alarms/a.py f: `x` becomes `y`: it is the same"


def test_the_table_goes_between_its_marks(tmp_path):
    document = tmp_path / "proof.md"
    document.write_text(f"before\n{mutate.BEGIN}\nold\n{mutate.END}\nafter\n")
    mutate.write_table(document, "new\n")
    assert document.read_text() == f"before\n{mutate.BEGIN}\nnew\n{mutate.END}\nafter\n"


def test_rows_have_their_fields_as_attributes_where_nothing_is_compiled():
    """Lines keep their numbers; what is no table of rows stays as it is."""
    source = 'import numpy as np\nROW = np.dtype(\n    [("a", int)],\n)\nKIND = np.dtype(np.uint8)\n'
    changed = mutate.with_records(source)
    assert changed == source.replace("\n)\n", "\n); ROW = np.dtype((np.record, ROW))\n")
    names = {}
    exec(changed, names)
    table = names["np"].zeros(2, names["ROW"])
    table[1].a = 7
    assert table["a"].tolist() == [0, 7]


JUDGE = """
import sys
from tools import mutate
with mutate.package_copy() as folder:
    file = "alarms/machine/activity.py"
    path = folder / "wakeful" / file
    text = path.read_text()
    for old, new in [("", ""), ("RAISE, Move(_S.ACTIVE)", "RAISE, Move(_S.INACTIVE)"), ("Int", "In")]:
        path.write_text(text.replace(old, new) if old else text)
        print(mutate.run_tests(file, mutate.tests_of(file)[:1], limit_s=60))
"""


def test_a_mistake_is_noticed_and_no_mistake_is_not():
    answer = subprocess.run(
        [sys.executable, "-c", JUDGE], cwd=ROOT, capture_output=True, text=True, check=True, timeout=120
    )
    assert answer.stdout.split() == ["0", "1", "99"]


def test_a_file_that_is_not_there_is_said_to_be_so(capsys):
    with pytest.raises(SystemExit, match="2"):
        mutate.main(["--only", "nowhere"])
    assert "no mutated file is named like 'nowhere'" in capsys.readouterr().err
