"""The very machine that the server runs on, as a source of samples.

Processors, memory, file systems, disks, network, sensors and processes, read through ``psutil`` and, where
that has no word for it, from the Linux proc file system. What there is to read is decided once, when the
source describes itself; what later disappears turns bad. Never writes to the machine, never asks for more
rights than the server has, never blocks on a network file system.
"""

from wakeful.drivers.host.driver import HostDriver

__all__ = ["HostDriver"]
