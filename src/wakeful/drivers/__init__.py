"""Telemetry in, commands out. One module for each kind of source.

Floor 4. A driver turns one source into sample blocks and carries out orders for it. It never judges
a value, never raises an alarm and never talks to another driver; what it cannot read it marks bad.
"""
