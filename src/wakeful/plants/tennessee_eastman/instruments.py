"""The plant's instruments as a table: 41 measurements, 8 more, 12 valves, in the numbering of their authors.

The letter code is that of ISA-5.1; the number of a loop is that of its measurement. Normal bands are from
a simulated 48 h at the base case, wide enough that noise does not leave them.
"""

from typing import NamedTuple


class Instrument(NamedTuple):
    """One transmitter or analyser. ``normal`` is the band [EU] it stays in when all is well."""

    name: str
    address: str
    description: str
    unit: str
    range_low_eu: float
    range_high_eu: float
    normal_low_eu: float
    normal_high_eu: float
    resolution_eu: float


MEASURED = (
    Instrument("FI-1", "XMEAS(1)", "A feed, stream 1", "kscmh", 0.0, 1.0, 0.1, 0.45, 0.001),
    Instrument("FI-2", "XMEAS(2)", "D feed, stream 2", "kg/h", 0.0, 6000.0, 3500.0, 3850.0, 1.0),
    Instrument("FI-3", "XMEAS(3)", "E feed, stream 3", "kg/h", 0.0, 8500.0, 4300.0, 4750.0, 1.0),
    Instrument("FI-4", "XMEAS(4)", "A and C feed, stream 4", "kscmh", 0.0, 15.5, 8.9, 9.8, 0.01),
    Instrument("FI-5", "XMEAS(5)", "Recycle flow, stream 8", "kscmh", 0.0, 60.0, 25.5, 28.3, 0.01),
    Instrument("FI-6", "XMEAS(6)", "Reactor feed, stream 6", "kscmh", 0.0, 80.0, 41.0, 43.7, 0.01),
    Instrument("PI-7", "XMEAS(7)", "Reactor pressure", "kPa", 0.0, 3500.0, 2650.0, 2760.0, 1.0),
    Instrument("LI-8", "XMEAS(8)", "Reactor level", "%", 0.0, 100.0, 70.0, 80.0, 0.1),
    Instrument("TI-9", "XMEAS(9)", "Reactor temperature", "°C", 0.0, 200.0, 119.5, 121.3, 0.01),
    Instrument("FI-10", "XMEAS(10)", "Purge, stream 9", "kscmh", 0.0, 1.5, 0.1, 0.6, 0.001),
    Instrument("TI-11", "XMEAS(11)", "Separator temperature", "°C", 0.0, 150.0, 77.0, 83.0, 0.01),
    Instrument("LI-12", "XMEAS(12)", "Separator level", "%", 0.0, 100.0, 40.0, 60.0, 0.1),
    Instrument("PI-13", "XMEAS(13)", "Separator pressure", "kPa", 0.0, 3500.0, 2575.0, 2690.0, 1.0),
    Instrument("FI-14", "XMEAS(14)", "Separator liquid to the stripper, stream 10", "m³/h", 0.0, 65.0, 20.0,
               30.0, 0.01),
    Instrument("LI-15", "XMEAS(15)", "Stripper level", "%", 0.0, 100.0, 40.0, 60.0, 0.1),
    Instrument("PI-16", "XMEAS(16)", "Stripper pressure", "kPa", 0.0, 4000.0, 3040.0, 3165.0, 1.0),
    Instrument("FI-17", "XMEAS(17)", "Product, stream 11", "m³/h", 0.0, 50.0, 20.0, 26.0, 0.01),
    Instrument("TI-18", "XMEAS(18)", "Stripper temperature", "°C", 0.0, 150.0, 63.5, 68.0, 0.01),
    Instrument("FI-19", "XMEAS(19)", "Steam to the stripper", "kg/h", 0.0, 500.0, 210.0, 250.0, 0.1),
    Instrument("JI-20", "XMEAS(20)", "Compressor power", "kW", 0.0, 800.0, 330.0, 355.0, 0.1),
    Instrument("TI-21", "XMEAS(21)", "Reactor cooling water, outlet", "°C", 0.0, 150.0, 93.5, 95.7, 0.01),
    Instrument("TI-22", "XMEAS(22)", "Condenser cooling water, outlet", "°C", 0.0, 150.0, 74.0, 80.5, 0.01),
    Instrument("AI-23", "XMEAS(23)", "A in the reactor feed", "mol%", 0.0, 60.0, 30.0, 34.5, 0.01),
    Instrument("AI-24", "XMEAS(24)", "B in the reactor feed", "mol%", 0.0, 30.0, 6.0, 12.0, 0.01),
    Instrument("AI-25", "XMEAS(25)", "C in the reactor feed", "mol%", 0.0, 60.0, 24.0, 29.0, 0.01),
    Instrument("AI-26", "XMEAS(26)", "D in the reactor feed", "mol%", 0.0, 20.0, 5.5, 8.3, 0.01),
    Instrument("AI-27", "XMEAS(27)", "E in the reactor feed", "mol%", 0.0, 50.0, 17.0, 20.5, 0.01),
    Instrument("AI-28", "XMEAS(28)", "F in the reactor feed", "mol%", 0.0, 10.0, 1.4, 2.0, 0.01),
    Instrument("AI-29", "XMEAS(29)", "A in the purge", "mol%", 0.0, 60.0, 30.5, 35.5, 0.01),
    Instrument("AI-30", "XMEAS(30)", "B in the purge", "mol%", 0.0, 50.0, 10.0, 18.0, 0.01),
    Instrument("AI-31", "XMEAS(31)", "C in the purge", "mol%", 0.0, 50.0, 21.0, 27.0, 0.01),
    Instrument("AI-32", "XMEAS(32)", "D in the purge", "mol%", 0.0, 10.0, 0.7, 1.8, 0.01),
    Instrument("AI-33", "XMEAS(33)", "E in the purge", "mol%", 0.0, 50.0, 16.5, 20.5, 0.01),
    Instrument("AI-34", "XMEAS(34)", "F in the purge", "mol%", 0.0, 10.0, 1.9, 2.7, 0.01),
    Instrument("AI-35", "XMEAS(35)", "G in the purge", "mol%", 0.0, 20.0, 4.3, 5.4, 0.01),
    Instrument("AI-36", "XMEAS(36)", "H in the purge", "mol%", 0.0, 10.0, 1.9, 2.7, 0.01),
    Instrument("AI-37", "XMEAS(37)", "D in the product", "mol%", 0.0, 1.0, 0.0, 0.1, 0.001),
    Instrument("AI-38", "XMEAS(38)", "E in the product", "mol%", 0.0, 5.0, 0.6, 1.1, 0.001),
    Instrument("AI-39", "XMEAS(39)", "F in the product", "mol%", 0.0, 1.0, 0.0, 0.2, 0.001),
    Instrument("AI-40", "XMEAS(40)", "G in the product", "mol%", 0.0, 100.0, 51.0, 56.5, 0.01),
    Instrument("AI-41", "XMEAS(41)", "H in the product", "mol%", 0.0, 100.0, 41.0, 46.5, 0.01),
)  # fmt: skip
"""In the order of the model's measurements. Gas flows in thousands of standard cubic metres an hour (kscmh),
pressures above atmospheric. AI-23 to AI-36 are sampled every 6 min, AI-37 to AI-41 every 15 min, each result
comes one sample late, and stands until the next."""

ADDITIONAL = (
    Instrument("TI-42", "XMEAS(42)", "A feed temperature, stream 1", "°C", 0.0, 100.0, 43.5, 46.5, 0.01),
    Instrument("TI-43", "XMEAS(43)", "D feed temperature, stream 2", "°C", 0.0, 100.0, 43.5, 46.5, 0.01),
    Instrument("TI-44", "XMEAS(44)", "E feed temperature, stream 3", "°C", 0.0, 100.0, 43.5, 46.5, 0.01),
    Instrument(
        "TI-45", "XMEAS(45)", "A and C feed temperature, stream 4", "°C", 0.0, 100.0, 43.5, 46.5, 0.01
    ),
    Instrument("TI-46", "XMEAS(46)", "Reactor cooling water, inlet", "°C", 0.0, 100.0, 33.5, 36.5, 0.01),
    Instrument("FI-47", "XMEAS(47)", "Reactor cooling water", "m³/h", 0.0, 230.0, 85.0, 102.0, 0.1),
    Instrument("TI-48", "XMEAS(48)", "Condenser cooling water, inlet", "°C", 0.0, 100.0, 38.5, 41.5, 0.01),
    Instrument("FI-49", "XMEAS(49)", "Condenser cooling water", "m³/h", 0.0, 275.0, 35.0, 65.0, 0.1),
)
"""The first eight of the additional measurements of Bathelt, Ricker and Jelali (2015)."""


class Valve(NamedTuple):
    """One final element: its name, what it does, and its position at the base case [%]."""

    name: str
    address: str
    description: str
    base_percent: float


VALVES = (
    Valve("FCV-2", "XMV(1)", "D feed valve", 63.05),
    Valve("FCV-3", "XMV(2)", "E feed valve", 53.98),
    Valve("FCV-1", "XMV(3)", "A feed valve", 24.64),
    Valve("FCV-4", "XMV(4)", "A and C feed valve", 61.30),
    Valve("FCV-5", "XMV(5)", "Compressor recycle valve", 22.21),
    Valve("FCV-10", "XMV(6)", "Purge valve", 40.06),
    Valve("FCV-14", "XMV(7)", "Separator liquid valve", 38.10),
    Valve("FCV-17", "XMV(8)", "Product valve", 46.53),
    Valve("FCV-19", "XMV(9)", "Stripper steam valve", 47.45),
    Valve("TCV-9", "XMV(10)", "Reactor cooling water valve", 41.11),
    Valve("TCV-11", "XMV(11)", "Condenser cooling water valve", 18.11),
    Valve("SI-50", "XMV(12)", "Reactor agitator speed", 50.00),
)
"""In the order of the model's manipulated variables; what is read is the true position, not the command."""

OVERVIEW = ("PI-7", "LI-8", "TI-9", "FI-17", "AI-40")
"""Live figures on the system's tile."""
