"""Small sheets for the tests of the notation and the player."""

from wakeful.drills.finding import SheetError
from wakeful.drills.notation import read_script
from wakeful.drills.script import Script

HEAD = "title A test\ncovers B1\n"
LEVEL = "tag LI-1 range 0 to 10 m\nalarm LAH-1 on LI-1: high at 8, on-delay 10 s\nperson Anna operator\n"


def read(lines: str, *, level: bool = True) -> Script:
    """The script of a head, perhaps a level with its alarm, and these lines."""
    return read_script("sheet.drill", HEAD + (LEVEL if level else "") + lines)


def findings(lines: str, *, level: bool = True) -> list[str]:
    """What is said about a sheet with mistakes, lines counted from these; nothing: it is right."""
    above = len((HEAD + (LEVEL if level else "")).splitlines())
    try:
        read(lines, level=level)
    except SheetError as error:
        return [
            f"{finding.line - above}:{finding.column}: {finding.message}; {finding.advice}"
            for finding in error.findings
        ]
    return []
