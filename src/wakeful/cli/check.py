"""``wakeful check DIR``: every mistake of a site folder, one line each; or what the site has."""

import argparse
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from wakeful.terms.site import Site


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The verb's options."""
    parser.add_argument("site", type=Path, metavar="DIR", help="site folder")


def run(arguments: argparse.Namespace) -> int:
    """Returns 0 when the site is right, 1 when it is not."""
    from wakeful.cli.site_reading import read_with_progress
    from wakeful.server.configuration import SiteError, configuration_sha256

    try:
        site = read_with_progress(arguments.site)
    except SiteError as error:
        print(error)
        print(f"{error.count:,} {'finding' if error.count == 1 else 'findings'}", file=sys.stderr)
        return 1
    print("\n".join(summary_lines(site)))
    print(f"configuration {configuration_sha256(site)}")
    return 0


def summary_lines(site: "Site") -> list[str]:
    """What a site has: systems and sources by name, tags, alarms by priority."""
    from wakeful.terms.alarm import Priority

    by_system = Counter(tag.system for tag in site.tags)
    by_source = Counter(tag.source for tag in site.tags)
    by_priority = Counter(alarm.priority for alarm in site.alarms)
    alarms = ", ".join(f"{by_priority[priority]:,} {priority.name.lower()}" for priority in Priority)
    return [
        f"{site.name}: no mistakes found",
        f"systems  {len(site.systems):,}: "
        + ", ".join(f"{system.id} ({by_system[system.id]:,} tags)" for system in site.systems),
        f"sources  {len(site.sources):,}: "
        + ", ".join(
            f"{source.id} ({source.driver}, {by_source[source.id]:,} tags)" for source in site.sources
        ),
        f"tags     {len(site.tags):,}",
        f"alarms   {len(site.alarms):,}: {alarms}",
    ]
