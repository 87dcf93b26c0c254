"""``systems.toml``: order, nesting, cycles."""

from pathlib import Path

from wakeful.server.configuration.finding import Findings
from wakeful.server.configuration.keys import SYSTEMS_MAX
from wakeful.server.configuration.systems_file import read_systems_file
from wakeful.terms.site import System


def read(folder: Path, text: str) -> tuple[dict[str, System] | None, list[str]]:
    (folder / "systems.toml").write_text(text, encoding="utf-8")
    findings = Findings()
    file = read_systems_file(folder, findings)
    return file.systems if file else None, [str(finding) for finding in findings.sorted()]


def table(id: str, parent: str = "") -> str:
    return f'[systems.{id}]\nname = "{id}"\nparent = "{parent}"\n'


def test_systems_keep_the_order_of_the_file(tmp_path: Path) -> None:
    systems, findings = read(tmp_path, table("b", "a") + table("a") + table("c", "b"))
    assert systems is not None and findings == []
    assert list(systems) == ["b", "a", "c"]
    assert systems["b"] == System(id="b", name="b", parent="a")


def test_each_cycle_is_told_once_and_what_hangs_below_it_is_not(tmp_path: Path) -> None:
    _, findings = read(tmp_path, table("a", "b") + table("b", "a") + table("c", "a") + table("d", "d"))
    assert findings == [
        "systems.toml:3: systems.a.parent: is part of itself: a in b in a; remove one of the parents",
        "systems.toml:12: systems.d.parent: is its own parent; remove one of the parents",
    ]


def test_there_are_only_so_many_systems_and_a_deep_chain_is_read(tmp_path: Path) -> None:
    chain = "".join(table(f"s{each}", f"s{each - 1}" if each else "") for each in range(SYSTEMS_MAX))
    systems, findings = read(tmp_path, chain)
    assert systems is not None and len(systems) == SYSTEMS_MAX and findings == []
    systems, findings = read(tmp_path, chain + table("more"))
    assert systems is None and "has 1,001 systems; at most 1,000" in findings[0]


def test_modes_and_the_line_of_the_tag_that_gives_them(tmp_path: Path) -> None:
    (tmp_path / "systems.toml").write_text(
        table("a") + 'modes = ["running", "shut-down"]\nmode_tag = "XS-1"\n', encoding="utf-8"
    )
    file = read_systems_file(tmp_path, Findings())
    assert file is not None
    assert (file.systems["a"].modes, file.systems["a"].mode_tag) == (("running", "shut-down"), "XS-1")
    assert file.mode_lines == {"a": 5}


def test_a_mode_tag_needs_its_modes(tmp_path: Path) -> None:
    _, findings = read(tmp_path, table("a") + 'mode_tag = "XS-1"\n')
    assert findings == [
        "systems.toml:4: systems.a.modes: is missing; name the modes, which are the states of that tag"
    ]


def test_a_key_beside_the_systems_is_unknown(tmp_path: Path) -> None:
    _, findings = read(tmp_path, "colour = 1\n" + table("a"))
    assert findings == ["systems.toml:1: colour: unknown key; there are none"]
