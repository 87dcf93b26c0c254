"""ISA-18.2 alarms: when a condition holds, what an alarm shows, who has seen it, and what it asks of people.

Floor 2, pure. In front: ``condition`` and ``machine``, small total tables from which the ISA letter is
derived. Behind: ``compile``, ``arrays``, ``step``, ``annunciate`` and ``modes``, which run them over all
alarms of a site. Beside: ``expression`` (conditions over tags), ``flood``, ``first_out``, ``load`` (figures)
and ``advisor``. Never reads a clock, never looks at how a sample came to be judged, never decides who a
person is.
"""
