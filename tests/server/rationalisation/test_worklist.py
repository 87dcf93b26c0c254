"""What each alarm lacks, and its priority by the matrix."""

from msgspec.structs import replace

from tests.server.rationalisation.test_missing import RECORD
from tests.server.small_site import small_site
from wakeful.server.rationalisation.worklist import rationalisation_rows
from wakeful.terms.alarm import Handling, Priority


def test_one_row_for_every_alarm() -> None:
    site = small_site()
    first = replace(site.alarms[0], rationalisation=RECORD, response="look")
    second = replace(first, name="second", priority=Priority.LOW, handling=Handling(event_only=True))
    bare, right, wrong = rationalisation_rows(replace(site, alarms=(site.alarms[1], first, second)))
    assert (bare.matrix, bare.differs, len(bare.missing)) == ("", False, 7)
    assert (right.priority, right.matrix, right.differs, right.missing) == ("high", "high", False, ())
    assert (wrong.priority, wrong.matrix, wrong.differs, wrong.event_only) == ("low", "high", True, True)
