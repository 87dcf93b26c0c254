"""Settings in operating modes as they come back."""

from pathlib import Path

from wakeful.server.configuration.finding import Findings
from wakeful.server.rationalisation.mode_sheet import ModeRow, is_mode_sheet, modes_beside, read_mode_rows
from wakeful.terms.alarm import Priority


def read(text: str) -> tuple[list[ModeRow], list[str]]:
    findings = Findings()
    return read_mode_rows("m.csv", text, findings), [str(finding) for finding in findings.sorted()]


def test_rows_have_the_cells_of_the_columns_that_are_there() -> None:
    rows, findings = read("mode;alarm;limit_eu;priority\nrun;A;8,50;HIGH\n\nrun;B;;\n")
    assert findings == []
    assert rows == [
        ModeRow(2, "A", "run", {"limit_eu": "8.5", "priority": "high"},
                {"limit_eu": 8.5, "priority": Priority.HIGH}),
        ModeRow(4, "B", "run", {"limit_eu": "", "priority": ""}, {}),
    ]  # fmt: skip


def test_every_mistake_is_told_at_once() -> None:
    text = "alarm,mode,limit_eu,suppressed\n,run,1,\nA,,1,\nA*,run,1,\nA,run,1,\nA,run,2,\nA,off,1,5,\n"
    rows, findings = read(text + 'A,on,"1,5",\nA,up,1,maybe\n')
    assert [(row.alarm, row.mode) for row in rows] == [("A", "run")]
    assert findings == [
        "m.csv:2: alarm: is missing; name the alarm",
        "m.csv:3: mode: is missing; name the mode",
        "m.csv:4: alarm: 'A*' is a pattern; name every alarm in a row of its own, "
        "or write the pattern into modes.csv",
        "m.csv:6: alarm: alarm 'A' in mode 'run' stands on line 5 already; keep one of the two",
        "m.csv:7: has 5 cells, the header has 4; write 1.5 if 1,5 is one number, "
        "or put a text that holds a comma in double quotes",
        "m.csv:8: limit_eu: '1,5' has a decimal comma; write 1.5 with a decimal point",
        "m.csv:9: suppressed: 'maybe' is neither yes nor no; write yes or no (in TOML: true or false)",
    ]


def test_what_is_a_sheet_of_modes_and_where_it_lies() -> None:
    assert is_mode_sheet("# x\nmode;alarm;limit_eu\n")
    assert not is_mode_sheet("name,tag,kind\n") and not is_mode_sheet("")
    assert modes_beside(Path("x/a.csv")) == Path("x/a_operating_modes.csv")
