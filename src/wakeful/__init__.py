"""Wakeful: the alarm, evidence and authority server of a control room."""

__version__ = "0.1.0"
