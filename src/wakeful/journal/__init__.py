"""The journal: what happened and who did it, append-only and durable before anything is shown.

Floor 4. Writes the records of ``terms/effect.py`` as canonical JSON into segment files
(``docs/formats/journal.md``), from which C2SP tlog-tiles can be cut. Never changes or removes a record,
never skips a damaged one in silence, never decides what is recorded, never reads a clock.
"""

from wakeful.journal.entry import ENTRY_BYTES_MAX, leaf_hash
from wakeful.journal.journal import Journal
from wakeful.journal.recovery import Recovery

__all__ = ["ENTRY_BYTES_MAX", "Journal", "Recovery", "leaf_hash"]
