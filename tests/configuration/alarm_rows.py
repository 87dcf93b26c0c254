"""Small sites in which alarms are tried out, for the tests of what reads them."""

from dataclasses import dataclass, field

from tests.configuration.test_tags_file import entry
from wakeful.server.configuration.alarms_file import Alarms, gather_alarms
from wakeful.server.configuration.finding import Findings
from wakeful.server.configuration.tags_file import Known, Tags
from wakeful.terms.alarm import AlarmDefinition
from wakeful.terms.site import SourceDescription, System
from wakeful.terms.tag import Tag, TagKind

HEADER = "name,tag,kind,priority,limit_eu,deadband_eu,expression,suppress_when,use\n"
STATES = ("stopped", "running", "tripped")
TAGS = {
    name: Tag(name=name, system=system, source="plc", unit="m", range_high_eu=100.0)
    for name, system in (("LI-1", "hall"), ("LI-2", "hall"), ("LI-3", "yard"))
} | {
    "P-1": Tag(
        name="P-1", system="hall", source="plc", kind=TagKind.DISCRETE, states=STATES, range_high_eu=2.0
    )
}
SYSTEMS = {
    "hall": System(id="hall", name="Hall", modes=("shut-down", "start-up", "running")),
    "yard": System(id="yard", name="Yard", modes=("day", "running")),
}


@dataclass
class Trial:
    """Alarms being read, and what was found."""

    tags: Tags = field(default_factory=lambda: Tags(tags=dict(TAGS)))
    incomplete: bool = False
    findings: Findings = field(default_factory=Findings)

    @property
    def known(self) -> Known:
        return Known({"plc": entry("plc")}, SYSTEMS, incomplete=self.incomplete)

    def gather(self, rows: str, *brought: AlarmDefinition, header: str = HEADER) -> Alarms:
        """Rows of ``alarms.csv``, joined with what a source brought."""
        described = [(entry("plc"), SourceDescription(alarms=brought))]
        return gather_alarms(described, header + rows, self.tags, self.known, self.findings)

    @property
    def told(self) -> list[str]:
        return [str(finding) for finding in self.findings.sorted()]
