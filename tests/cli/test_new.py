"""``wakeful new``: an example that is right as it stands, and never written over something."""

from pathlib import Path

from tests.cli.commands import wakeful


def test_the_example_is_written_and_right(tmp_path: Path) -> None:
    folder = tmp_path / "deep" / "site"
    written = wakeful("new", folder)
    assert written.returncode == 0
    assert f"wakeful up {folder}" in written.stdout
    assert sorted(path.name for path in folder.iterdir()) == [
        "alarms.csv",
        "site.toml",
        "systems.toml",
        "tags.csv",
    ]
    checked = wakeful("check", folder)
    assert (checked.returncode, checked.stdout.splitlines()[0]) == (0, "Example site: no mistakes found")
    assert "processor (2 tags)" in checked.stdout


def test_a_folder_with_something_in_it_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text("mine")
    result = wakeful("new", tmp_path)
    assert result.returncode == 1
    assert "is not an empty folder; nothing was written" in result.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["note.txt"]


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "site").write_text("mine")
    assert wakeful("new", tmp_path / "site").returncode == 1
    assert wakeful("new", tmp_path / "site" / "deeper").returncode == 1
