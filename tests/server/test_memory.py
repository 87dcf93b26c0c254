"""The allocator settings in a process of their own: what is freed goes back, what stays is not walked."""

import subprocess
import sys

import pytest

FREE_AND_MEASURE = """
import sys
import numpy, psutil
from wakeful.server import memory
if sys.argv[1] == "frugal":
    memory.ask_for_little()
def resident():
    return psutil.Process().memory_info().rss
numpy.ones(1_000_000)  # 8 MB, freed at once: the C library learns to keep this size
before = resident()
kept = []
for _ in range(20):
    large = numpy.ones(1_000_000)
    kept.append(bytes(2_000))  # lies behind it, so that the heap cannot shrink
    del large
print(resident() - before)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="the GNU C library's settings")
def test_a_large_array_that_is_freed_goes_back_to_the_system():
    grown = int(
        subprocess.run(
            [sys.executable, "-c", FREE_AND_MEASURE, "frugal"], capture_output=True, check=True
        ).stdout
    )
    assert grown < 4_000_000


def test_what_was_read_is_not_walked_again():
    code = "import gc; from wakeful.server import memory; memory.settle(); print(gc.get_freeze_count())"
    counted = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True).stdout
    assert int(counted) > 1_000


def test_arrow_takes_its_memory_from_the_system():
    code = (
        "import pyarrow; from wakeful.server import memory; memory.ask_for_little();"
        "print(pyarrow.default_memory_pool().backend_name)"
    )
    named = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True).stdout
    assert named.strip() == "system"
