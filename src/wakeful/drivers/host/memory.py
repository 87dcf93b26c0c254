"""Memory and swap."""

import psutil

from wakeful.drivers.host.counters import Rates, scaled
from wakeful.drivers.host.quantity import Probe, Quantity, Reading, probes_that_answer

GIB = 2.0**30
MB = 1e6
SWAP_BYTES_PER_S_MAX = 2e9


class MemoryProbe(Probe):
    """How much memory programs hold and how much can still be had."""

    def __init__(self) -> None:
        """The installed memory sets the range."""
        total_gib = psutil.virtual_memory().total / GIB
        self.quantities = (
            Quantity(
                address="MEM.USED",
                description="Memory that cannot be had for new work",
                unit="%",
                normal_low_eu=0.0,
                normal_high_eu=80.0,
                resolution_eu=0.1,
                overview=True,
            ),
            Quantity(
                address="MEM.AVAILABLE",
                description="Memory that new work can have without swapping",
                unit="GiB",
                range_high_eu=total_gib,
                normal_low_eu=0.2 * total_gib,
                normal_high_eu=total_gib,
                resolution_eu=0.01,
            ),
            Quantity(
                address="MEM.CACHED",
                description="Memory holding recently used files",
                unit="GiB",
                range_high_eu=total_gib,
                resolution_eu=0.01,
            ),
        )

    def read(self, at_ns: int) -> tuple[Reading, ...]:
        """Used [%], available [GiB], cached [GiB]."""
        del at_ns
        memory = psutil.virtual_memory()
        return (memory.percent, memory.available / GIB, getattr(memory, "cached", 0) / GIB)


class SwapProbe(Probe):
    """How full the swap space is and how fast memory goes in and out of it."""

    def __init__(self) -> None:
        """Start without a past."""
        self._rates = Rates([SWAP_BYTES_PER_S_MAX] * 2)
        self.quantities = (
            Quantity(
                address="SWAP.USED",
                description="Swap space in use",
                unit="%",
                normal_low_eu=0.0,
                normal_high_eu=50.0,
                resolution_eu=0.1,
            ),
            *(
                Quantity(
                    address=f"SWAP.{name}",
                    description=text,
                    unit="MB/s",
                    range_high_eu=1000.0,
                    normal_low_eu=0.0,
                    normal_high_eu=5.0,
                    resolution_eu=0.01,
                )
                for name, text in (("IN", "Memory read back from swap"), ("OUT", "Memory moved out to swap"))
            ),
        )

    def read(self, at_ns: int) -> tuple[Reading, ...]:
        """Used [%], in [MB/s], out [MB/s]."""
        swap = psutil.swap_memory()
        moved_in, moved_out = self._rates.step((swap.sin, swap.sout), at_ns)
        return (swap.percent, scaled(moved_in, 1 / MB), scaled(moved_out, 1 / MB))

    def forget(self) -> None:
        """Rates start anew."""
        self._rates.forget()


def memory_probes() -> list[Probe]:
    """Memory, and swap where the machine has any."""
    has_swap = psutil.swap_memory().total > 0
    return probes_that_answer(MemoryProbe, *([SwapProbe] if has_swap else []))
