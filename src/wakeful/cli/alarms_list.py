"""``wakeful alarms list``: the worklist of rationalisation."""

import sys
from pathlib import Path

import msgspec

from wakeful.cli.alarms_master import read_noting
from wakeful.server.rationalisation.worklist import rationalisation_rows


def list_alarms(folder: Path, *, only_missing: bool, as_json: bool) -> int:
    """One line for every alarm, or only for those that lack something. Returns 0."""
    rows = rationalisation_rows(read_noting(folder).site)
    lacking = [row for row in rows if row.missing]
    for row in lacking if only_missing else rows:
        if as_json:
            print(msgspec.json.encode(row).decode())
            continue
        words = [row.priority]
        if row.differs:
            words.append(f"the matrix gives {row.matrix}")
        if row.event_only:
            words.append("runs as an event only")
        words.append(f"lacks {', '.join(row.missing)}" if row.missing else "complete")
        print(f"{row.alarm}: {'; '.join(words)}")
    differing = sum(row.differs for row in rows)
    print(
        f"{len(rows):,} alarms, {len(lacking):,} not rationalised in full, "
        f"{differing:,} of another priority than the matrix gives",
        file=sys.stderr if as_json else sys.stdout,
    )
    return 0
