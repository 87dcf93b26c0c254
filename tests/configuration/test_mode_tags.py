"""The tag that gives a system's mode. What is refused is in the broken sites."""

import msgspec
import pytest

from wakeful.server.configuration.finding import Findings, Origin
from wakeful.server.configuration.mode_tags import settle_mode_tags
from wakeful.server.configuration.systems_file import SystemsFile
from wakeful.server.configuration.tags_file import Known, Tags
from wakeful.terms.site import System
from wakeful.terms.tag import Tag, TagKind

STATES = ("shut-down", "running", "start-up")
MODE_TAG = Tag(name="XS-1", system="hall", source="plc", kind=TagKind.DISCRETE, states=STATES)
HALL = System(id="hall", name="Hall", modes=("running", "start-up", "shut-down"), mode_tag="XS-1")


def settle(system: System, tags: Tags, *, incomplete: bool = False) -> tuple[System, list[str]]:
    findings = Findings()
    file = SystemsFile({system.id: system}, {system.id: 4})
    known = Known({}, file.systems, incomplete=incomplete)
    systems = settle_mode_tags(file, tags, known, findings)
    return systems[system.id], [str(finding) for finding in findings.sorted()]


def test_modes_are_put_into_the_order_of_the_states() -> None:
    system, findings = settle(HALL, Tags(tags={"XS-1": MODE_TAG}))
    assert findings == []
    assert system == msgspec.structs.replace(HALL, modes=STATES)


def test_a_system_without_a_mode_tag_keeps_its_order() -> None:
    system = msgspec.structs.replace(HALL, mode_tag="")
    assert settle(system, Tags()) == (system, [])


@pytest.mark.parametrize("tags", [Tags(absent={"XS-1"}), Tags(broken={"XS-1"}), Tags(cut_short=True)])
def test_a_tag_that_is_not_here_leaves_the_mode_to_a_person(tags: Tags) -> None:
    assert settle(HALL, tags) == (msgspec.structs.replace(HALL, mode_tag=""), [])


def test_an_unknown_tag_is_nobody_s_mistake_while_tags_are_missing() -> None:
    assert settle(HALL, Tags(), incomplete=True)[1] == []
    assert settle(HALL, Tags())[1] == [
        "systems.toml:4: systems.hall.mode_tag: unknown tag 'XS-1'; there are none"
    ]


def test_a_tag_that_is_left_out_is_a_mistake() -> None:
    _, findings = settle(HALL, Tags(unused={"XS-1": Origin("tags.csv", 7)}))
    assert findings == [
        "systems.toml:4: systems.hall.mode_tag: tag 'XS-1' is left out (tags.csv line 7); "
        "keep the tag, or let a person set the mode"
    ]
