"""The server's clock under a system clock that is set about."""

from hypothesis import given
from hypothesis import strategies as st

from wakeful.server.scanning.clock import SteadyClock

HOUR_NS = 3_600_000_000_000


class System:
    """A system clock that a test sets."""

    def __init__(self) -> None:
        self.wall_ns = 10 * HOUR_NS
        self.monotonic_ns = 5
        self.clock = SteadyClock(lambda: self.wall_ns, lambda: self.monotonic_ns)

    def let_pass(self, passed_ns: int, step_ns: int = 0) -> int:
        """Time goes by, and the wall clock is set by ``step_ns``."""
        self.wall_ns += passed_ns + step_ns
        self.monotonic_ns += passed_ns
        return self.clock()


def test_it_shows_the_systems_time() -> None:
    system = System()
    assert system.clock() == system.wall_ns
    assert system.let_pass(1_000) == system.wall_ns


def test_a_step_forward_is_followed_at_once() -> None:
    system = System()
    assert system.let_pass(1_000, step_ns=HOUR_NS) == system.wall_ns


def test_a_step_back_slows_it_until_the_system_has_caught_up() -> None:
    system = System()
    before_ns = system.clock()
    assert system.let_pass(1_000, step_ns=-HOUR_NS) == before_ns + 900
    assert system.let_pass(HOUR_NS) == before_ns + 900 + HOUR_NS * 9 // 10
    assert system.let_pass(9 * HOUR_NS + 10_000) == system.wall_ns
    assert system.let_pass(1_000) == system.wall_ns


@given(st.lists(st.tuples(st.integers(0, HOUR_NS), st.integers(-HOUR_NS, HOUR_NS)), max_size=50))
def test_it_never_runs_back_and_never_stands_still(steps: list[tuple[int, int]]) -> None:
    system = System()
    last_ns = system.clock()
    for passed_ns, step_ns in steps:
        now_ns = system.let_pass(passed_ns, step_ns)
        assert now_ns >= last_ns + passed_ns * 9 // 10
        assert now_ns >= system.wall_ns
        last_ns = now_ns
