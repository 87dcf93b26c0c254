"""What the process asks of its allocators, so that a large site stays small and a scan is not held up.

Measured on 100,000 tags (``bench/server.py``): these settings take about 600 bytes a tag off the resident
memory. Where the C library or Arrow has no such setting, nothing changes but that.
"""

import ctypes
import gc
from contextlib import suppress

import pyarrow

M_MMAP_THRESHOLD = -3
"""Name of the setting in malloc.h of the GNU C library."""
MMAP_THRESHOLD_BYTES = 256_000


def ask_for_little() -> None:
    """Before anything large is read: give large arrays back to the system as soon as they are freed.

    Left to itself, the C library raises the size from which it does so as it goes (to 32 MB), and keeps what
    is below; Arrow keeps a pool of its own beside it.
    """
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).mallopt(M_MMAP_THRESHOLD, MMAP_THRESHOLD_BYTES)
    pyarrow.set_memory_pool(pyarrow.system_memory_pool())


def settle() -> None:
    """After the start: what was read stays for good, so keep the collector from walking it in a scan.

    Walking the 500,000 objects of a large site takes a tenth of a second. What reading them left behind is
    given back to the system, where the C library can.
    """
    gc.collect()
    gc.freeze()
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).malloc_trim(0)
