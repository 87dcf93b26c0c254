"""The site's drivers: made once to be described, the same ones then run, fresh ones after a failure."""

from collections.abc import Callable
from pathlib import Path

from wakeful.drivers.driver import Driver
from wakeful.server import catalogue
from wakeful.terms.site import Source, SourceDescription


class Sources:
    """Drivers of one site folder by source id."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._described: dict[str, Driver] = {}

    def describe(self, source: Source) -> SourceDescription:
        """Make a source's driver and ask it what it has. Raises what the driver raises."""
        driver = catalogue.create(source, self._folder)
        description = driver.describe()
        self._described[source.id] = driver
        return description

    def maker(self, source: Source) -> Callable[[], Driver]:
        """A function that gives the driver that was described, and a fresh one each time after."""

        def make() -> Driver:
            described = self._described.pop(source.id, None)
            return described if described is not None else catalogue.create(source, self._folder)

        return make
