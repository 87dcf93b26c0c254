"""Operator positions: who answers for which systems. What is refused is in the broken sites."""

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from wakeful.server.configuration.finding import Findings
from wakeful.server.configuration.keys import POSITIONS_MAX
from wakeful.server.configuration.positions import PositionEntry, check_positions, read_positions
from wakeful.server.configuration.toml_file import read_toml
from wakeful.terms.site import Position, System


def read(folder: Path, text: str) -> tuple[tuple[PositionEntry, ...], list[str]]:
    (folder / "site.toml").write_text(text, encoding="utf-8")
    findings = Findings()
    toml = read_toml(folder, "site.toml", findings)
    assert toml is not None
    entries = read_positions(toml, toml.content.get("positions", {}), findings)
    return entries, [str(finding) for finding in findings.sorted()]


def test_positions_in_the_order_of_the_file_with_the_line_of_their_systems(tmp_path: Path) -> None:
    entries, findings = read(
        tmp_path,
        '[positions.b]\nname = "B"\nsystems = ["x", "y"]\nflood_begin = 20\nflood_end = 8\n'
        'flood_window_ms = 60000\n[positions.a]\nname = "A"\nsystems = ["z"]\n',
    )
    assert findings == []
    assert entries == (
        PositionEntry(
            Position(
                id="b", name="B", systems=("x", "y"), flood_begin=20, flood_end=8, flood_window_ms=60_000
            ),
            3,
        ),
        PositionEntry(Position(id="a", name="A", systems=("z",)), 9),
    )


def test_one_mistake_leaves_no_position_so_that_nothing_follows_from_it(tmp_path: Path) -> None:
    text = '[positions.a]\nname = "A"\nsystems = ["x"]\n'
    assert read(tmp_path, text + "[positions.b]\nname = 5\n")[0] == ()
    entries, findings = read(tmp_path, "positions = 5\n")
    assert entries == () and "write [positions.NAME] above its keys" in findings[0]
    entries, findings = read(tmp_path, "[positions]\na = 5\n")
    assert entries == () and "write [positions.a] above its keys" in findings[0]


def test_there_are_only_so_many(tmp_path: Path) -> None:
    def text(count: int) -> str:
        return "".join(f'[positions.p{each}]\nname = "P"\nsystems = ["s{each}"]\n' for each in range(count))

    assert read(tmp_path, text(POSITIONS_MAX))[1] == []
    assert f"has {POSITIONS_MAX + 1} positions; at most" in read(tmp_path, text(POSITIONS_MAX + 1))[1][0]


@given(st.lists(st.lists(st.sampled_from("abc"), min_size=1, unique=True), max_size=3))
def test_every_system_must_belong_to_exactly_one(held: list[list[str]]) -> None:
    systems = {id: System(id=id, name=id) for id in "abc"}
    entries = [
        PositionEntry(Position(id=f"p{place}", name="P", systems=tuple(own)), 1)
        for place, own in enumerate(held)
    ]
    findings = Findings()
    check_positions(entries, systems, findings)
    named = sorted(system for own in held for system in own)
    assert (findings.count == 0) == (not held or named == ["a", "b", "c"])


def test_the_server_s_own_system_may_be_named_and_need_not() -> None:
    findings = Findings()
    systems = {"a": System(id="a", name="A")}
    check_positions(
        [PositionEntry(Position(id="p", name="P", systems=("a", "wakeful")), 1)], systems, findings
    )
    check_positions([PositionEntry(Position(id="p", name="P", systems=("a",)), 1)], systems, findings)
    assert findings.count == 0
