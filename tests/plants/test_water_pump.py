"""A pump obeys, trips, loses power, sticks, and is reset."""

from wakeful.plants.water_works.water_pump import HEALTHY, NO_RESPONSE, RESPONSE_S_MAX, TRIPPED, Pump


def _running() -> Pump:
    return Pump("P", command=True, running=True)


def test_it_follows_its_command_and_counts_its_hours() -> None:
    pump = Pump("P")
    pump.command = True
    pump.act(1.0, powered=True)
    assert pump.running and pump.held_s == 0.0
    pump.act(3600.0, powered=True)
    assert (pump.run_s, pump.held_s) == (3600.0, 3600.0)
    pump.command = False
    pump.act(1.0, powered=True)
    assert not pump.running


def test_a_trip_stays_until_it_is_reset_and_cannot_be_reset_while_its_fault_lasts() -> None:
    pump = _running()
    pump.trip_active = True
    pump.act(1.0, powered=True)
    assert (pump.running, pump.fault) == (False, TRIPPED)
    assert "still sees its fault" in pump.reset()
    pump.trip_active = False
    pump.command = True
    pump.act(1.0, powered=True)
    assert (pump.running, pump.command, pump.fault) == (False, False, TRIPPED)
    assert pump.reset() == ""
    pump.command = True
    pump.act(1.0, powered=True)
    assert (pump.running, pump.fault) == (True, HEALTHY)


def test_power_lost_stops_it_and_does_not_start_it_again() -> None:
    pump = _running()
    pump.act(1.0, powered=False)
    assert not pump.running
    pump.act(1.0, powered=True)
    assert not pump.running
    assert pump.fault == HEALTHY


def test_a_stuck_pump_is_given_up_either_way() -> None:
    for running in (False, True):
        pump = Pump("P", command=not running, running=running, stuck=True)
        for _ in range(int(RESPONSE_S_MAX)):
            pump.act(1.0, powered=True)
            assert pump.fault == HEALTHY
        pump.act(1.0, powered=True)
        assert (pump.running, pump.command, pump.fault) == (running, running, NO_RESPONSE)
        pump.stuck = False
        assert pump.reset() == ""
        assert pump.fault == HEALTHY


def test_even_a_stuck_pump_needs_power() -> None:
    pump = Pump("P", command=True, running=True, stuck=True)
    pump.act(1.0, powered=False)
    assert not pump.running
