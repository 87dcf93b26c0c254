"""The tag that gives a system's operating mode: discrete, and its states are the modes."""

from collections.abc import Mapping

import msgspec

from wakeful.server.configuration.finding import Findings, suggest
from wakeful.server.configuration.systems_file import FILE, SystemsFile
from wakeful.server.configuration.tags_file import Known, Tags
from wakeful.terms.site import System
from wakeful.terms.tag import Tag, TagKind


def settle_mode_tags(file: SystemsFile, tags: Tags, known: Known, findings: Findings) -> dict[str, System]:
    """The systems with their modes in the order of the states of their mode tag, by value.

    A tag that went with a source that was left out leaves the mode to a person.
    """
    systems = {}
    for system in file.systems.values():
        systems[system.id] = system
        if not system.mode_tag or not system.modes:
            continue
        tag = tags.tags.get(system.mode_tag)
        if tag is not None:
            if system.mode_tag not in tags.broken and _fits(system, tag, file.mode_lines, findings):
                systems[system.id] = msgspec.structs.replace(system, modes=tag.states)
            continue
        systems[system.id] = msgspec.structs.replace(system, mode_tag="")
        if system.mode_tag in tags.broken or system.mode_tag in tags.absent:
            continue
        if system.mode_tag in tags.unused:
            message = f"tag {system.mode_tag!r} is left out ({tags.unused[system.mode_tag]})"
            _report(system, message, "keep the tag, or let a person set the mode", file.mode_lines, findings)
        elif not known.incomplete and not tags.cut_short:
            advice = suggest(system.mode_tag, tags.tags, listed_max=6)
            _report(system, f"unknown tag {system.mode_tag!r}", advice, file.mode_lines, findings)
    return systems


def _fits(system: System, tag: Tag, lines: Mapping[str, int], findings: Findings) -> bool:
    if tag.kind is not TagKind.DISCRETE:
        message = f"{tag.name} is not a discrete tag: it has no states"
        _report(system, message, "name a discrete tag, or let a person set the mode", lines, findings)
        return False
    if set(tag.states) != set(system.modes):
        states, modes = ", ".join(tag.states), ", ".join(system.modes)
        message = f"the states of {tag.name} ({states}) are not the modes ({modes})"
        _report(system, message, "spell them alike", lines, findings)
        return False
    return True


def _report(system: System, message: str, advice: str, lines: Mapping[str, int], findings: Findings) -> None:
    findings.report(FILE, lines[system.id], f"systems.{system.id}.mode_tag", message, advice)
