"""Which driver reads which kind of source: names to classes, imported when first needed."""

import importlib
from collections.abc import Callable
from pathlib import Path
from types import MappingProxyType

import msgspec

from wakeful.drivers.driver import Driver
from wakeful.terms.errors import ConfigurationError, SourceError
from wakeful.terms.site import Source

DRIVERS = MappingProxyType(
    {
        "host": "wakeful.drivers.host:HostDriver",
        "simulated": "wakeful.drivers.simulated:SimulatedDriver",
        "replay": "wakeful.drivers.replay:ReplayDriver",
    }
)
"""Name in ``site.toml`` -> module and class."""

FILE_SETTING = "file"
"""A setting of this name is a path; when relative, it starts at the site folder."""


def names() -> tuple[str, ...]:
    """Names of the drivers there are."""
    return tuple(DRIVERS)


def driver_class(name: str) -> Callable[[Source], Driver]:
    """The class behind a driver name.

    Raises
    ------
    ConfigurationError
        For an unknown name, listing those known.
    SourceError
        When a package that the driver needs is not installed.
    """
    if name not in DRIVERS:
        raise ConfigurationError(f"unknown driver {name!r}; known: {', '.join(DRIVERS)}")
    module, _, attribute = DRIVERS[name].partition(":")
    try:
        found: Callable[[Source], Driver] = getattr(importlib.import_module(module), attribute)
    except ImportError as error:
        missing = error.name or str(error)
        raise SourceError(f"driver {name!r} needs {missing}, which is not installed; install it") from error
    return found


def create(source: Source, folder: Path) -> Driver:
    """A driver for a source of the site in ``folder``: its settings are checked, nothing is started."""
    settings = source.settings
    file = settings.get(FILE_SETTING)
    if isinstance(file, str):
        source = msgspec.structs.replace(source, settings=settings | {FILE_SETTING: str(folder / file)})
    return driver_class(source.driver)(source)
