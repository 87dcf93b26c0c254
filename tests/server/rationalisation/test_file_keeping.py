"""Files are replaced as a whole, and the ones before them kept."""

from pathlib import Path

import pytest

from wakeful.server.rationalisation import file_keeping
from wakeful.server.rationalisation.file_keeping import FileChange, keep, replace_file, replace_files
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


def test_several_files_are_replaced_all_or_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "b.csv").write_bytes(b"1")
    files = (FileChange("a.csv", None, "2"), FileChange("b.csv", b"1", "2"), FileChange("c.csv", None, "2"))

    def refuse_the_last(path: Path, data: bytes) -> None:
        if path.name == "c.csv":
            raise StorageError("disk full")
        replace_file(path, data)

    with monkeypatch.context() as patched:
        patched.setattr(file_keeping, "replace_file", refuse_the_last)
        with pytest.raises(StorageError, match="disk full"):
            replace_files(tmp_path, files)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {
        "b.csv": b"1", "b.csv.bak": b"1",
    }  # fmt: skip
    written = replace_files(tmp_path, files)
    assert [(path.read_bytes(), kept and kept.name) for path, kept in written] == [
        (b"2", None), (b"2", "b.csv.bak2"), (b"2", None),
    ]  # fmt: skip
    with pytest.raises(StorageError, match="was changed while the sheet was read"):
        replace_files(tmp_path, files)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_the_encoding_of_a_file_is_kept(encoding: str) -> None:
    assert FileChange("a.csv", "alt".encode(encoding), "grün").after == "grün".encode(encoding)
    assert FileChange("a.csv", None, "grün").after == "grün".encode()
