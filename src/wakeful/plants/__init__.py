"""Simulated plants that ``drivers/simulated`` runs: a water works, a chemical plant.

Floor 4. A plant is deterministic for its seed, knows nothing of wall-clock time, processes or Wakeful's
alarms at run time. The fault and attack layer in ``instrument_faults`` serves every plant alike.
"""
