"""The limits of a sheet, judged by the checks of a site folder: what a site may not have, a drill may not."""

import re
from collections.abc import Iterator, Mapping
from pathlib import PurePath

from wakeful.drills.whole import Fault
from wakeful.server.configuration.alarm_limits import check_limits
from wakeful.server.configuration.finding import Finding, Findings, Origin
from wakeful.terms.site import Site

_SETTINGS = {
    "deadband_eu": ("deadband",),
    "escalate_limit_eu": ("escalates",),
    "escalate_priority": ("escalates",),
    "priority": ("priority",),
    "limit_eu": ("deviation", "rate", "high-high", "high", "low-low", "low"),
}
"""Column of ``alarms.csv`` -> the words of a sheet that say it."""

_WORDS = {
    "escalate_priority": "priority",
    "escalate_limit_eu": "the further limit",
    "limit_eu": "the limit",
    "range_low_eu": "the low end of the range",
    "range_high_eu": "the high end of the range",
    "low_low": "low-low",
    "high_high": "high-high",
    "deviation_high": "deviation high",
    "deviation_low": "deviation low",
    "rate_high": "rate high",
    "rate_low": "rate low",
}
_COLUMNS = re.compile(rf"\b(?:{'|'.join(_WORDS)})\b")


def limit_faults(file: str, site: Site, lines: Mapping[str, int]) -> Iterator[Fault]:
    """What is wrong with the limits of a site that a sheet declares.

    Parameters
    ----------
    file : name of the sheet.
    site : its tags and alarms; a tag without a stated range has an infinite one.
    lines : line of each alarm.
    """
    findings = Findings()
    alarms = {alarm.name: alarm for alarm in site.alarms}
    origins = {name: Origin(PurePath(file).name, lines[name]) for name in alarms}
    check_limits(alarms, origins, {tag.name: tag for tag in site.tags}, findings)
    return (_fault(finding) for finding in findings.sorted())


def _fault(finding: Finding) -> Fault:
    words = _SETTINGS.get(finding.key, ())
    return Fault(finding.line, words, _in_words(finding.message), _in_words(finding.advice))


def _in_words(text: str) -> str:
    return _COLUMNS.sub(lambda found: _WORDS[found.group()], text)
