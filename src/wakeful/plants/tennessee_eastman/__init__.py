"""The Tennessee Eastman plant: a chemical process with instruments, controllers, trips and 28 disturbances.

The process itself is the revised published model (Downs and Vogel 1993; Bathelt, Ricker and Jelali 2015),
run by the compiled kernel of the ``tep-studio`` package; the control structure (Ricker 1996), the modes,
the trip and restart logic, the tags and the alarms are written here. Knows nothing of wall-clock time, of
processes or of the alarms at run time, and describes itself without the kernel.
"""

from wakeful.plants.tennessee_eastman.plant import TennesseeEastman

__all__ = ["TennesseeEastman"]
