"""Making kernels is told apart from running them."""

import time

from numba import njit

from wakeful.cli.kernels_made import kernels_made


def test_what_compiling_takes_is_counted_and_what_running_takes_is_not() -> None:
    @njit(cache=False)
    def total(count: int) -> float:
        found = 0.0
        for number in range(count):
            found += number
        return found

    began_s = time.perf_counter()
    with kernels_made() as first:
        total(10)
    whole_s = time.perf_counter() - began_s
    assert 0.0 < first.spent_s <= whole_s
    with kernels_made() as second:
        total(10)
    assert second.spent_s == 0.0
