"""Records of the works' alarms: one for each alarm, none left over."""

from wakeful.plants.water_works.water_alarms import alarms
from wakeful.plants.water_works.water_instruments import PREFIX
from wakeful.plants.water_works.water_rationalisation import (
    GENERAL,
    MAJOR,
    MINUTE_MS,
    SEVERE,
    overflow,
    pump,
    station,
)
from wakeful.plants.water_works.water_state import STATION_OF, STATIONS


def test_every_record_belongs_to_an_alarm() -> None:
    records = set(GENERAL) | {name for switch in range(1, 5) for name in overflow(f"LS{switch}01")}
    records |= {name for each in STATIONS for name in station(each, MAJOR)}
    records |= {name for each in STATION_OF for name in pump(each)}
    assert records == {alarm.name.removeprefix(PREFIX) for alarm in alarms()}


def test_a_record_says_it_in_the_words_of_an_alarm() -> None:
    why = station("ST3", SEVERE)["ST3.DOWN"]
    record = why.record()
    assert (record.consequence_severity, record.response_time_ms) == (SEVERE, 10 * MINUTE_MS)
    assert (record.cause, record.consequence, record.basis) == (why.cause, why.consequence, why.basis)


def test_classes_are_few() -> None:
    assert {each.alarm_class for each in GENERAL.values()} == {
        "water quality",
        "supply",
        "equipment",
        "instrument",
    }
