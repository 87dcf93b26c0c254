"""The instrument table agrees with its authors' numbering and with the valves' base positions."""

import pytest

from wakeful.plants.tennessee_eastman.instruments import ADDITIONAL, MEASURED, VALVES
from wakeful.plants.tennessee_eastman.kernel import BASE_STATE, Kernel, kernel_seed


def test_instruments_are_numbered_as_their_authors_number_them() -> None:
    assert [row.address for row in MEASURED] == [f"XMEAS({n})" for n in range(1, 42)]
    assert [row.address for row in ADDITIONAL] == [f"XMEAS({n})" for n in range(42, 50)]
    assert [valve.address for valve in VALVES] == [f"XMV({n})" for n in range(1, 13)]
    assert all(row.name.endswith(f"-{n}") for n, row in enumerate((*MEASURED, *ADDITIONAL), start=1))


def test_valves_are_in_the_order_of_the_model() -> None:
    assert [valve.base_percent for valve in VALVES] == pytest.approx(BASE_STATE[38:].tolist(), abs=0.01)


def test_the_base_case_is_normal() -> None:
    kernel = Kernel(kernel_seed(1))
    readings = [*kernel.measured, *kernel.additional]
    for row, value in zip((*MEASURED, *ADDITIONAL), readings, strict=True):
        assert row.normal_low_eu <= value <= row.normal_high_eu, row.name
