"""A site folder read and checked in one pass: every mistake is found, not only the first."""

import gc
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec

from wakeful.server import catalogue
from wakeful.server.configuration.alarms_file import FILE as ALARMS_FILE
from wakeful.server.configuration.alarms_file import Alarms, gather_alarms
from wakeful.server.configuration.encoding import read_text
from wakeful.server.configuration.finding import FILE_ORDER, Findings, closest, suggest
from wakeful.server.configuration.keys import TAGS_MAX
from wakeful.server.configuration.settling import settle
from wakeful.server.configuration.site_file import SourceEntry, read_site_file
from wakeful.server.configuration.systems_file import read_systems_file
from wakeful.server.configuration.tags_file import FILE as TAGS_FILE
from wakeful.server.configuration.tags_file import Known, Tags, gather_tags
from wakeful.terms.equipment import Equipment
from wakeful.terms.errors import ConfigurationError, SourceError
from wakeful.terms.site import Site, Source, SourceDescription, System

Describe = Callable[[Source], SourceDescription]
Described = list[tuple[SourceEntry, SourceDescription]]


def read_site(
    folder: Path,
    describe: Describe | None = None,
    *,
    notify: Callable[[str], None] = lambda notice: None,
    progress: Callable[[int], None] = lambda rows: None,
    tags_max: int = TAGS_MAX,
) -> Site:
    """Read ``site.toml``, ``systems.toml``, ``tags.csv`` and ``alarms.csv`` of ``folder``.

    Parameters
    ----------
    describe : asked once for every source with ``discover`` set; the driver itself when None. Sources
        without it are only constructed, which checks their settings.
    notify : told in one line each what was left out without being a mistake, such as an ``optional``
        source that cannot be had here.
    progress : told, every thousand rows of the CSV files, how many were read so far.
    tags_max : tags from which the site is refused.

    Raises
    ------
    SiteError
        (a ConfigurationError) with every finding, when there is any.
    """
    if not folder.is_dir():
        raise ConfigurationError(f"{folder} is not a folder; `wakeful new` writes an example site into it")
    with _garbage_collection_paused():
        return _read(folder, describe, notify, _Sum(progress), tags_max)


class _Sum:
    """Adds up what the files tell of their rows."""

    def __init__(self, progress: Callable[[int], None]) -> None:
        self._progress = progress
        self._rows = 0

    def __call__(self, rows: int) -> None:
        self._rows += rows
        self._progress(self._rows)


@contextmanager
def _garbage_collection_paused() -> Iterator[None]:
    """Hundreds of thousands of new objects, none of them garbage: the collector only costs a third more."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def _read(
    folder: Path,
    describe: Describe | None,
    notify: Callable[[str], None],
    progress: Callable[[int], None],
    tags_max: int,
) -> Site:
    findings = Findings()
    _report_misspelt_files(folder, findings)
    site_file = read_site_file(folder, catalogue.names(), findings)
    systems = read_systems_file(folder, findings)
    entries = site_file.entries if site_file else ()
    _check_source_systems(entries, systems, findings)
    described, left_out = _ask_sources(entries, describe, folder, findings, notify)
    known = Known(
        {entry.source.id: entry for entry in entries},
        systems,
        left_out,
        incomplete=site_file is None or len(described) < sum(entry.discover for entry in entries),
    )
    tags_text = _read_csv(folder, TAGS_FILE, findings)
    tags = gather_tags(described, tags_text, known, findings, tags_max=tags_max, progress=progress)
    tags.cut_short |= tags_text is None and (folder / TAGS_FILE).is_file()
    if not tags.tags and not findings.count:
        findings.report(
            TAGS_FILE, 0, "", "the site has no tag", "add rows, or let a source discover its tags"
        )
    alarms_text = _read_csv(folder, ALARMS_FILE, findings)
    alarms = gather_alarms(described, alarms_text, tags, known, findings, progress=progress)
    equipment = _gather_equipment(described, tags, known, findings)
    findings.raise_if_any()
    assert site_file is not None and systems is not None
    _tell_skipped(tags, alarms, notify)
    settled_tags, settled_alarms = settle(tags.tags.values(), alarms.alarms.values())
    return Site(
        **site_file.settings,
        systems=tuple(systems.values()),
        sources=tuple(entry.source for entry in entries if entry.source.id not in left_out),
        tags=settled_tags,
        alarms=settled_alarms,
        equipment=equipment,
        faults={entry.source.id: told.faults for entry, told in described if told.simulated},
    )


def _report_misspelt_files(folder: Path, findings: Findings) -> None:
    """A file that is not read because its name is nearly right would lose every alarm in silence."""
    present = sorted(path.name for path in folder.iterdir() if path.suffix.lower() in (".csv", ".toml"))
    absent = [file for file in FILE_ORDER if file not in present]
    for name in present:
        meant = closest(name, absent) if name not in FILE_ORDER else ""
        if meant:
            findings.report(name, 0, "", "is not read under this name", f"did you mean {meant!r}?")


def _check_source_systems(
    entries: tuple[SourceEntry, ...], systems: dict[str, System] | None, findings: Findings
) -> None:
    for entry in entries:
        system = entry.source.system
        if system and systems is not None and system not in systems:
            message = f"unknown system {system!r}"
            key = f"{entry.origin.prefix}.system"
            findings.report(entry.origin.file, entry.system_line, key, message, suggest(system, systems))


def _ask_sources(
    entries: tuple[SourceEntry, ...],
    describe: Describe | None,
    folder: Path,
    findings: Findings,
    notify: Callable[[str], None],
) -> tuple[Described, frozenset[str]]:
    """Descriptions of the discovering sources, and the optional ones that cannot be had here."""
    described: Described = []
    left_out = set()
    for entry in entries:
        if entry.broken:
            continue
        source = entry.source
        try:
            if not entry.discover:
                catalogue.create(source, folder)
            elif describe is not None:
                described.append((entry, describe(source)))
            else:
                described.append((entry, catalogue.create(source, folder).describe()))
        except ConfigurationError as error:
            _report_source(entry, error, findings)
        except SourceError as error:
            if entry.optional:
                left_out.add(source.id)
                notify(f"{entry.origin.file}:{entry.origin.line}: source {source.id} is left out: {error}")
            else:
                _report_source(entry, error, findings)
    return described, frozenset(left_out)


def _report_source(entry: SourceEntry, error: Exception, findings: Findings) -> None:
    """What a driver says of its source, at the line of the setting it names or else of the source."""
    text = re.sub(rf"^source ['\"]?{re.escape(entry.source.id)}['\"]?: ", "", " ".join(str(error).split()))
    message, _, advice = text.partition("; ")
    origin, key, line = entry.origin, entry.origin.prefix, entry.origin.line
    for setting, setting_line in entry.setting_lines.items():
        if re.search(rf"\b{re.escape(setting)}\b", message):
            key, line = f"{key}.settings.{setting}", setting_line
            break
    findings.report(origin.file, line, key, message, advice or "correct its settings")


def _read_csv(folder: Path, file: str, findings: Findings) -> str | None:
    """Text of a CSV file; None when it is not there (a site may do without) or cannot be read."""
    return read_text(folder, file, findings) if (folder / file).is_file() else None


def _gather_equipment(
    described: Described, tags: Tags, known: Known, findings: Findings
) -> tuple[Equipment, ...]:
    """Equipment of every discovering source; the tags that its controls need may not be left out."""
    equipment: dict[str, Equipment] = {}
    for entry, description in described:
        for item in description.equipment:
            if item.name in equipment:
                message, advice = "another source has equipment of this name too", "leave one of them out"
                findings.add(entry.origin.finding("name", f"equipment {item.name}", message, advice))
            for control in item.controls:
                unused = tags.unused.get(control.feedback_tag)
                if unused is not None:
                    message = (
                        f"{control.feedback_tag!r} shows the state of {item.name} and cannot be left out"
                    )
                    findings.add(
                        unused.finding("use", f"tag {control.feedback_tag}", message, "remove the no")
                    )
            kept = tuple(tag for tag in item.tags if tag not in tags.unused)
            equipment[item.name] = msgspec.structs.replace(item, tags=kept)
    return tuple(equipment.values())


def _tell_skipped(tags: Tags, alarms: Alarms, notify: Callable[[str], None]) -> None:
    for file, rows in ((TAGS_FILE, tags.skipped_rows), (ALARMS_FILE, alarms.skipped_rows)):
        if rows:
            are = "row is" if rows == 1 else "rows are"
            notify(f"{file}: {rows:,} {are} not used, because a source with tags of its own was left out")
