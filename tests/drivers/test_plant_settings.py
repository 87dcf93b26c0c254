"""Settings of a simulated source are checked before anything starts."""

from typing import Any

import pytest

from wakeful.drivers.simulated.plant_settings import SEED_DEFAULT, check_settings
from wakeful.terms.errors import ConfigurationError
from wakeful.terms.site import Source


def _source(**settings: Any) -> Source:
    return Source(id="water", driver="simulated", system="water", settings=settings)


def test_defaults() -> None:
    settings = check_settings(_source())
    assert (settings.plant, settings.speed, settings.seed, settings.period_ms) == (
        "water_works", 1.0, SEED_DEFAULT, 1000,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ({"plants": "water_works"}, "plants"),
        ({"speed": 0.5}, "speed = 0.5 is out of range: 1 to 1000"),
        ({"speed": 2000}, "speed = 2000 is out of range"),
        ({"speed": float("nan")}, "speed = nan is out of range"),
        ({"speed": "fast"}, "Expected `float`"),
        ({"seed": 0}, "seed = 0 is out of range"),
        ({"seed": 1.5}, "seed"),
        ({"period_ms": 10}, "period_ms = 10 is out of range: 100 to 60000"),
        ({"plant": "sewage"}, "unknown plant 'sewage'; known are water_works, tennessee_eastman"),
        ({"plant": "a b:C"}, "unknown plant"),
    ],
)
def test_every_mistake_names_its_source_and_setting(settings: dict[str, Any], expected: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        check_settings(_source(**settings))
    assert "source water" in str(caught.value)
    assert expected in str(caught.value)
