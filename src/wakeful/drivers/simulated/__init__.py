"""A simulated plant as a source: the plant runs in a process of its own, on a pacing clock.

Floor 4. Turns simulated time into wall-clock samples and carries orders to the plant. It never judges a
reading and never runs the plant in the server's process; a plant that dies is started again from its last
snapshot.
"""

from wakeful.drivers.simulated.simulated_driver import SimulatedDriver

__all__ = ["SimulatedDriver"]
