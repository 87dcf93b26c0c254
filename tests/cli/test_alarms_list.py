"""``wakeful alarms list``."""

import json
from pathlib import Path

from tests.cli.commands import wakeful, write_rig

ROWS = """name,tag,kind,priority,limit_eu,response,cause,consequence,\
consequence_severity,response_time_ms,basis,alarm_class
LAH-1,LI-1,high,low,8,close,pump,spill,severe,60000,weir,supply
LAL-1,LI-1,low,low,1,,,,,,,
"""


def test_what_is_missing_and_what_the_matrix_gives(tmp_path: Path) -> None:
    rig = write_rig(tmp_path / "rig")
    (rig / "alarms.csv").write_text(ROWS)
    lacking = (
        "LAL-1: low; lacks cause, consequence, response, response_time_ms, basis, alarm_class, "
        "consequence_severity"
    )
    last = "2 alarms, 1 not rationalised in full, 1 of another priority than the matrix gives"
    every = wakeful("alarms", "list", rig)
    assert every.stdout.splitlines() == ["LAH-1: low; the matrix gives critical; complete", lacking, last]
    assert wakeful("alarms", "list", rig, "--missing").stdout.splitlines() == [lacking, last]
    as_json = wakeful("alarms", "list", rig, "--json")
    assert [json.loads(line)["matrix"] for line in as_json.stdout.splitlines()] == ["critical", ""]
    assert as_json.stderr == last + "\n"
