"""Whether a reading can be trusted.

Floor 2, pure. In this first slice: the verdict on one sample (finite, in order, not from the future) and
the age limit after which a silent tag is lost. Never changes a value and never decides what an alarm does
about a verdict.
"""
