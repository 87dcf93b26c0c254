"""The works starts as it runs on a normal morning."""

import msgspec

from wakeful.plants.water_works.water_network import WaterNetwork
from wakeful.plants.water_works.water_state import DIRECT_ACTUATORS, STATION_OF, STATIONS, Works, start_state


def test_the_state_fits_the_network() -> None:
    network, works = WaterNetwork(), start_state()
    assert set(works.pumps) == set(network.pumps) == set(STATION_OF)
    assert set(works.valves) | {"V601"} == set(network.valves)
    assert set(works.stations) == set(STATIONS)
    assert len(works.levels_m) == len(network.tanks)
    assert set(works.actual) == set(DIRECT_ACTUATORS)


def test_one_pump_of_each_station_runs() -> None:
    works = start_state()
    for design in STATIONS.values():
        assert [works.pumps[pump].running for pump in design.pumps] == [True, False]


def test_each_start_is_a_state_of_its_own_and_plain_data() -> None:
    works = start_state()
    works.pumps["PU101"].running = False
    works.bursts["high_zone"] = 1.0
    assert start_state().pumps["PU101"].running and not start_state().bursts
    encoded = msgspec.msgpack.encode(works)
    assert msgspec.msgpack.encode(msgspec.msgpack.decode(encoded, type=Works)) == encoded
