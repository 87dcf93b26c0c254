"""How long kernels were compiled, or loaded, while something else was measured."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from numba.core import event


@dataclass(slots=True)
class KernelsMade:
    """Time spent on making kernels ready [s]; known when the measuring is over."""

    spent_s: float = 0.0


@contextmanager
def kernels_made() -> Iterator[KernelsMade]:
    """Count what Numba spends on compiling kernels and on loading compiled ones, until the end of the block.

    Some kernels are first called, and so made, in the middle of the work: when the first alarm sounds, say.
    It would make the work look the slower the less of it there is. What another thread compiles in the
    meantime counts too.
    """
    made = KernelsMade()

    def keep(spent_s: float) -> None:
        made.spent_s = spent_s

    # Numba holds this lock while it compiles and while it loads from its cache.
    with event.install_timer("numba:compiler_lock", keep):
        yield made
