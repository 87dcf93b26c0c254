"""Sites of any size for the benches: a folder with tags, alarms and a recording that is played as if live.

The recording holds whole numbers of tenths, as instruments deliver them. In every row one tag in 10,000
crosses a limit, and the second half undoes the first, so that repeating it goes on without a jump.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from wakeful.drivers.recording_packed import write_packed

SECOND_NS = 1_000_000_000
CROSSING_FRACTION = 0.0001
ROWS = 120
PIECE_ROWS = 10
RECORDED_AT_NS = 1_700_000_000 * SECOND_NS
LIMITS_EU = {"high": 90.0, "low": 10.0, "high_high": 95.0, "low_low": 5.0}
PRIORITIES = {"high": "medium", "low": "medium", "high_high": "critical", "low_low": "high"}
OVERVIEW_TAGS = 4
SITE_TOML = """name = "Bench"

[sources.plant]
driver = "replay"
age_limit_ms = 10_000

[sources.plant.settings]
file = "recording.parquet"
loop = true
"""


@dataclass(frozen=True, slots=True)
class GeneratedSite:
    """A site folder and its sizes; ``alarms_per_tag`` is 0 to 4, ``jitter_ms`` the spread of the rows."""

    folder: Path
    tags: int
    alarms_per_tag: int
    systems: int
    jitter_ms: int = 0

    @property
    def names(self) -> list[str]:
        """Tag names in site order."""
        return [f"U{self.system_of(tag):02d}-FT-{tag:06d}" for tag in range(self.tags)]

    @property
    def system_ids(self) -> list[str]:
        """Systems in site order."""
        return [f"unit-{number:02d}" for number in range(self.systems)]

    def system_of(self, tag: int) -> int:
        """Position of a tag's system; neighbours share one."""
        return tag * self.systems // self.tags

    def write(self) -> "GeneratedSite":
        """Write the folder, recording included."""
        self.folder.mkdir(parents=True)
        (self.folder / "site.toml").write_text(SITE_TOML)
        systems = [f'[systems.{id}]\nname = "Unit {number}"\n' for number, id in enumerate(self.system_ids)]
        (self.folder / "systems.toml").write_text("\n".join(systems))
        names = self.names
        (self.folder / "tags.csv").write_text("".join(self._tag_lines(names)))
        (self.folder / "alarms.csv").write_text("".join(self._alarm_lines(names)))
        write_packed(self.folder / "recording.parquet", names, self._pieces())
        return self

    def _tag_lines(self, names: list[str]) -> Iterator[str]:
        yield "name,source,system,unit,range_low_eu,range_high_eu,description,resolution_eu,overview\n"
        shown = 0
        for tag, name in enumerate(names):
            system = self.system_of(tag)
            shown = 0 if tag == 0 or system != self.system_of(tag - 1) else shown + 1
            overview = "yes" if shown < OVERVIEW_TAGS else ""
            yield f"{name},plant,unit-{system:02d},m³/h,0,100,Flow {tag} of unit {system},0.1,{overview}\n"

    def _alarm_lines(self, names: list[str]) -> Iterator[str]:
        yield "tag,kind,priority,limit_eu,deadband_eu,on_delay_ms,off_delay_ms,message,response\n"
        kinds = list(LIMITS_EU)[: self.alarms_per_tag]
        ends = [
            f"{kind},{PRIORITIES[kind]},{LIMITS_EU[kind]:g},2,2000,3000,Flow {kind},Look at the valve\n"
            for kind in kinds
        ]
        for name in names:
            for end in ends:
                yield f"{name},{end}"

    def _pieces(self) -> Iterator[tuple[np.ndarray, np.ndarray]]:
        """Times (T,) int64 and values (T, N) float32 [EU], about one second apart."""
        random = np.random.default_rng(11)
        crossing = max(1, round(self.tags * CROSSING_FRACTION))
        tags = random.integers(0, self.tags, (ROWS // 2, crossing))
        level = random.uniform(30.0, 70.0, self.tags)
        for first in range(0, ROWS, PIECE_ROWS):
            rows = np.arange(first, min(first + PIECE_ROWS, ROWS))
            jitter_ns = random.integers(0, self.jitter_ms * 1_000_000 + 1, len(rows))
            values = level + random.normal(0.0, 0.5, (len(rows), self.tags))
            for place, row in enumerate(rows):
                values[place, tags[: min(row, ROWS - row)].ravel()] += 60.0
            yield (
                RECORDED_AT_NS + rows * SECOND_NS + jitter_ns,
                (np.rint(values * 10.0) / 10.0).astype(np.float32),
            )
