"""The site's body says all that the site does."""

import msgspec
import pytest

from tests.server.scripted_driver import ScriptedDriver
from wakeful.server.web.site_body import ITEMS_AT_ONCE, SiteText
from wakeful.server.wire import SiteBody
from wakeful.terms.alarm import AlarmDefinition, ConditionKind, Handling, Priority
from wakeful.terms.site import AlarmPhilosophy, Position, Site, Source, System
from wakeful.terms.tag import Tag

HOUR_MS = 3_600_000
SOURCE = Source(id="plant", driver="scripted", system="works")
DESCRIPTION = ScriptedDriver(SOURCE).describe()
SITE = Site(
    name="Works",
    systems=(
        System(
            id="works",
            name="Works",
            parent="",
            description="All of it",
            modes=("running", "stopped"),
            mode_tag="plant.2",
        ),
    ),
    sources=(SOURCE, Source(id="meter", driver="host")),
    tags=DESCRIPTION.tags,
    alarms=(
        *DESCRIPTION.alarms,
        AlarmDefinition(name="lost", tag="plant.1", kind=ConditionKind.INPUT_BAD, priority=Priority.LOW),
        AlarmDefinition(name="both", tag="plant.1", kind=ConditionKind.EXPRESSION, priority=Priority.LOW),
    ),
    equipment=DESCRIPTION.equipment,
    faults={"plant": DESCRIPTION.faults},
    positions=(Position(id="desk", name="Desk", systems=("works",), flood_begin=7),),
)
FRONT = {
    "name": "Works",
    "version": "0",
    "configuration_sha256": "f",
    "user": "Anna",
    "role": "viewer",
    "server_time_ms": 1.5,
    "history_start_ms": None,
    "shelve_ms_max": 3_600_000,
}


def body(site: Site = SITE) -> SiteBody:
    return msgspec.json.decode(b"".join(SiteText(site).for_session(FRONT)), type=SiteBody)


def test_the_front_is_the_sessions_own() -> None:
    text = SiteText(SITE)
    for user in ("Anna", "Bo"):
        got = msgspec.json.decode(b"".join(text.for_session({**FRONT, "user": user})), type=SiteBody)
        assert (got.user, got.role, got.server_time_ms, got.history_start_ms) == (user, "viewer", 1.5, None)
        assert len(got.tags) == 3


def test_tags_and_equipment_lose_nothing_that_the_console_has() -> None:
    got = body()
    for ours, theirs in [
        (SITE.tags, got.tags),
        (SITE.equipment, got.equipment),
        (SITE.systems, got.systems),
        (SITE.positions, got.positions),
    ]:
        assert len(ours) == len(theirs)
        for plain, shown in zip(ours, theirs, strict=True):
            expected, found = msgspec.to_builtins(plain), msgspec.to_builtins(shown)
            assert found == {name: expected[name] for name in found}


def test_an_alarm_bears_its_tags_system_and_its_kind_in_words() -> None:
    first, *_, lost, both = body().alarms
    assert (first.system, first.kind, first.limit_eu, first.priority) == ("works", "high", 80.0, 2)
    assert (lost.kind, lost.limit_eu) == ("input_bad", None)
    assert (both.kind, both.limit_eu) == ("expression", None)


@pytest.mark.parametrize(
    ("own_ms_max", "told_ms_max"),
    [(0, msgspec.UNSET), (HOUR_MS - 1, HOUR_MS - 1), (HOUR_MS, msgspec.UNSET), (2 * HOUR_MS, msgspec.UNSET)],
)
def test_the_longest_shelf_of_an_alarm_is_told_where_it_is_not_the_sites(
    own_ms_max: int, told_ms_max: object
) -> None:
    plain = DESCRIPTION.alarms[0]
    own = msgspec.structs.replace(plain, handling=Handling(shelve_ms_max=own_ms_max))
    site = msgspec.structs.replace(SITE, alarms=(own,), philosophy=AlarmPhilosophy(shelve_ms_max=HOUR_MS))
    (alarm,) = body(site).alarms
    assert alarm.shelve_ms_max == told_ms_max
    text = b"".join(SiteText(site).for_session(FRONT))
    assert text.count(b"shelve_ms_max") == 1 + (told_ms_max is not msgspec.UNSET)


def test_a_site_without_positions_has_one_for_all() -> None:
    (position,) = body(msgspec.structs.replace(SITE, positions=())).positions
    assert (position.name, position.systems) == ("Works", ("works",))


def test_a_source_is_simulated_when_it_offers_faults() -> None:
    plant, meter = body().sources
    assert (plant.simulated, [fault.name for fault in plant.faults]) == (True, ["burst"])
    assert (meter.simulated, meter.faults) == (False, ())


@pytest.mark.parametrize("count", [0, 1, ITEMS_AT_ONCE, ITEMS_AT_ONCE + 1, 3 * ITEMS_AT_ONCE])
def test_any_number_of_tags_makes_one_list(count: int) -> None:
    tags = tuple(Tag(name=f"T{number}", system="works", source="plant") for number in range(count))
    site = msgspec.structs.replace(SITE, tags=tags, alarms=())
    assert [tag.name for tag in body(site).tags] == [tag.name for tag in tags]


def test_the_front_must_be_whole() -> None:
    with pytest.raises(AssertionError):
        list(SiteText(SITE).for_session({"name": "Works"}))
