"""The bytes of a site file as text: UTF-8, with or without a byte order mark, and nothing else.

Guessing an encoding would show wrong units and names to a person on watch; so what is not UTF-8 is
refused with a word on what it probably is.
"""

from pathlib import Path

from wakeful.server.configuration.finding import Findings

FILE_BYTES_MAX = {".toml": 4 * 1024 * 1024, ".csv": 512 * 1024 * 1024}
"""Largest file that is read, by its ending."""

_SAVE_AS = "save it as UTF-8 (in a spreadsheet: 'CSV UTF-8')"


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
    """Decode UTF-8 (a byte order mark is dropped), or report what the bytes are instead."""
    refused = _other_kind(data)
    if refused:
        findings.report(file, 0, "", refused, _SAVE_AS)
        return None
    if not data.strip():
        findings.report(file, 0, "", "is empty", _what_to_write(file))
        return None
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        byte = data[error.start]
        probably = bytes([byte]).decode("cp1252", errors="replace")
        message = f"byte 0x{byte:02X} is not UTF-8 (in Latin-1 or Windows-1252 it would be {probably!r})"
        findings.report(file, line, "", message, _SAVE_AS)
        return None


def _other_kind(data: bytes) -> str:
    """What the bytes are when they are plainly not UTF-8 text, or ""."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return "is UTF-16, not UTF-8"
    if data[:4] == b"PK\x03\x04":
        return "is a spreadsheet workbook (or another zip file), not text"
    if b"\x00" in data[:4096]:
        return "holds zero bytes: UTF-16 without a mark, or not text at all"
    return ""


def _what_to_write(file: str) -> str:
    return "write at least the header line" if file.endswith(".csv") else "see the reference in docs/site.md"
