"""A drinking-water works: two sources, four tanks, ten pumps, five valves and a town.

Floor 4. A plant on simulated time, deterministic for its seed, with a PLC of its own. It never reads a
clock, never writes a file and knows nothing of the alarms that a site makes of its tags.
"""

from wakeful.plants.water_works.water_works_plant import WaterWorks

__all__ = ["WaterWorks"]
