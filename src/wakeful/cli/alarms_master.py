"""``wakeful alarms approve`` and ``wakeful alarms drift``: the master of a site's alarms."""

import sys
from pathlib import Path

from wakeful.server.configuration import SiteFolder, read_folder
from wakeful.server.rationalisation.drift import configured_alarms, drift
from wakeful.server.rationalisation.master import read_master
from wakeful.server.rationalisation.master_file import (
    approve,
    master_bytes,
    master_bytes_at,
    master_path,
)
from wakeful.server.rationalisation.missing import missing_of
from wakeful.server.rationalisation.mode_sheet import modes_beside


def read_noting(folder: Path) -> SiteFolder:
    """As ``read_folder``, with its notices on standard error. Raises as it does."""
    return read_folder(folder, notify=lambda notice: print(f"note: {notice}", file=sys.stderr))


def approve_site(folder: Path, by: str, reason: str) -> int:
    """Write the next revision of the master. Returns 0."""
    read = read_noting(folder)
    path, approval = approve(folder, read, by, reason)
    alarms = configured_alarms(read.site)
    lacking = sum(1 for alarm in alarms if missing_of(alarm))
    print(f"{path}: revision {approval}")
    print(f"{len(alarms):,} alarms, {lacking:,} of them not rationalised in full")
    return 0


def print_drift(folder: Path, file: Path | None, revision: str | None) -> int:
    """One line for every difference. Returns 1 when there is one, or the master was changed by hand."""
    read = read_noting(folder)
    modes = None
    if revision is not None:
        name, data = f"{revision}.csv", master_bytes_at(folder, read.master, revision)
    else:
        path = file or master_path(folder, read.master)
        name, data = path.name, master_bytes(path)
        beside = modes_beside(path)
        modes = (beside.name, master_bytes(beside)) if beside.is_file() else None
    master = read_master(name, data, read.site, modes)
    found = drift(read.site, master.alarms)
    print(f"master revision {master.revision}")
    for body in found:
        running, approved = body.running or "nothing", body.master or "nothing"
        print(f"{body.alarm}: {body.field}: runs with {running}, master has {approved}")
    print(f"{len(found):,} {'difference' if len(found) == 1 else 'differences'}")
    return 1 if found or master.changed_since else 0
