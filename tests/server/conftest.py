"""What the server's tests share: a site with scripted sources, and a server on it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.server.house import House, running, use_scripted_driver, write_site
from wakeful.engine.warm_up import warm_up
from wakeful.server.alarm_room.advisor_warm_up import warm_up_advisor


@pytest.fixture(scope="session")
def kernels() -> None:
    """Kernels compiled, which on a fresh machine takes longer than any deadline of a test."""
    warm_up()
    warm_up_advisor()


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kernels: None) -> Path:
    use_scripted_driver(monkeypatch)
    return write_site(tmp_path / "site")


@pytest.fixture
def house(site: Path, tmp_path: Path) -> Iterator[House]:
    with running(site, tmp_path / "data") as running_house:
        yield running_house
