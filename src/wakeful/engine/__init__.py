"""One scan: (state, samples, commands, now) -> (state, effects, next deadline).

Floor 3, pure and deterministic. Joins the rooms of floor 2 and knows their order; holds no rule of its own
about limits, trust or authority. Never reads a clock, never does I/O: the shell runs the effects.
"""
