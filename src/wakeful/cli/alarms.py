"""``wakeful alarms``: rationalisation worklist, alarm sheets out and in, the master and the drift from it."""

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

Act = Callable[[argparse.Namespace], int]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The verb's own verbs and their options."""
    acts = parser.add_subparsers(title="what to do", metavar="WHAT", required=True)
    listing = _add(acts, "list", "what each alarm lacks, and what the priority matrix says", _list)
    listing.add_argument("--missing", action="store_true", help="only alarms that lack something")
    listing.add_argument("--json", action="store_true", help="one JSON object a line")
    export = _add(acts, "export", "write every alarm with every field and mode into a sheet", _export)
    export.add_argument("file", type=Path, metavar="FILE", help="FILE.csv or FILE.xlsx")
    export.add_argument("--force", action="store_true", help="replace a sheet that is there")
    bring = _add(acts, "import", "check a sheet and write its changes into alarms.csv and modes.csv", _import)
    bring.add_argument("file", type=Path, metavar="FILE", help="FILE.csv or FILE.xlsx")
    bring.add_argument("--dry-run", action="store_true", help="show and check the changes, write nothing")
    approval = _add(acts, "approve", "make the site as it is the next revision of its master", _approve)
    approval.add_argument("--by", required=True, metavar="NAME", help="who approves it")
    approval.add_argument("--reason", required=True, metavar="TEXT", help="why; one line")
    drift = _add(acts, "drift", "where the site has left its master; 1 when it has", _drift)
    which = drift.add_mutually_exclusive_group()
    which.add_argument("--master", type=Path, metavar="FILE", help="a master, or alarms stated in full")
    which.add_argument("--revision", metavar="GITREV", help="the site's master as git has it at a revision")


def run(arguments: argparse.Namespace) -> int:
    """Do it. Returns 0, or 1 with findings or drift."""
    from wakeful.server.configuration import SiteError

    act: Act = arguments.act
    try:
        return act(arguments)
    except SiteError as error:
        print(error)
        print(f"{error.count:,} {'finding' if error.count == 1 else 'findings'}", file=sys.stderr)
        return 1


def _add(
    acts: "argparse._SubParsersAction[argparse.ArgumentParser]", name: str, help_line: str, act: Act
) -> argparse.ArgumentParser:
    parser = acts.add_parser(name, help=help_line, description=f"{help_line[:1].upper()}{help_line[1:]}.")
    parser.add_argument("site", type=Path, metavar="SITE", help="site folder")
    parser.set_defaults(act=act)
    return parser


def _list(arguments: argparse.Namespace) -> int:
    from wakeful.cli.alarms_list import list_alarms

    return list_alarms(arguments.site, only_missing=arguments.missing, as_json=arguments.json)


def _export(arguments: argparse.Namespace) -> int:
    from wakeful.cli.alarms_sheet import export_sheet

    return export_sheet(arguments.site, arguments.file, force=arguments.force)


def _import(arguments: argparse.Namespace) -> int:
    from wakeful.cli.alarms_sheet import import_sheet

    return import_sheet(arguments.site, arguments.file, dry_run=arguments.dry_run)


def _approve(arguments: argparse.Namespace) -> int:
    from wakeful.cli.alarms_master import approve_site

    return approve_site(arguments.site, arguments.by, arguments.reason)


def _drift(arguments: argparse.Namespace) -> int:
    from wakeful.cli.alarms_master import print_drift

    return print_drift(arguments.site, arguments.master, arguments.revision)
