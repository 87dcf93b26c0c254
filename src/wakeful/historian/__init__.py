"""The historian: samples at rest, durable when ``append`` returns, sealed into Parquet by the hour.

Floor 4. A write-ahead log takes the blocks as they come; finished hours become segments that any program
can read (``docs/formats/historian.md``). Never judges, changes or interpolates a sample, never reads a
clock (the time comes in), never keeps a sample in two places.
"""

from wakeful.historian.buckets import Buckets
from wakeful.historian.historian import Historian, Sealed
from wakeful.historian.recovery import Recovery

__all__ = ["Buckets", "Historian", "Recovery", "Sealed"]
