"""A site folder read and checked in one pass: every mistake is found, not only the first."""

import gc
import re
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import msgspec

from wakeful.server import catalogue
from wakeful.server.configuration.alarm_room import AlarmTexts, read_alarms, settle_alarms, skipped
from wakeful.server.configuration.alarms_file import FILE as ALARMS_FILE
from wakeful.server.configuration.approved import master_note
from wakeful.server.configuration.encoding import read_text
from wakeful.server.configuration.finding import Findings, suggest
from wakeful.server.configuration.folder_files import report_misnamed
from wakeful.server.configuration.keys import TAGS_MAX
from wakeful.server.configuration.mode_tags import settle_mode_tags
from wakeful.server.configuration.modes_file import FILE as MODES_FILE
from wakeful.server.configuration.positions import check_positions
from wakeful.server.configuration.site_file import SiteFile, SourceEntry, read_site_file
from wakeful.server.configuration.systems_file import read_systems_file
from wakeful.server.configuration.tags_file import FILE as TAGS_FILE
from wakeful.server.configuration.tags_file import Known, Tags, gather_tags
from wakeful.terms.alarm import AlarmDefinition
from wakeful.terms.equipment import Equipment
from wakeful.terms.errors import ConfigurationError, SourceError
from wakeful.terms.site import AlarmPhilosophy, Site, Source, SourceDescription, System
from wakeful.terms.tag import Tag

Describe = Callable[[Source], SourceDescription]
Described = list[tuple[SourceEntry, SourceDescription]]
Notify = Callable[[str], None]
_SILENT: Notify = lambda notice: None  # noqa: E731


class SiteFolder(NamedTuple):
    """A site folder that was read: the site, and what the folder says beside it.

    ``master`` is the path of the master ``alarms.csv`` from the folder, as written; empty when none is named.
    """

    site: Site
    master: str = ""


def read_site(
    folder: Path,
    describe: Describe | None = None,
    *,
    notify: Notify = _SILENT,
    progress: Callable[[int], None] = lambda rows: None,
    tags_max: int = TAGS_MAX,
) -> Site:
    """The site of ``read_folder``, which see."""
    return read_folder(folder, describe, notify=notify, progress=progress, tags_max=tags_max).site


def read_folder(
    folder: Path,
    describe: Describe | None = None,
    *,
    notify: Notify = _SILENT,
    progress: Callable[[int], None] = lambda rows: None,
    tags_max: int = TAGS_MAX,
    alarms: str | None = None,
    modes: str | None = None,
) -> SiteFolder:
    """Read ``site.toml``, ``systems.toml``, ``tags.csv``, ``alarms.csv`` and ``modes.csv`` of ``folder``.

    Parameters
    ----------
    describe : asked once for every source with ``discover`` set; the driver itself when None. Sources
        without it are only constructed, which checks their settings.
    notify : told in one line each what was left out without being a mistake, such as an ``optional``
        source that cannot be had here.
    progress : told, every thousand rows of the CSV files, how many were read so far.
    tags_max : tags from which the site is refused.
    alarms, modes : text to read in place of ``alarms.csv`` or ``modes.csv``, to judge it before it is
        written.

    Raises
    ------
    SiteError
        (a ConfigurationError) with every finding, when there is any.
    """
    if not folder.is_dir():
        raise ConfigurationError(f"{folder} is not a folder; `wakeful new` writes an example site into it")
    with _garbage_collection_paused():
        return _read(folder, describe, notify, _Sum(progress), tags_max, (alarms, modes))


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
    notify: Notify,
    progress: Callable[[int], None],
    tags_max: int,
    instead: tuple[str | None, str | None],
) -> SiteFolder:
    findings = Findings()
    site_file = read_site_file(folder, catalogue.names(), findings)
    misnamed = report_misnamed(folder, site_file.master if site_file else "", findings)
    systems_file = read_systems_file(folder, findings)
    systems = systems_file.systems if systems_file else None
    entries = site_file.entries if site_file else ()
    _check_source_systems(entries, systems, findings)
    if site_file is not None and systems is not None:
        check_positions(site_file.positions, systems, findings)
    described, left_out = _ask_sources(entries, describe, folder, findings, notify)
    known = Known(
        {entry.source.id: entry for entry in entries},
        systems,
        left_out,
        incomplete=site_file is None or len(described) < sum(entry.discover for entry in entries),
    )
    tags = _read_tags(folder, described, known, findings, progress, tags_max)
    tags.cut_short |= TAGS_FILE in misnamed
    if systems_file is not None:
        known = replace(known, systems=settle_mode_tags(systems_file, tags, known, findings))
    philosophy = site_file.philosophy if site_file else AlarmPhilosophy()
    texts = _read_alarm_texts(folder, instead, misnamed, findings)
    alarms = read_alarms(described, texts, tags, known, philosophy, findings, progress)
    equipment = _gather_equipment(described, tags, known, findings)
    findings.raise_if_any()
    assert site_file is not None
    if tags.skipped_rows:
        notify(skipped(TAGS_FILE, tags.skipped_rows))
    settled = settle_alarms(alarms, tags, philosophy, notify)
    note = "" if notify is _SILENT else master_note(folder, site_file.master, alarms.alarms)
    if note:
        notify(note)
    return SiteFolder(_site(site_file, known, described, equipment, settled), site_file.master)


def _read_tags(
    folder: Path,
    described: Described,
    known: Known,
    findings: Findings,
    progress: Callable[[int], None],
    tags_max: int,
) -> Tags:
    text = _read_csv(folder, TAGS_FILE, findings)
    tags = gather_tags(described, text, known, findings, tags_max=tags_max, progress=progress)
    tags.cut_short |= text is None and (folder / TAGS_FILE).is_file()
    if not tags.tags and not findings.count:
        findings.report(
            TAGS_FILE, 0, "", "the site has no tag", "add rows, or let a source discover its tags"
        )
    return tags


def _read_alarm_texts(
    folder: Path, instead: tuple[str | None, str | None], misnamed: Collection[str], findings: Findings
) -> AlarmTexts:
    """``instead``: texts to take in place of ``alarms.csv`` and ``modes.csv``."""
    alarms, modes = (
        _read_csv(folder, file, findings) if text is None else text
        for file, text in zip((ALARMS_FILE, MODES_FILE), instead, strict=True)
    )
    unreadable = alarms is None and (ALARMS_FILE in misnamed or (folder / ALARMS_FILE).is_file())
    return AlarmTexts(alarms, modes, unreadable)


def _site(
    site_file: SiteFile,
    known: Known,
    described: Described,
    equipment: tuple[Equipment, ...],
    settled: tuple[tuple[Tag, ...], tuple[AlarmDefinition, ...]],
) -> Site:
    assert known.systems is not None
    return Site(
        **site_file.settings,
        systems=tuple(known.systems.values()),
        sources=tuple(entry.source for entry in site_file.entries if entry.source.id not in known.left_out),
        tags=settled[0],
        alarms=settled[1],
        equipment=equipment,
        faults={entry.source.id: told.faults for entry, told in described if told.simulated},
        positions=tuple(entry.position for entry in site_file.positions),
        philosophy=site_file.philosophy,
    )


def _check_source_systems(
    entries: tuple[SourceEntry, ...], systems: Mapping[str, System] | None, findings: Findings
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
    notify: Notify,
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
