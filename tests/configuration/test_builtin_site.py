"""The built-in site: calm while all is well, and few words when it is not."""

import math
from collections import Counter

import numpy as np
import pytest

from tests.configuration.builtin_run import FOLDER, builtin_site, run
from wakeful.engine.state import EngineState
from wakeful.plants.tennessee_eastman import TennesseeEastman
from wakeful.plants.water_works import WaterWorks
from wakeful.server.configuration.finding import FILE_ORDER
from wakeful.server.configuration.rationalised import is_rationalised
from wakeful.terms.alarm import ConditionKind
from wakeful.terms.effect import AlarmChanged, Effect, FirstOutChanged, ModeChanged
from wakeful.terms.site import Site

SEED = 1_000_000_007


@pytest.fixture(scope="module")
def site() -> Site:
    return builtin_site()


def annunciated(effects: list[Effect], prefix: str) -> list[str]:
    """Alarms that sounded, in order."""
    return [
        effect.alarm
        for effect in effects
        if isinstance(effect, AlarmChanged) and effect.annunciated and effect.alarm.startswith(prefix)
    ]


def started(site: Site, source: str, plant: WaterWorks | TennesseeEastman, minutes: float) -> EngineState:
    state, effects = run(site, source, plant, minutes)
    prefix = "WW." if source == "water" else "TE."
    moved = [
        effect for effect in effects if isinstance(effect, AlarmChanged) and effect.alarm.startswith(prefix)
    ]
    assert moved == [], "calm so far"
    return state


def test_every_file_is_there() -> None:
    assert {path.name for path in FOLDER.iterdir() if path.suffix in (".csv", ".toml")} == set(FILE_ORDER)


def test_it_is_right_without_a_word() -> None:
    notices: list[str] = []
    builtin_site(notices.append)
    assert notices == []


def test_every_alarm_of_the_plants_is_rationalised_and_every_kind_is_there(site: Site) -> None:
    assert all(is_rationalised(alarm) and not alarm.handling.event_only for alarm in site.alarms)
    assert {alarm.kind for alarm in site.alarms} == set(ConditionKind)
    shown = Counter(alarm.handling.latching for alarm in site.alarms)
    assert 0 < shown[True] < shown[False] / 5
    assert any(alarm.handling.modes for alarm in site.alarms)
    assert {position.id for position in site.positions} == {"control-room", "administrator"}


def test_the_water_works_are_calm(site: Site) -> None:
    started(site, "water", WaterWorks(SEED), 8)


def test_the_chemical_plant_is_calm(site: Site) -> None:
    _, effects = run(site, "chemical", TennesseeEastman(SEED), 10)
    assert annunciated(effects, "TE.") == []
    assert [(effect.before, effect.after) for effect in effects if isinstance(effect, ModeChanged)] == [
        ("", "running")
    ]


def test_a_trip_hides_what_follows_from_it_and_a_restart_is_calm(site: Site) -> None:
    plant = TennesseeEastman(SEED)
    state = started(site, "chemical", plant, 3)
    plant.write("TE.TIC-11", "mode", 1.0)
    plant.write("TE.TIC-11", "output", 0.0)
    state, effects = run(site, "chemical", plant, 8, state=state)
    assert plant.trip
    loud = annunciated(effects, "TE.")
    assert loud.index("TE.FI-49.L") < loud.index("TE.XS-1.TRIP") == len(loud) - 1
    hidden = {effect.alarm for effect in effects if isinstance(effect, AlarmChanged) and effect.hidden}
    assert len(hidden) >= 10 and "TE.LI-8.STUCK" in hidden
    first = [e.alarm for e in effects if isinstance(e, FirstOutChanged) and e.group == "TE trip"]
    assert first == ["TE.PI-7.RH"]
    assert plant.write("TE.PLANT", "run", 1.0) == ""
    state, effects = run(site, "chemical", plant, 5, state=state)
    assert annunciated(effects, "TE.") == []


def test_a_burst_is_seen_by_flow_and_by_the_fall_of_the_level(site: Site) -> None:
    works = WaterWorks(SEED)
    state = started(site, "water", works, 6)
    works.inject("burst", "high_zone", 1.0, True)
    _, effects = run(site, "water", works, 4, state=state)
    loud = annunciated(effects, "WW.")
    assert loud[0] == "WW.FI302.H" and {"WW.FI302.HH", "WW.LI301.RL"} <= set(loud)


def test_both_pumps_of_a_station_down_is_more_than_two_pumps(site: Site) -> None:
    works = WaterWorks(SEED)
    state = started(site, "water", works, 1)
    for pump in ("WW.PU301", "WW.PU302"):
        works.inject("pump_trip", pump, 1.0, True)
    state, effects = run(site, "water", works, 0.5, state=state)
    assert annunciated(effects, "WW.") == ["WW.PU301.XA.H", "WW.PU302.XA.H", "WW.ST3.DOWN"]
    for pump in ("WW.PU301", "WW.PU302"):
        works.inject("pump_trip", pump, 1.0, False)
        assert works.write(pump, "reset", 1.0) == ""
    _, effects = run(site, "water", works, 0.5, state=state)
    last = {effect.alarm: effect for effect in effects if isinstance(effect, AlarmChanged)}
    assert "latched" in (last["WW.PU301.XA.H"].marks or ()), "the trip stays until it is reset"
    assert "latched" not in (last["WW.ST3.DOWN"].marks or ())


def test_the_booster_s_pressure_is_not_alarmed_while_its_power_is_lost(site: Site) -> None:
    works = WaterWorks(SEED)
    state = started(site, "water", works, 1)
    works.inject("power_loss", "WW.ST5", 1.0, True)
    _, effects = run(site, "water", works, 2, state=state)
    assert annunciated(effects, "WW.") == ["WW.ST5.XS.L", "WW.PI503.LL"]
    hidden = {effect.alarm for effect in effects if isinstance(effect, AlarmChanged) and effect.hidden}
    assert hidden == {"WW.PI502.L", "WW.PI502.DL"}


class Frozen:
    """The works with one reading that stands still."""

    def __init__(self, works: WaterWorks, tag: str) -> None:
        self.works = works
        self.place = [each.name for each in works.describe().tags].index(tag)
        self.held = math.nan

    def step(self) -> None:
        self.works.step()

    def read(self) -> tuple[np.ndarray, np.ndarray]:
        values, quality = self.works.read()
        if math.isnan(self.held):
            self.held = float(values[self.place])
        values[self.place] = self.held
        return values, quality


def test_a_frozen_level_is_found_after_ten_minutes(site: Site) -> None:
    _, effects = run(site, "water", Frozen(WaterWorks(SEED), "WW.LI401"), 10.5)
    assert "WW.LI401.STUCK" in annunciated(effects, "WW.")
