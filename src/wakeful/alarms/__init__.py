"""ISA-18.2 alarms: when a condition holds, when it is annunciated, and who has seen it.

Floor 2, pure. Small independent machines written as total tables (``condition``, ``acknowledgement``);
the ISA letter is derived from their states. Never reads a clock, never looks at how a sample came to be
judged, never decides who a person is.
"""
