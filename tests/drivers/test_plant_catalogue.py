"""Plants are loaded by name, and a missing package is told with what to install."""

import sys

import pytest

from wakeful.drivers.simulated.plant_catalogue import PLANTS, entry_of, load
from wakeful.terms.errors import ConfigurationError, SourceError


def test_a_plant_of_ones_own_is_loaded_from_its_place() -> None:
    plant = load("tests.plants.tiny_plant:TinyPlant", 3)
    assert plant.describe().tags[0].name == "T.LI1"
    assert plant.read()[0][0] == 53.0
    assert "bias" in plant.faults()


def test_a_missing_extra_is_told_with_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    module = PLANTS["tennessee_eastman"].place.partition(":")[0]
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(SourceError, match=r"pip install 'wakeful\[tep\]'"):
        load("tennessee_eastman", 1)


def test_a_module_that_is_not_there_is_told() -> None:
    with pytest.raises(SourceError, match="install the package that holds no_such_package"):
        load("no_such_package.plant:Plant", 1)


def test_a_class_that_is_not_there_is_told() -> None:
    with pytest.raises(ConfigurationError, match="NoPlant"):
        load("tests.plants.tiny_plant:NoPlant", 1)


@pytest.mark.parametrize("name", ["", "sewage", ":Class", "module:", "module:not a name", "os.path"])
def test_other_names_are_refused(name: str) -> None:
    with pytest.raises(ConfigurationError, match="unknown plant"):
        entry_of(name)
