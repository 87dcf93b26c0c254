"""The bytes of a site file as text: UTF-8, or what says of itself that it is UTF-16, and nothing else.

Guessing an encoding would show wrong units and names to a person on watch; so what does not say what it is
is refused with a word on what it probably is. The same goes for letters that were lost or garbled before.
"""

import re
import unicodedata
from pathlib import Path

from wakeful.server.configuration.finding import Findings

FILE_BYTES_MAX = {".toml": 4 * 1024 * 1024, ".csv": 512 * 1024 * 1024}
"""Largest file that is read, by its ending."""

_SAVE_AS = "save it as UTF-8 (in a spreadsheet: 'CSV UTF-8')"
_UTF_16_MARKS = (b"\xff\xfe", b"\xfe\xff")
_UTF_32_MARKS = (b"\xff\xfe\x00\x00", b"\x00\x00\xfe\xff")
_GARBLED = re.compile("\ufffd|\u00c2[\u00a0-\u00bf]|\u00c3[\u00a0-\u00bf]|\u00e2\u20ac|\u00ef\u00bb\u00bf")
"""A replacement character, or what UTF-8 looks like to a program that took it for Windows-1252."""


def read_text(folder: Path, file: str, findings: Findings) -> str | None:
    """Text of a site file without its byte order mark; None, with a finding, when it cannot be had."""
    path = folder / file
    try:
        size_bytes = path.stat().st_size
        if size_bytes > FILE_BYTES_MAX[path.suffix]:
            limit_mib = FILE_BYTES_MAX[path.suffix] // (1024 * 1024)
            findings.report(file, 0, "", f"has {size_bytes:,} bytes", f"at most {limit_mib} MiB are read")
            return None
        data = path.read_bytes()
    except OSError as error:
        findings.report(
            file, 0, "", f"cannot be read: {error.strerror}", "check the name and the permissions"
        )
        return None
    return decode(file, data, findings)


def decode(file: str, data: bytes, findings: Findings) -> str | None:
    """Decode UTF-8, or a spreadsheet's UTF-16 with its mark; or report what the bytes are instead.

    Byte order marks are dropped, and letters are put together with their signs (Unicode NFC). TOML is UTF-8
    always.
    """
    refused = _other_kind(data, may_be_utf_16=file.endswith(".csv"))
    if refused:
        findings.report(file, 0, "", refused, _SAVE_AS)
        return None
    if not data.strip():
        findings.report(file, 0, "", "is empty", _what_to_write(file))
        return None
    try:
        text = data.decode("utf-16" if data[:2] in _UTF_16_MARKS else "utf-8-sig")
    except UnicodeDecodeError as error:
        if data[:2] in _UTF_16_MARKS:
            findings.report(file, 0, "", "begins as UTF-16 and is not UTF-16 throughout", _SAVE_AS)
            return None
        line = data.count(b"\n", 0, error.start) + 1
        byte = data[error.start]
        probably = bytes([byte]).decode("cp1252", errors="replace")
        message = f"byte 0x{byte:02X} is not UTF-8 (in Latin-1 or Windows-1252 it would be {probably!r})"
        findings.report(file, line, "", message, _SAVE_AS)
        return None
    # Some programs write a mark before each part that they join, and some take letters apart: a and its dots.
    text = unicodedata.normalize("NFC", text.removeprefix("\ufeff"))
    return text if _is_whole(file, text, findings) else None


def _is_whole(file: str, text: str, findings: Findings) -> bool:
    """No letter was lost or garbled before the file came here; else report the first that was."""
    garbled = _GARBLED.search(text)
    if garbled is None:
        return True
    line = text.count("\n", 0, garbled.start()) + 1
    if garbled.group() == "\ufffd":
        message = "holds U+FFFD, which stands for a letter that some program could not read"
    else:
        message = f"holds {garbled.group()!r}: UTF-8 that was taken for Windows-1252 and saved again"
    findings.report(file, line, "", message, "go back to the file before that, and save it as UTF-8")
    return False


def _other_kind(data: bytes, *, may_be_utf_16: bool) -> str:
    """What the bytes are when they are plainly not text that is read here, or ""."""
    if data[:4] in _UTF_32_MARKS:
        return "is UTF-32, not UTF-8"
    if data[:2] in _UTF_16_MARKS:
        return "" if may_be_utf_16 else "is UTF-16, not UTF-8"
    if data[:4] == b"PK\x03\x04":
        return "is a spreadsheet workbook (or another zip file), not text"
    if b"\x00" in data[:4096]:
        return "holds zero bytes: UTF-16 without a mark, or not text at all"
    return ""


def _what_to_write(file: str) -> str:
    return "write at least the header line" if file.endswith(".csv") else "see the reference in docs/site.md"
