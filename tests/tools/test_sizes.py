"""The sizes shown are those of the code, without docstrings."""

from pathlib import Path

import pytest

from tools.sizes import ROOT, files_of_ours, function_lengths, main, shape

MODULE = '''def a():
    """One.

    Two.
    """
    return 1


class B:
    def c(self):
        x = 1

        def inner():
            return x

        return inner
'''


def test_functions_are_measured_without_their_docstring() -> None:
    assert function_lengths(MODULE) == [("a", 1, 2), ("B.c", 10, 7), ("B.c.inner", 13, 2)]


def test_what_commands_make_is_left_out(tmp_path: Path) -> None:
    for name in (
        "src/wakeful/scan.py",
        "src/wakeful/console_dist/x.css",
        "console/src/main.tsx",
        "src/wakeful/a.txt",
    ):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    assert files_of_ours(tmp_path) == [tmp_path / "console/src/main.tsx", tmp_path / "src/wakeful/scan.py"]


def test_the_shape_is_count_median_ninth_tenth_and_longest() -> None:
    assert shape([10, 20, 30, 40, 1000]).split() == ["5", "30", "1000", "1000"]
    assert shape([]).split() == ["0", "0", "0", "0"]


def test_the_report_is_of_this_tree(capsys: pytest.CaptureFixture[str]) -> None:
    assert main() == 0
    assert "source (Python)" in capsys.readouterr().out
    assert ROOT / "tools" / "sizes.py" in files_of_ours(ROOT)
