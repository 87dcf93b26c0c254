"""``site.toml``: sources with their settings, defaults handed down, and the lines they stand on."""

from pathlib import Path

from wakeful.server.configuration.finding import Findings
from wakeful.server.configuration.keys import SOURCES_MAX
from wakeful.server.configuration.site_file import AGE_LIMIT_MS, SiteFile, read_site_file
from wakeful.terms.alarm import Priority
from wakeful.terms.site import AlarmPhilosophy


def read(folder: Path, text: str) -> tuple[SiteFile | None, list[str]]:
    (folder / "site.toml").write_text(text, encoding="utf-8")
    findings = Findings()
    return read_site_file(folder, ("host", "replay"), findings), [str(each) for each in findings.sorted()]


def test_settings_and_sources_in_order(tmp_path: Path) -> None:
    site, findings = read(
        tmp_path,
        'name = "S"\nage_limit_ms = 700\n'
        '[sources.b]\ndriver = "host"\n[sources.b.settings]\nx = 1\n'
        "when = 2026-03-01\n"
        '[sources.a]\ndriver = "replay"\nage_limit_ms = 900\ndiscover = true\noptional = true\n',
    )
    assert site is not None and findings == []
    assert site.settings == {"name": "S"}
    first, second = site.entries
    assert (first.source.id, first.age_limit_ms, first.discover, first.optional) == ("b", 700, False, False)
    assert first.source.settings == {"x": 1, "when": "2026-03-01"}
    assert first.setting_lines == {"x": 6, "when": 7} and first.origin.line == 3
    assert (second.source.id, second.age_limit_ms, second.discover, second.optional) == ("a", 900, True, True)


def test_the_age_limit_has_a_default(tmp_path: Path) -> None:
    site, _ = read(tmp_path, 'name = "S"\n[sources.a]\ndriver = "host"\n')
    assert site is not None and site.entries[0].age_limit_ms == AGE_LIMIT_MS


def test_a_source_with_a_mistake_is_known_and_broken(tmp_path: Path) -> None:
    site, findings = read(tmp_path, 'name = "S"\n[sources.a]\ndriver = "hostt"\nsettings = 5\n')
    assert site is not None and site.entries[0].broken
    assert findings == [
        "site.toml:3: sources.a.driver: unknown driver 'hostt'; did you mean 'host'?",
        "site.toml:4: sources.a.settings: is not a table; write [sources.a.settings]",
    ]


def test_a_source_that_is_no_table(tmp_path: Path) -> None:
    site, findings = read(tmp_path, 'name = "S"\n[sources]\na = "host"\n')
    assert site is not None and site.entries == ()
    assert findings == ["site.toml:3: sources.a: is not a table; write [sources.a] above its keys"]


def test_there_are_only_so_many_sources(tmp_path: Path) -> None:
    def text(count: int) -> str:
        return 'name = "S"\n' + "".join(f'[sources.s{each}]\ndriver = "host"\n' for each in range(count))

    assert read(tmp_path, text(SOURCES_MAX))[1] == []
    assert (
        f"has {SOURCES_MAX + 1} sources; at most {SOURCES_MAX}" in read(tmp_path, text(SOURCES_MAX + 1))[1][0]
    )


def test_the_alarm_philosophy_and_the_master(tmp_path: Path) -> None:
    site, findings = read(
        tmp_path,
        'name = "S"\n[alarms]\nshelve_ms_max = 3_600_000\nrationalised_only = true\nnever_slowed = "high"\n'
        'master = "released/alarms.csv"\n[sources.a]\ndriver = "host"\nclock_uncertainty_ms = 50\n',
    )
    assert site is not None and findings == []
    assert site.philosophy == AlarmPhilosophy(
        shelve_ms_max=3_600_000, rationalised_only=True, never_slowed=Priority.HIGH
    )
    assert site.master == "released/alarms.csv"
    assert site.entries[0].source.clock_uncertainty_ms == 50


def test_without_a_word_on_alarms_the_defaults_hold(tmp_path: Path) -> None:
    site, _ = read(tmp_path, 'name = "S"\n[sources.a]\ndriver = "host"\n')
    assert site is not None
    assert (site.philosophy, site.master, site.positions) == (AlarmPhilosophy(), "", ())
    _, findings = read(tmp_path, 'name = "S"\nalarms = 5\n[sources.a]\ndriver = "host"\n')
    assert findings == ["site.toml:2: alarms: is not a table; write [alarms] above its keys"]
