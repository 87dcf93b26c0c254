"""Alarms of the approved master that a site does not have: a file cut short looks like a right one."""

from collections.abc import Container
from pathlib import Path

from wakeful.server.configuration.columns import ALARM_COLUMNS
from wakeful.server.configuration.encoding import FILE_BYTES_MAX, decode
from wakeful.server.configuration.finding import Findings
from wakeful.server.configuration.table import Table
from wakeful.terms.alarm import KIND_NAMES

MASTER_NAME = "alarms_master.csv"
"""The master in a site folder that names no other."""

_SHOWN_MAX = 5
_KEYS = [key for key in ALARM_COLUMNS if key.name in ("name", "tag", "kind", "use")]


def master_note(folder: Path, named: str, alarms: Container[str]) -> str:
    """What is worth a look, in one line, or "" where there is no master or no alarm of it is missing.

    Parameters
    ----------
    named : path of the master from the folder, as ``site.toml`` has it; empty when it names none.
    alarms : names of the alarms of the site.
    """
    path = folder / (named or MASTER_NAME)
    if not named and not path.is_file():
        return ""
    try:
        if path.stat().st_size > FILE_BYTES_MAX[".csv"]:
            return f"the master {path.name} is too large to be read"
        data = path.read_bytes()
    except OSError as error:
        return f"the master {path.name} cannot be read: {error.strerror}"
    # What is wrong with a master is told by `wakeful alarms drift`; here it is asked for names only.
    findings = Findings()
    text = decode(f"{path.stem}.csv", data, findings)
    if text is None:
        return f"the master cannot be read: {findings.sorted()[0]}"
    missing = [name for name in _names_in(path.name, text) if name not in alarms]
    if not missing:
        return ""
    listed = ", ".join(missing[:_SHOWN_MAX])
    more = f" and {len(missing) - _SHOWN_MAX:,} more" if len(missing) > _SHOWN_MAX else ""
    are = "alarm is" if len(missing) == 1 else "alarms are"
    return f"{len(missing):,} approved {are} not in the site: {listed}{more} (master {path.name})"


def _names_in(file: str, text: str) -> list[str]:
    names = []
    for row in Table(file, text, _KEYS, Findings()):
        given = row.given
        if "name" not in given and "tag" in given and "kind" in given:
            given["name"] = f"{given['tag']}.{KIND_NAMES[given['kind']]}"
        if "name" in given and given.get("use", True):
            names.append(given["name"])
    return names
