"""The built-in site's plants run through the engine as the server would run them, faster than time."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Protocol

import numpy as np

import wakeful
from wakeful.engine.plan import Plan
from wakeful.engine.scan import scan
from wakeful.engine.state import EngineState
from wakeful.server import catalogue
from wakeful.server.configuration import read_folder
from wakeful.terms.effect import Effect
from wakeful.terms.quality import Quality
from wakeful.terms.samples import SampleBlock
from wakeful.terms.site import Site, Source, SourceDescription

FOLDER = Path(wakeful.__file__).parent / "builtin_site"
SECOND_NS = 1_000_000_000
START_NS = 1_800_000_000 * SECOND_NS
ROWS = 60


class Plant(Protocol):
    """What of a plant is used here."""

    def step(self) -> None: ...

    def read(self) -> tuple[np.ndarray, np.ndarray]: ...


def builtin_site(notify: Callable[[str], None] = lambda notice: None) -> Site:
    """The built-in site as it is on a machine about which nothing is known."""

    def describe(source: Source) -> SourceDescription:
        if source.driver == "host":
            return SourceDescription()
        return catalogue.create(source, FOLDER).describe()

    return read_folder(FOLDER, describe, notify=notify).site


def run(
    site: Site, source: str, plant: Plant, minutes: float, *, state: EngineState | None = None
) -> tuple[EngineState, list[Effect]]:
    """Run one source of the site for so many minutes of real time, a reading each second."""
    state = state or EngineState.start(Plan.compile(site), START_NS)
    effects: list[Effect] = []
    speed = next(each.settings["speed"] for each in site.sources if each.id == source)
    for block in _blocks(site, source, plant, round(minutes * 60), int(state.clock_ns[0]), speed):
        state, found, _ = scan(state, block, (), int(block.times_ns[-1]))
        effects += found
    return state, effects


def _blocks(
    site: Site, source: str, plant: Plant, seconds: int, begin_ns: int, speed: int
) -> Iterator[SampleBlock]:
    columns = np.array([place for place, tag in enumerate(site.tags) if tag.source == source])
    simulation = np.array([0.0, speed, 0.0, 0.0])
    for first in range(0, seconds, ROWS):
        rows = min(ROWS, seconds - first)
        values = np.full((rows, len(site.tags)), np.nan)
        quality = np.full(values.shape, np.uint32(Quality.BAD_NO_DATA))
        for row in range(rows):
            for _ in range(speed):
                plant.step()
            read, good = plant.read()
            values[row, columns] = np.concatenate([read, simulation])
            quality[row, columns] = np.concatenate([good, np.zeros(4, np.uint32)])
        times_ns = begin_ns + (np.arange(first, first + rows) + 1) * SECOND_NS
        yield SampleBlock(times_ns.astype(np.int64), values, quality)
