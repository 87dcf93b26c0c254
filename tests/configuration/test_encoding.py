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
        ("a,b\n".encode("utf-16"), "is UTF-16"),
        ("a,b\n".encode("utf-16-be"), "holds zero bytes"),
        ("a,b\n1,°C\n".encode("latin-1"), "tags.csv:2: byte 0xB0 is not UTF-8"),
        (b"PK\x03\x04xlsx", "is a spreadsheet workbook"),
        (b" \n\t\n", "is empty; write at least the header line"),
        (b"", "is empty"),
    ],
)
def test_what_is_not_utf_8_is_named(data: bytes, message: str) -> None:
    assert message in refused(data)


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
