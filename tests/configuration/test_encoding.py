"""Bytes as text: UTF-8 is taken, everything else is named."""

from pathlib import Path

import pytest

from wakeful.server.configuration import encoding
from wakeful.server.configuration.encoding import decode, read_text
from wakeful.server.configuration.finding import Findings


def refused(data: bytes) -> str:
    findings = Findings()
    assert decode("tags.csv", data, findings) is None
    (finding,) = findings.sorted()
    return str(finding)


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_utf_8_is_taken_with_or_without_its_mark(mark: bytes) -> None:
    findings = Findings()
    assert decode("tags.csv", mark + "TI-1,°C\n".encode(), findings) == "TI-1,°C\n"
    assert findings.count == 0


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ("a,b\n".encode("utf-32"), "is UTF-32"),
        (b"\xff\xfea", "begins as UTF-16 and is not UTF-16 throughout"),
        ("a,b\n1,\ufffdC\n".encode(), "tags.csv:2: holds U+FFFD"),
        (
            "a,b\n1,°C\n".encode().decode("cp1252").encode(),
            "tags.csv:2: holds 'Â°': UTF-8 that was",
        ),
        ("a,b\n1,für\n".encode().decode("cp1252").encode(), "holds 'Ã¼'"),
        ("a,b\n".encode("utf-16-be"), "holds zero bytes"),
        ("a,b\n1,°C\n".encode("latin-1"), "tags.csv:2: byte 0xB0 is not UTF-8"),
        (b"PK\x03\x04xlsx", "is a spreadsheet workbook"),
        (b" \n\t\n", "is empty; write at least the header line"),
        (b"", "is empty"),
    ],
)
def test_what_is_not_utf_8_is_named(data: bytes, message: str) -> None:
    assert message in refused(data)


@pytest.mark.parametrize("encoding_name", ["utf-16-le", "utf-16-be"])
def test_a_spreadsheet_s_utf_16_is_taken_with_its_mark(encoding_name: str) -> None:
    findings = Findings()
    data = "\ufeffTI-1\t°C\r\n".encode(encoding_name)
    assert decode("tags.csv", data, findings) == "TI-1\t°C\r\n"
    assert findings.count == 0
    assert decode("site.toml", data, findings) is None
    assert str(findings.sorted()[0]).startswith("site.toml: is UTF-16, not UTF-8")


def test_letters_that_only_look_like_a_mistake_are_taken() -> None:
    findings = Findings()
    text = "Âge,SÃO,Århus,µ,€,Ø\n"
    assert decode("tags.csv", text.encode(), findings) == text and findings.count == 0


def test_a_file_that_is_too_large_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(encoding.FILE_BYTES_MAX, ".csv", 10)
    (tmp_path / "tags.csv").write_text("x" * 11)
    findings = Findings()
    assert read_text(tmp_path, "tags.csv", findings) is None
    assert "has 11 bytes" in str(findings.sorted()[0])


def test_a_file_that_cannot_be_read_is_a_finding(tmp_path: Path) -> None:
    (tmp_path / "tags.csv").mkdir()
    findings = Findings()
    assert read_text(tmp_path, "tags.csv", findings) is None
    assert "cannot be read" in str(findings.sorted()[0])


def test_two_marks_and_letters_taken_apart_are_read() -> None:
    findings = Findings()
    data = b"\xef\xbb\xbf\xef\xbb\xbf" + "name\nGesto\u0308rt\n".encode()
    assert decode("tags.csv", data, findings) == "name\nGest\u00f6rt\n"
    assert findings.count == 0
