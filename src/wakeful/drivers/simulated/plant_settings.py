"""Settings of a simulated source, checked."""

import math
from typing import Any

import msgspec

from wakeful.drivers.simulated.plant_catalogue import entry_of
from wakeful.drivers.simulated.plant_pace import SPEED_MAX, SPEED_MIN
from wakeful.terms.errors import ConfigurationError
from wakeful.terms.site import Source

SEED_DEFAULT = 1_000_000_007
SEED_MAX = 2**31 - 1
PERIOD_MS_MIN = 100
PERIOD_MS_MAX = 60_000


class SimulatedSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``plant``, ``speed`` (times real time), ``seed`` and ``period_ms`` (between two rows)."""

    plant: str = "water_works"
    speed: float = 1.0
    seed: int = SEED_DEFAULT
    period_ms: int = 1_000


def check_settings(source: Source) -> SimulatedSettings:
    """The settings of a source. Raises ConfigurationError that says what would be right."""
    where = f"source {source.id}"
    try:
        settings = msgspec.convert(source.settings, SimulatedSettings)
    except msgspec.ValidationError as error:
        known = ", ".join(SimulatedSettings.__struct_fields__)
        raise ConfigurationError(f"{where}: {error}; settings of a simulated source: {known}") from error
    limits: tuple[tuple[str, Any, float, float], ...] = (
        ("speed", settings.speed, SPEED_MIN, SPEED_MAX),
        ("seed", settings.seed, 1, SEED_MAX),
        ("period_ms", settings.period_ms, PERIOD_MS_MIN, PERIOD_MS_MAX),
    )
    for key, value, low, high in limits:
        if not (math.isfinite(value) and low <= value <= high):
            raise ConfigurationError(f"{where}: {key} = {value:g} is out of range: {low:g} to {high:g}")
    try:
        entry_of(settings.plant)
    except ConfigurationError as error:
        raise ConfigurationError(f"{where}: {error}") from error
    return settings
