"""What is put together, and what happens when it cannot be."""

from pathlib import Path

import pytest

from tests.server.house import House, running, write_site
from tests.server.scripted_driver import ScriptedDriver
from tests.server.waiting import wait_until
from wakeful.server import assembly
from wakeful.server.assembly import ServerSettings, assemble
from wakeful.server.folder import DataFolder
from wakeful.server.wire import JournalBody
from wakeful.terms.effect import ServerStarted
from wakeful.terms.errors import ConfigurationError, SourceError, StorageError


def settings(site: Path, data: Path) -> ServerSettings:
    return ServerSettings(site=site, data=data, host="127.0.0.1", port=0)


def test_a_start_is_journaled_with_its_configuration(house: House) -> None:
    console = house.sign_in()
    started = console.get("/api/journal", JournalBody, limit=1000).entries[-1].record
    assert isinstance(started, ServerStarted)
    site = house.assembly.site
    assert (started.site, started.tags, started.alarms) == ("Works", len(site.tags), len(site.alarms))
    assert started.configuration_sha256 == house.assembly.door.configuration_sha256


def test_each_described_driver_is_the_one_that_runs(house: House) -> None:
    wait_until(lambda: house.driver("plant").started and house.driver("yard").started, "both run")
    made = {source: ScriptedDriver.made[source] for source in ("plant", "yard")}
    house.driver("yard").trouble = RuntimeError("broken")
    wait_until(lambda: ScriptedDriver.made["yard"] > made["yard"], "a fresh driver for the broken one")
    assert ScriptedDriver.made["plant"] == made["plant"]


def test_a_wrong_site_opens_nothing(site: Path, tmp_path: Path) -> None:
    (site / "site.toml").write_text('name = "x"\ncolour = "red"\n')
    with DataFolder(tmp_path / "data") as folder:
        with pytest.raises(ConfigurationError, match="colour"):
            assemble(settings(site, folder.path), folder, "http://127.0.0.1:1", lambda text: None)
        assert not folder.journal.exists()


def test_an_optional_source_that_cannot_be_had_is_left_out_with_a_word(
    site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = (site / "site.toml").read_text()
    write_site(site, text.replace("[sources.yard]", "[sources.yard]\noptional = true"))
    describe = ScriptedDriver.describe

    def describe_or_not(driver: ScriptedDriver):  # type: ignore[no-untyped-def]
        if driver.source.id == "yard":
            raise SourceError("the yard's package is not installed; install it")
        return describe(driver)

    monkeypatch.setattr(ScriptedDriver, "describe", describe_or_not)
    with running(site, tmp_path / "data") as house:
        assert any("yard" in word and "left out" in word for word in house.words)
        assert [source.id for source in house.assembly.site.sources] == ["plant", "wakeful"]


def test_the_start_tells_what_it_does(house: House) -> None:
    assert len(house.words) >= 4
    assert any("compiling" in word for word in house.words)


def test_something_long_says_that_it_still_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(assembly, "SAY_EVERY_S", 0.001)
    words: list[str] = []
    assembly._say_while(words.append, "thinking", lambda: wait_until(lambda: len(words) > 3, "words"))
    assert words[0] == "thinking"
    assert words[1].startswith("thinking: 0 s")


def test_a_damaged_journal_keeps_the_server_from_starting(site: Path, tmp_path: Path) -> None:
    with running(site, tmp_path / "data"):
        pass
    (segment,) = (tmp_path / "data" / "journal").glob("*.journal")
    data = bytearray(segment.read_bytes())
    data[100] ^= 0xFF
    segment.write_bytes(bytes(data))
    with pytest.raises(StorageError, match="damaged"), running(site, tmp_path / "data"):
        pass
