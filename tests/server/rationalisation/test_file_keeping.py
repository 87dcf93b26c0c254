"""Files are replaced as a whole, and the ones before them kept."""

from pathlib import Path

import pytest

from wakeful.server.rationalisation import file_keeping
from wakeful.server.rationalisation.file_keeping import keep, replace_file
from wakeful.terms.errors import StorageError


def test_every_copy_has_a_name_of_its_own(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    assert keep(path) is None
    for content, name in ((b"1", "a.csv.bak"), (b"2", "a.csv.bak2"), (b"3", "a.csv.bak3")):
        replace_file(path, content)
        copy = keep(path)
        assert copy is not None and (copy.name, copy.read_bytes()) == (name, content)


def test_too_many_copies_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(file_keeping, "KEPT_MAX", 2)
    path = tmp_path / "a.csv"
    path.write_bytes(b"1")
    assert keep(path) and keep(path)
    with pytest.raises(StorageError, match="2 old copies"):
        keep(path)


def test_a_file_keeps_its_rights(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"1")
    path.chmod(0o640)
    replace_file(path, b"2")
    assert (path.read_bytes(), path.stat().st_mode & 0o777) == (b"2", 0o640)


def test_what_cannot_be_written_leaves_nothing_behind(tmp_path: Path) -> None:
    (tmp_path / "a.csv").mkdir()
    with pytest.raises(StorageError, match="nothing was changed"):
        replace_file(tmp_path / "a.csv", b"1")
    with pytest.raises(StorageError, match="nothing was changed"):
        replace_file(tmp_path / "gone" / "a.csv", b"1")
    assert [path.name for path in tmp_path.iterdir()] == ["a.csv"]
