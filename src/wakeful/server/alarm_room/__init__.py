"""The alarm room's desk: figures, worklist, response sheet and advice, made for those who ask.

Reads what is at rest (journal, historian, site) and never the running engine; computes in threads of its own,
a little at a time. Never decides what sounds and never changes a setting.
"""
