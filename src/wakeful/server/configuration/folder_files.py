"""Files of a site folder that were meant and are not read: they would lose every alarm in silence."""

from pathlib import Path

from wakeful.server.configuration.finding import FILE_ORDER, Findings, closest

_MISSPELT_ALIKE = 0.8
"""How alike a file's name must be to a missing one: ``master.csv`` is not meant for ``modes.csv``."""
_OTHER_KINDS = (".xlsx", ".xls", ".xlsm", ".ods", ".numbers", ".txt", ".tsv")
"""What a table is saved as when it is not saved as CSV, or when a system hides the ending it adds."""


def report_misnamed(folder: Path, master: str, findings: Findings) -> frozenset[str]:
    """Report what is called nearly as a file that is not there. Returns the names of those files.

    ``master`` is the name of the master, which may be called anything.
    """
    entries = sorted(folder.iterdir())
    files = [path.name for path in entries if path.is_file()]
    absent = [file for file in FILE_ORDER if file not in files]
    meant = set()
    for path in entries:
        file = _meant_by(path, absent) if path.name != master else ""
        if file and path.name == file:
            findings.report(file, 0, "", "is a folder, not a file", "put the file in its place")
        elif file and path.suffix.lower() in (".csv", ".toml"):
            findings.report(path.name, 0, "", "is not read under this name", f"did you mean {file!r}?")
        elif file:
            advice = f"save it as {file!r}, CSV UTF-8"
            findings.report(path.name, 0, "", "is not read under this name", advice)
        meant.add(file)
    return frozenset(meant - {""})


def _meant_by(path: Path, absent: list[str]) -> str:
    """The absent file that something was meant for, or ""."""
    if path.is_dir():
        return path.name if path.name in absent else ""
    ending = path.suffix.lower()
    if ending in (".csv", ".toml"):
        return "" if path.name in FILE_ORDER else closest(path.name, absent, alike=_MISSPELT_ALIKE)
    begin = path.name.partition(".")[0].casefold()
    tables = [file for file in absent if file == f"{begin}.csv"]
    return tables[0] if tables and ending in _OTHER_KINDS else ""
