"""A site read for the command line: what is left out is told, and a long reading shows its progress."""

import sys
from pathlib import Path

from wakeful.cli.progress import WorkProgress
from wakeful.server.configuration import read_site
from wakeful.terms.site import Site


def read_with_progress(folder: Path) -> Site:
    """As ``read_site``, with notices and progress on standard error. Raises as it does."""
    with WorkProgress(f"reading {folder}", None, "rows") as progress:
        return read_site(
            folder,
            notify=lambda notice: print(f"note: {notice}", file=sys.stderr),
            progress=progress.show,
        )
