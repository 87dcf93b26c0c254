"""TOML with lines: every key can be pointed at, whatever stands between."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from wakeful.server.configuration import value
from wakeful.server.configuration.finding import Findings
from wakeful.server.configuration.keys import Key
from wakeful.server.configuration.toml_file import TomlFile, read_keys, read_toml

TEXT = '''# a comment with [brackets] and key = 1
name = "x # not a comment"
list = [
  1, # ]
  "]", '[',
]
long = """
[not.a.table]
key = 2
"""
literal = \'\'\'
other = 3
\'\'\'
a.b.c = 1
inline = { x = 1, y = "}" }

[sources.plc]
driver = "host"
"quoted key" = 1
  [ sources . plc . "set tings" ] # spaced
  period = 5
'''


def read(folder: Path, text: str) -> tuple[TomlFile | None, list[str]]:
    (folder / "site.toml").write_text(text, encoding="utf-8", newline="")
    findings = Findings()
    return read_toml(folder, "site.toml", findings), [str(finding) for finding in findings.sorted()]


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_lines_of_keys(tmp_path: Path, ending: str) -> None:
    toml, findings = read(tmp_path, TEXT.replace("\n", ending))
    assert toml is not None and findings == []
    lines = {
        ("name",): 2, ("list",): 3, ("long",): 7, ("literal",): 11, ("a", "b", "c"): 14, ("a",): 14,
        ("inline",): 15, ("inline", "x"): 15, ("sources", "plc"): 17, ("sources", "plc", "driver"): 18,
        ("sources", "plc", "quoted key"): 19, ("sources", "plc", "set tings"): 20,
        ("sources", "plc", "set tings", "period"): 21, ("nowhere",): 1,
    }  # fmt: skip
    assert {path: toml.line(*path) for path in lines} == lines


@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.tuples(
            st.from_regex(r"[a-z]{1,8}", fullmatch=True),
            st.sampled_from(['"x"', "1", "[1,\n2]", '"""a\nb = 1\n"""', "'#'", "{ a = 1 }", "true # x = 1"]),
        ),
        unique_by=lambda item: item[0],
    )
)
def test_every_key_is_found_where_it_stands(tmp_path: Path, items: list[tuple[str, str]]) -> None:
    text, expected = "", {}
    for key, raw in items:
        expected[key] = text.count("\n") + 1
        text += f"{key} = {raw}\n"
    toml, _ = read(tmp_path, text or "\n# nothing\n")
    assert toml is not None
    assert {key: toml.line(key) for key in expected} == expected


@pytest.mark.parametrize(
    ("text", "finding"),
    [
        (
            "a = 3,5\n",
            "site.toml:1: is not TOML: expected newline or end of document after a statement; write 3.5",
        ),
        ("\na = text\n", "site.toml:2: is not TOML: invalid value; put text in double quotes"),
        ("a = yes\n", "write true or false"),
        ("a = 1\na = 2\n", "every key and every table may stand once"),
        ("a = \n", "site.toml:1: is not TOML"),
        ('a = "x', "site.toml:1: is not TOML"),
        ("[a\n", 'a line reads: key = "text"'),
        ("a = " + "[" * 5_000 + "]" * 5_000, "nests tables or lists too deeply"),
    ],
)
def test_what_is_no_toml_is_pointed_at(tmp_path: Path, text: str, finding: str) -> None:
    toml, findings = read(tmp_path, text)
    assert toml is None and len(findings) == 1
    assert finding in findings[0]


def test_a_missing_file_is_one_finding(tmp_path: Path) -> None:
    findings = Findings()
    assert read_toml(tmp_path, "site.toml", findings) is None
    assert "site.toml: is missing" in str(findings.sorted()[0])


def test_keys_are_parsed_and_mistakes_told_with_their_line(tmp_path: Path) -> None:
    toml, _ = read(tmp_path, 'nmae = "x"\nperiod = 0\nextra = 1\n')
    assert toml is not None
    keys = (Key("name", value.text, True, "-", "the name"), Key("period", value.whole(1, 9), False, "-", ""))
    findings = Findings()
    assert read_keys(toml, (), toml.content, keys, findings) == {}
    assert [str(finding) for finding in findings.sorted()] == [
        "site.toml:1: nmae: unknown key; did you mean 'name'?",
        "site.toml:2: period: 0 is outside 1 to 9; give 1 to 9",
        "site.toml:3: extra: unknown key; known: name",
    ]
