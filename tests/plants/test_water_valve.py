"""A motorised valve travels, sticks and closes."""

from hypothesis import given
from hypothesis import strategies as st

from wakeful.plants.water_works.water_valve import CLOSED_PERCENT, TRAVEL_S, Valve


def test_full_travel_takes_its_time() -> None:
    valve = Valve("V", 100.0, 0.0, 1.0)
    for _ in range(5):
        valve.act(TRAVEL_S / 6.0)
        assert valve.position_percent < 100.0
    valve.act(TRAVEL_S / 6.0)
    valve.act(TRAVEL_S)
    assert valve.position_percent == 100.0


def test_a_stuck_valve_stays() -> None:
    valve = Valve("V", 0.0, 60.0, 1.0, stuck=True)
    valve.act(1000.0)
    assert valve.position_percent == 60.0


@given(lower=st.floats(CLOSED_PERCENT, 100.0), higher=st.floats(CLOSED_PERCENT, 100.0))
def test_the_loss_falls_as_it_opens(lower: float, higher: float) -> None:
    lower, higher = sorted((lower, higher))
    losses = [Valve("V", 0.0, at, 2.0).loss_coefficient() for at in (lower, higher, 100.0)]
    assert all(loss is not None for loss in losses)
    assert losses == sorted(losses, key=lambda loss: -(loss or 0.0))
    assert losses[2] == 2.0


def test_nearly_shut_is_shut() -> None:
    assert Valve("V", 0.0, 0.9, 1.0).loss_coefficient() is None
