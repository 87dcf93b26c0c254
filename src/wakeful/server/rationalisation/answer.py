"""What the console is told: what alarms lack, priorities by the matrix, drift from the master."""

from pathlib import Path

from wakeful.server.rationalisation.drift import drift
from wakeful.server.rationalisation.master import read_master
from wakeful.server.rationalisation.master_file import master_bytes
from wakeful.server.rationalisation.worklist import rationalisation_rows
from wakeful.server.wire import DriftBody, RationalisationBody, UnrationalisedBody
from wakeful.terms.site import Site


def rationalisation_body(site: Site, master: Path | None) -> RationalisationBody:
    """The body for a running site; the master is read anew each time, so that an approval shows at once.

    Parameters
    ----------
    master : path of the master; None where the site names none and has none under the usual name.

    Raises
    ------
    DataError, ConfigurationError
        The master is named and cannot be read: not the same as no drift.
    """
    rows = rationalisation_rows(site)
    lacking = tuple(
        UnrationalisedBody(alarm=index, missing=row.missing, event_only=row.event_only)
        for index, row in enumerate(rows)
        if row.missing
    )
    differs = tuple(
        DriftBody(alarm=row.alarm, field="priority", running=row.priority, master=row.matrix)
        for row in rows
        if row.differs
    )
    approved = None if master is None else read_master(master.name, master_bytes(master), site)
    return RationalisationBody(
        alarms=len(rows),
        complete=len(rows) - len(lacking),
        unrationalised=lacking,
        priority_differs=differs,
        master_revision="" if approved is None else approved.revision,
        drift=() if approved is None else drift(site, approved.alarms),
    )
