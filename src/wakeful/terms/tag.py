"""A tag: one measured, computed or commanded quantity of the plant."""

from enum import Enum

import msgspec


class TagKind(Enum):
    """Analogue tags have a range; discrete tags have named states 0, 1, 2, ..."""

    ANALOGUE = "analogue"
    DISCRETE = "discrete"


class Tag(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What is known of a tag before its first sample.

    Ranges are in the tag's own engineering unit. ``normal_low_eu``/``normal_high_eu`` is the band
    drawn as normal on the console, ``None`` where nobody has stated one. ``address`` is what the
    source calls it; empty means the tag's own name.
    """

    name: str
    system: str
    source: str
    description: str = ""
    unit: str = ""
    kind: TagKind = TagKind.ANALOGUE
    states: tuple[str, ...] = ()
    """Names of the states of a discrete tag, by value."""
    range_low_eu: float = 0.0
    range_high_eu: float = 100.0
    normal_low_eu: float | None = None
    normal_high_eu: float | None = None
    resolution_eu: float | None = None
    """Smallest step the instrument can show; decides the decimals on the console."""
    age_limit_ms: int = 5_000
    """A tag without a sample for longer than this is lost."""
    address: str = ""
    overview: bool = False
    """Shown as a live figure on the system's tile of the wall."""
