"""Driver names to classes: known ones are made, unknown ones are answered with what there is."""

import subprocess
import sys
from pathlib import Path

import pytest

from wakeful.drivers.replay import ReplayDriver
from wakeful.server import catalogue
from wakeful.terms.errors import ConfigurationError, SourceError
from wakeful.terms.site import Source


@pytest.mark.parametrize("name", catalogue.names())
def test_every_name_leads_to_a_driver(name: str) -> None:
    made = catalogue.driver_class(name)
    for method in ("describe", "start", "poll", "write", "inject", "stop"):
        assert callable(getattr(made, method))


def test_an_unknown_driver_is_answered_with_those_there_are() -> None:
    with pytest.raises(ConfigurationError, match="unknown driver 'hots'; known: host, simulated, replay"):
        catalogue.driver_class("hots")


def test_a_driver_whose_package_is_missing_says_which(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(catalogue, "DRIVERS", {"opcua": "no_such_package.driver:Driver"})
    with pytest.raises(SourceError, match="driver 'opcua' needs no_such_package, which is not installed"):
        catalogue.driver_class("opcua")


def test_a_relative_file_starts_at_the_site_folder(tmp_path: Path) -> None:
    (tmp_path / "r.csv").write_text("time,LI-1\n2026-03-01T12:00:00Z,1\n")
    source = Source(id="r", driver="replay", settings={"file": "r.csv"})
    driver = catalogue.create(source, tmp_path)
    assert isinstance(driver, ReplayDriver)
    assert [tag.name for tag in driver.describe().tags] == ["LI-1"]
    assert source.settings == {"file": "r.csv"}, "the site itself does not depend on where it lies"
    with pytest.raises(ConfigurationError, match="there is no file"):
        catalogue.create(source, tmp_path / "elsewhere")


def test_no_driver_is_imported_before_it_is_needed() -> None:
    program = (
        "import sys, wakeful.server.catalogue\n"
        "heavy = {'psutil', 'pyarrow', 'epanet'} & set(sys.modules)\n"
        "sys.exit(' '.join(sorted(heavy)) or 0)"
    )
    result = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=False
    )
    assert (result.returncode, result.stderr) == (0, "")
