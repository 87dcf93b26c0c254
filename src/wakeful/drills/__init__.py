"""Drills: plain-text scenarios on a simulated clock, played against this engine or another alarm server.

``notation`` reads a sheet into a ``script`` (pure data), ``player`` plays it through an ``adapter`` and says
for each fact whether it came true. ``engine_adapter`` drives the house's own engine, ``process_adapter`` any
other server that speaks JSON lines.
"""
