"""Wakeful watches itself: disk, scans, storage, consoles, alarm floods and sources, as tags with alarms.

A source like any other, so that the house's own troubles go through the same engine, journal and wall as
the plant's. It only reports; the limits below are ordinary alarms of the system ``wakeful``.
"""

import shutil
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import numpy as np
from msgspec.structs import replace

from wakeful.server.scanning.vital_signs import VitalSigns
from wakeful.server.self_watch_tags import (
    SOURCE,
    SYSTEM,
    position_tags,
    server_alarms,
    server_tags,
    source_alarms,
    source_tags,
)
from wakeful.terms.effect import InjectFault, WriteOutput
from wakeful.terms.quality import Quality, is_bad
from wakeful.terms.samples import SampleBlock
from wakeful.terms.site import Site, Source, SourceDescription, System, positions_of
from wakeful.terms.tag import Tag

PERIOD_NS = 1_000_000_000
AGE_S_MAX = 86_400.0


class SelfWatch:
    """The self-watch source. Polled by the scan loop's own runner, once a second.

    Parameters
    ----------
    site : the site without this source; its sources are watched.
    signs : what the server measures of itself.
    bad_share : for a source id, the share of its tags that are bad now, 0 to 1.
    last_sample_ns : for a source id, the time of its last sample; None before the first.
    """

    def __init__(
        self,
        site: Site,
        data: Path,
        signs: VitalSigns,
        bad_share: Callable[[str], float],
        last_sample_ns: Callable[[str], int | None],
        now_ns: Callable[[], int],
        *,
        disk_free_bytes: Callable[[Path], int] = lambda path: shutil.disk_usage(path).free,
    ) -> None:
        self._site = site
        self._data = data
        self._signs = signs
        self._bad_share = bad_share
        self._last_sample_ns = last_sample_ns
        self._disk_free_bytes = disk_free_bytes
        self._watched = [source.id for source in site.sources]
        self._positions = [position.id for position in positions_of(site)]
        self._now_ns = now_ns
        self._started_ns = now_ns()
        self._sampled_ns = 0

    def describe(self) -> SourceDescription:
        """Eight tags of the server, one of each operator position, two of each source; with their alarms."""
        age_limit_s = {
            source: max((tag.age_limit_ms for tag in self._site.tags if tag.source == source), default=0)
            / 1e3
            for source in self._watched
        }
        own_tags = server_tags(self._site.scan_period_ms)
        own_alarms = server_alarms(self._site.scan_period_ms)
        return SourceDescription(
            tags=(
                *own_tags,
                *(tag for position in self._positions for tag in position_tags(position)),
                *(tag for source in self._watched for tag in source_tags(source, age_limit_s[source])),
            ),
            alarms=(
                *own_alarms,
                *(alarm for source in self._watched for alarm in source_alarms(source, age_limit_s[source])),
            ),
        )

    def start(self, tags: Sequence[Tag]) -> None:
        """Sources have until now not had the time to speak."""
        self._started_ns = self._now_ns()
        self._sampled_ns = 0

    def poll(self, now_ns: int) -> SampleBlock | None:
        """One row a second."""
        if now_ns - self._sampled_ns < PERIOD_NS:
            return None
        self._sampled_ns = now_ns
        values, quality = self._measure(now_ns)
        return SampleBlock(np.array([now_ns], np.int64), values[np.newaxis], quality[np.newaxis])

    def write(self, order: WriteOutput) -> str:
        """Nothing here can be operated."""
        return "the server's watch over itself has nothing to operate"

    def inject(self, order: InjectFault) -> str:
        """Nothing here is simulated."""
        return "the server's watch over itself is not simulated"

    def stop(self) -> None:
        """Nothing to release."""

    def _measure(self, now_ns: int) -> tuple[np.ndarray, np.ndarray]:
        """Values and quality in the order of ``describe().tags``."""
        signs = self._signs
        lateness_ms, duration_ms = signs.take_worst()
        try:
            disk_free_gb = self._disk_free_bytes(self._data) / 1e9
        except OSError:
            disk_free_gb = np.nan
        values = [
            disk_free_gb,
            lateness_ms,
            duration_ms,
            float(signs.journal_error is not None),
            float(signs.history_error is not None),
            float(signs.consoles),
            float(signs.consoles_silent),
            float(signs.alarms_shelved),
            *(float(position in signs.floods) for position in self._positions),
        ]
        for source in self._watched:
            heard_ns = self._last_sample_ns(source) or self._started_ns
            values.append(min(AGE_S_MAX, max(0.0, (now_ns - heard_ns) / 1e9)))
            values.append(100.0 * self._bad_share(source))
        array = np.array(values)
        quality = np.where(np.isnan(array), Quality.BAD_SENSOR_FAILURE, Quality.GOOD).astype(np.uint32)
        return array, quality


def with_self_watch(site: Site, watch: SelfWatch) -> Site:
    """The site with the system ``wakeful`` and the self-watch source's tags and alarms at its end.

    Where a site has operator positions and gives the system to none of them, the first one answers for it.
    """
    description = watch.describe()
    positions = site.positions
    if positions and not any(SYSTEM in position.systems for position in positions):
        first = replace(positions[0], systems=(*positions[0].systems, SYSTEM))
        positions = (first, *positions[1:])
    return replace(
        site,
        systems=(
            *site.systems,
            System(id=SYSTEM, name="Wakeful itself", description="The server, its storage and its sources"),
        ),
        sources=(*site.sources, Source(id=SOURCE, driver="self_watch", system=SYSTEM)),
        tags=(*site.tags, *description.tags),
        alarms=(*site.alarms, *description.alarms),
        positions=positions,
    )


def bad_shares(site: Site) -> Callable[[str, np.ndarray], float]:
    """A function of source id and quality (N,) that gives the share of the source's tags that are bad."""
    columns: Mapping[str, np.ndarray] = {
        source.id: np.array([i for i, tag in enumerate(site.tags) if tag.source == source.id], np.intp)
        for source in site.sources
    }

    def share(source: str, quality: np.ndarray) -> float:
        own = columns[source]
        return float(np.mean(is_bad(quality[own]))) if len(own) else 0.0

    return share
