"""Rationalisation: what alarms still lack, what the priority matrix says, the master and the drift from it.

Alarm sheets go out to a spreadsheet and come back checked; only ``alarms.csv`` and the master are written.
"""
