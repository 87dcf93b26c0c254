"""The compiled model: loading, integration, seeds, memory."""

import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wakeful.plants.tennessee_eastman.kernel import (
    BASE_STATE,
    STRUCTURE_FLAG,
    STRUCTURE_FLAG_WITHOUT_NOISE,
    Kernel,
    kernel_seed,
    load_library,
)
from wakeful.terms.errors import DataError, SourceError

SEED = kernel_seed(1)
S = 1.0 / 3600.0
HEAVY = ("tep_studio", "scipy", "pandas", "gymnasium", "matplotlib")


def open_loop(step_s: float, seconds: float, flag: int = STRUCTURE_FLAG_WITHOUT_NOISE) -> Kernel:
    """The process left alone with one valve moved, so that something happens."""
    kernel = Kernel(SEED, flag)
    valves = BASE_STATE[38:].copy()
    valves[9] += 5.0
    kernel.set_inputs(valves, np.zeros(28))
    for _ in range(round(seconds / step_s)):
        kernel.advance(step_s * S)
    return kernel


@given(st.integers(0, 2**63 - 1), st.integers(0, 1000))
def test_every_seed_becomes_an_odd_number_above_1e9(seed: int, starts: int) -> None:
    number = kernel_seed(seed, starts)
    assert number == int(number)
    assert int(number) % 2 == 1
    assert 1e9 < number < 2**32


def test_neighbouring_seeds_and_restarts_have_different_noise() -> None:
    numbers = {kernel_seed(seed, starts) for seed in range(100) for starts in range(10)}
    assert len(numbers) == 1000


@pytest.mark.parametrize("seed", range(5))
def test_noise_has_the_published_size(seed: int) -> None:
    kernel = Kernel(kernel_seed(seed))
    kernel.set_inputs(BASE_STATE[38:], np.zeros(28))
    rows = []
    for _ in range(600):
        kernel.advance(S)
        rows.append(kernel.measured[[0, 1, 6, 7]].copy())
    # Standard deviations of XMEAS(1), (2) in the model's table of noise; the process hardly moves in 10 min.
    deviation = np.std(rows, axis=0)
    assert deviation[0] == pytest.approx(0.0012, rel=0.2)
    assert deviation[1] == pytest.approx(18.0, rel=0.2)
    assert deviation[3] == pytest.approx(0.5, rel=0.4)


def test_the_step_is_of_second_order() -> None:
    fine = open_loop(0.125, 120.0).state
    errors = [float(np.max(np.abs(open_loop(step_s, 120.0).state - fine))) for step_s in (2.0, 1.0)]
    assert errors[0] / errors[1] == pytest.approx(4.0, rel=0.25)


def test_the_step_agrees_with_the_classical_fourth_order_rule() -> None:
    """Twin: Runge-Kutta with each evaluation at a time stamp of its own, a picohour apart."""
    kernel = Kernel(SEED, STRUCTURE_FLAG_WITHOUT_NOISE)
    library = load_library()
    handle = library.ffi.gc(library.lib.tep_create(), library.lib.tep_destroy)
    library.lib.tep_reset(handle, library.ffi.NULL, 0, SEED, 1, float(STRUCTURE_FLAG_WITHOUT_NOISE))
    valves = BASE_STATE[38:].copy()
    valves[9] += 5.0
    view = library.ffi.from_buffer
    kernel.set_inputs(valves, np.zeros(28))
    library.lib.tep_set_inputs(handle, view("double[]", valves), view("double[]", np.zeros(28)))

    def slope(time_h: float, state: np.ndarray) -> np.ndarray:
        result = np.zeros(50)
        library.lib.tep_derivatives(handle, time_h, view("double[]", state), view("double[]", result))
        return result

    state, tick = BASE_STATE.copy(), 1e-12
    for second in range(300):
        t, h = second * S + tick, S
        k1 = slope(t, state)
        k2 = slope(t + h / 2, state + h / 2 * k1)
        k3 = slope(t + h / 2 + tick, state + h / 2 * k2)
        k4 = slope(t + h - tick, state + h * k3)
        state = state + h / 6 * (k1 + 2 * k2 + 2 * k3 + k4)
        kernel.advance(S)
    moved = np.max(np.abs(state - BASE_STATE))
    assert moved > 0.5
    assert np.max(np.abs(kernel.state - state)) < 1e-3 * moved


def test_a_second_kernel_does_not_disturb_the_first() -> None:
    alone = open_loop(1.0, 60.0, STRUCTURE_FLAG).measured.copy()
    first, second = Kernel(SEED), Kernel(kernel_seed(2))
    valves = BASE_STATE[38:].copy()
    valves[9] += 5.0
    for kernel in (first, second):
        kernel.set_inputs(valves, np.zeros(28))
    for _ in range(60):
        first.advance(S)
        second.advance(S)
    assert np.array_equal(first.measured, alone)
    assert not np.array_equal(second.measured, alone)


def test_the_base_case_is_that_of_the_paper() -> None:
    kernel = Kernel(SEED)
    # Downs and Vogel (1993), Table 4, base case: pressure, levels, temperature, product, G in the product.
    published = {6: 2705.0, 7: 75.0, 8: 120.40, 11: 50.0, 14: 50.0, 16: 22.949, 39: 53.724}
    for place, value in published.items():
        assert kernel.measured[place] == pytest.approx(value, rel=1e-4)


def test_memory_of_another_size_is_refused() -> None:
    kernel = Kernel(SEED)
    model, state = kernel.model_bytes(), kernel.state.tobytes()
    measured, additional = kernel.measured.tobytes(), kernel.additional.tobytes()
    with pytest.raises(DataError, match="not of this version"):
        kernel.restore(model[:-1], state, measured, additional, 0.0, 0)
    with pytest.raises(DataError, match="not of this version"):
        kernel.restore(model, state + b"\0", measured, additional, 0.0, 0)


def test_a_missing_package_is_told_with_the_extra_that_brings_it() -> None:
    with pytest.raises(SourceError, match=r"tep-studio.*wakeful\[tep\]"):
        load_library("no_such_package_at_all")


def test_a_package_without_the_model_is_told_as_well() -> None:
    with pytest.raises(SourceError, match="no compiled model"):
        load_library("msgspec")


def test_only_the_compiled_model_is_loaded() -> None:
    code = (
        "import sys; from wakeful.plants.tennessee_eastman import TennesseeEastman\n"
        "TennesseeEastman(seed=1).describe(); early = [n for n in sys.modules if '_tep_native' in n]\n"
        f"TennesseeEastman(seed=1).step(); print(early, [n for n in {HEAVY} if n in sys.modules])"
    )
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True
    )
    assert result.stdout.strip() == "[] []"
