"""A driver is made once to be described, then run, then made afresh."""

from pathlib import Path

import pytest

from tests.server.house import use_scripted_driver
from wakeful.server.sources import Sources
from wakeful.terms.errors import ConfigurationError
from wakeful.terms.site import Source

SOURCE = Source(id="plant", driver="scripted", system="works")


def test_the_described_driver_runs_and_a_fresh_one_follows(monkeypatch: pytest.MonkeyPatch) -> None:
    use_scripted_driver(monkeypatch)
    sources = Sources(Path("site"))
    description = sources.describe(SOURCE)
    make = sources.maker(SOURCE)
    first, second, third = make(), make(), make()
    assert first.describe() == description
    assert len({id(first), id(second), id(third)}) == 3


def test_a_source_that_was_not_described_is_made_too(monkeypatch: pytest.MonkeyPatch) -> None:
    use_scripted_driver(monkeypatch)
    assert Sources(Path("site")).maker(SOURCE)().describe().tags


def test_an_unknown_driver_is_a_mistake_of_the_configuration() -> None:
    with pytest.raises(ConfigurationError, match="unknown driver"):
        Sources(Path("site")).describe(SOURCE)
