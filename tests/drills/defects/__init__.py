"""Alarm servers that are wrong in one thing each: the second server with one method replaced.

Most are modelled on what was observed in running alarm servers; the product is named where it was.
``docs/conformance.md`` shows which scenarios catch which; a defect that none catches fails a test.
"""

from tests.drills.defects import acknowledging, hiding, judging, restarting, together, urgency
from tests.drills.defects.registry import DEFECTS, Defect

__all__ = ["DEFECTS", "Defect", "acknowledging", "hiding", "judging", "restarting", "together", "urgency"]
