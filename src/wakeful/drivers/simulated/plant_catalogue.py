"""Which plants can be simulated, and how each is loaded. Nothing is imported before it is asked for."""

from dataclasses import dataclass
from importlib import import_module

from wakeful.plants.faulty_plant import FaultyPlant
from wakeful.plants.plant import Plant
from wakeful.terms.errors import ConfigurationError, SourceError


@dataclass(frozen=True, slots=True)
class PlantEntry:
    """Where a plant's class is, and which optional extra of Wakeful it needs."""

    place: str
    extra: str = ""


PLANTS = {
    "water_works": PlantEntry("wakeful.plants.water_works:WaterWorks"),
    "tennessee_eastman": PlantEntry("wakeful.plants.tennessee_eastman:TennesseeEastman", extra="tep"),
}


def entry_of(name: str) -> PlantEntry:
    """The plant of this name, or of a place ``module:Class``; ConfigurationError for anything else."""
    if name in PLANTS:
        return PLANTS[name]
    module, colon, attribute = name.partition(":")
    if colon and attribute.isidentifier() and all(part.isidentifier() for part in module.split(".")):
        return PlantEntry(name)
    raise ConfigurationError(
        f"unknown plant {name!r}; known are {', '.join(PLANTS)}, or module:Class of a plant of your own"
    )


def load(name: str, seed: int) -> FaultyPlant:
    """The plant of this name, started from ``seed``, with the fault layer around it.

    Raises
    ------
    ConfigurationError
        If there is no such plant.
    SourceError
        If a package that the plant needs is missing; says what to install.
    """
    entry = entry_of(name)
    module_name, _, attribute = entry.place.partition(":")
    try:
        made: Plant = getattr(import_module(module_name), attribute)(seed=seed)
    except ImportError as error:
        if entry.extra:
            advice = f"install it with: pip install 'wakeful[{entry.extra}]'"
        else:
            advice = f"install the package that holds {error.name or module_name}"
        raise SourceError(f"the plant {name} cannot be loaded ({error}); {advice}") from error
    except AttributeError as error:
        raise ConfigurationError(f"the plant {name} cannot be made: {error}") from error
    return FaultyPlant(made, seed)
