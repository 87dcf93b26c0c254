"""``wakeful alarms export`` and ``wakeful alarms import``: alarm sheets for a spreadsheet, and back."""

from pathlib import Path

from wakeful.cli.alarms_master import read_noting
from wakeful.server.rationalisation.drift import configured_alarms
from wakeful.server.rationalisation.file_keeping import replace_file
from wakeful.server.rationalisation.mode_row import MODE_SHEET_COLUMNS, has_modes, mode_rows
from wakeful.server.rationalisation.mode_sheet import modes_beside
from wakeful.server.rationalisation.sheet import WORKBOOK, sheet_kind
from wakeful.server.rationalisation.sheet_import import check_import, write_import
from wakeful.server.rationalisation.sheet_text import format_rows, site_rows
from wakeful.server.rationalisation.workbook import format_workbook
from wakeful.terms.errors import DataError


def export_sheet(folder: Path, path: Path, *, force: bool) -> int:
    """Write every alarm with every field, and its settings in modes where the site has modes. Returns 0.

    Raises DataError for a sheet that is there, which may hold work of days, unless with ``force``.
    """
    kind = sheet_kind(path)
    site = read_noting(folder).site
    rows = site_rows(site, configured_alarms(site))
    modes = mode_rows(site) if has_modes(site) else None
    written = [path] if modes is None or kind == WORKBOOK else [path, modes_beside(path)]
    there = next((sheet for sheet in written if sheet.exists()), None)
    if there is not None and not force:
        raise DataError(f"{there} is there already; give another name, or --force to replace it")
    in_modes = "" if modes is None else f"{len(modes):,} settings in operating modes"
    if kind == WORKBOOK:
        replace_file(path, format_workbook(rows, modes))
        print(f"{path}: {len(rows):,} alarms{', ' if in_modes else ''}{in_modes}")
        return 0
    replace_file(path, format_rows(rows).encode())
    print(f"{path}: {len(rows):,} alarms")
    if modes is not None:
        replace_file(modes_beside(path), format_rows(modes, MODE_SHEET_COLUMNS).encode())
        print(f"{modes_beside(path)}: {in_modes}")
    return 0


def import_sheet(folder: Path, path: Path, *, dry_run: bool) -> int:
    """Show what a sheet changes and, when the site is right with it, write it. Returns 0."""
    checked = check_import(folder, path)
    for change in checked.changes:
        before, after = change.before or "nothing", change.after or "nothing"
        print(f"{change.alarm}: {change.column}: {before} -> {after}")
    count = len(checked.changes)
    print(f"{count:,} {'change' if count == 1 else 'changes'}")
    if checked.unnamed:
        print(f"{checked.unnamed:,} alarms are not in the sheet and stay as they are")
    if not count:
        return 0
    if dry_run:
        print("nothing was written (--dry-run)")
        return 0
    for written, kept in write_import(folder, checked):
        old = f"; the old one is {kept.name}" if kept else ""
        print(f"{written} is written{old}; a running server goes on until it is started again")
    return 0
