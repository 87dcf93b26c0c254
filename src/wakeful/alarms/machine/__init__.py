"""The alarm machine: what happens to an alarm once its condition has come or gone.

Seven machines, each a total table in a module of its own, that know nothing of each other: activity,
acknowledgement, latch, shelf, suppression, service and silence. ``step`` joins them; ``letter`` reads the ISA
state off them; ``packed`` turns the joint machine into arrays for the kernel. Nothing in here knows of tags,
values or time: that a time has ended is an event.
"""
