"""A TOML file of a site with the line of every key, so that a finding can point at it.

``tomllib`` parses; it keeps no lines. The lines come from a second, simple pass over text that is
known to be valid by then.
"""

import re
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from wakeful.server.configuration.encoding import read_text
from wakeful.server.configuration.finding import Findings, closest, suggest
from wakeful.server.configuration.keys import Key
from wakeful.server.configuration.value import Invalid

_ERROR_PLACE = re.compile(r"\s*\(at (?:line (\d+), column (\d+)|end of document)\)$")
_KEY_PART = re.compile(r'\s*(?:"((?:[^"\\]|\\.)*)"|\'([^\']*)\'|([A-Za-z0-9_-]+))\s*')


class TomlFile(NamedTuple):
    """A parsed file: ``content``, and in ``lines`` the line of each dotted path of keys."""

    file: str
    content: dict[str, Any]
    lines: Mapping[tuple[str, ...], int]

    def line(self, *path: str) -> int:
        """Line of a key, or of the nearest key around it (say, when it is missing)."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)


def read_toml(folder: Path, file: str, findings: Findings) -> TomlFile | None:
    """Read one file; None, with a finding, when it is missing or not TOML."""
    if not (folder / file).is_file():
        findings.report(file, 0, "", "is missing", "see docs/site.md, or let `wakeful new` write an example")
        return None
    text = read_text(folder, file, findings)
    if text is None:
        return None
    text = text.replace("\r\n", "\n")
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        _report_syntax(file, text, str(error), findings)
        return None
    except RecursionError:
        findings.report(
            file, 0, "", "nests tables or lists too deeply", "no setting needs more than a few levels"
        )
        return None
    return TomlFile(file, content, _lines_of(text))


def _report_syntax(file: str, text: str, error: str, findings: Findings) -> None:
    place = _ERROR_PLACE.search(error)
    line = int(place.group(1)) if place and place.group(1) else text.count("\n") + 1
    message = _ERROR_PLACE.sub("", error)
    written = text.splitlines()[line - 1].strip() if line <= len(text.splitlines()) else ""
    decimal_comma = re.search(r"=\s*[+-]?([0-9]+),([0-9]+)\s*(?:#.*)?$", written)
    if decimal_comma:
        advice = f"write {decimal_comma.group(1)}.{decimal_comma.group(2)} with a decimal point"
    elif re.search(r"=\s*(?:nan|NaN|yes|no|True|False)\b", written):
        advice = "write true or false, and numbers as numbers"
    elif re.search(r"=\s*[A-Za-z]", written):
        advice = "put text in double quotes"
    elif "Cannot" in message:
        advice = "every key and every table may stand once"
    else:
        advice = 'a line reads: key = "text", key = 5, key = true or [table]'
    findings.report(file, line, "", f"is not TOML: {message[:1].lower()}{message[1:]}", advice)


def _lines_of(text: str) -> dict[tuple[str, ...], int]:
    """Line of every table header and of every key that begins a line of valid TOML."""
    lines: dict[tuple[str, ...], int] = {}
    table: tuple[str, ...] = ()
    inside = _Inside()
    for number, line in enumerate(text.split("\n"), start=1):
        if inside.nothing():
            begin = line.lstrip()
            if begin.startswith("["):
                table = _key_path(begin.lstrip("["))[0]
                lines.setdefault(table, number)
                continue
            if begin and not begin.startswith("#"):
                path, begin = _key_path(begin)
                for length in range(1, len(path) + 1):
                    lines.setdefault(table + path[:length], number)
            line = begin
        inside.read(line)
    return lines


def _key_path(text: str) -> tuple[tuple[str, ...], str]:
    """Dotted key at the start of ``text``, and what follows it."""
    parts = []
    position = 0
    while match := _KEY_PART.match(text, position):
        parts.append(next(group for group in match.groups() if group is not None))
        position = match.end()
        if text[position : position + 1] != ".":
            break
        position += 1
    return tuple(parts), text[position:]


class _Inside:
    """Whether a value that began on an earlier line goes on: a long string, a list, an inline table."""

    def __init__(self) -> None:
        self._quote = ""
        self._depth = 0

    def nothing(self) -> bool:
        """True where a key or a table header may begin."""
        return not self._quote and self._depth == 0

    def read(self, line: str) -> None:
        """Follow quotes and brackets to the end of the line."""
        position = 0
        while position < len(line):
            character = line[position]
            if self._quote:
                if character == "\\" and self._quote[0] == '"':
                    position += 2
                elif line.startswith(self._quote, position):
                    position += len(self._quote)
                    self._quote = ""
                else:
                    position += 1
                continue
            if character == "#":
                return
            if character in "\"'":
                self._quote = character * 3 if line.startswith(character * 3, position) else character
                position += len(self._quote)
                continue
            self._depth += (character in "[{") - (character in "]}")
            position += 1


def read_keys(
    toml: TomlFile, path: tuple[str, ...], table: Mapping[str, Any], keys: Sequence[Key], findings: Findings
) -> dict[str, Any]:
    """Parsed keys of one table; unknown, missing and wrong ones are reported."""
    known = {key.name: key for key in keys}
    given = {}
    meant = set()
    for word, raw in table.items():
        key = known.get(word)
        if key is None:
            unseen = [name for name in known if name not in table]
            meant.add(closest(word, unseen))
            findings.report(
                toml.file, toml.line(*path, word), dotted(*path, word), "unknown key", suggest(word, unseen)
            )
            continue
        try:
            given[word] = key.parse(raw)
        except Invalid as invalid:
            line = toml.line(*path, word)
            findings.report(toml.file, line, dotted(*path, word), invalid.message, invalid.advice)
    for key in keys:
        if key.required and key.name not in table and key.name not in meant:
            advice = f"add {key.name} = ... ({key.meaning})"
            findings.report(toml.file, toml.line(*path), dotted(*path, key.name), "is missing", advice)
    return given


def dotted(*path: str) -> str:
    """A path of keys as a finding names it."""
    return ".".join(path)
