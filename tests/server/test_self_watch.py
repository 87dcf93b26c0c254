"""The server's watch over itself, alone and in a running house."""

from pathlib import Path

import numpy as np
import pytest
from msgspec.structs import replace

from tests.server.house import House, running, write_site
from tests.server.small_site import small_site
from tests.server.waiting import wait_until
from wakeful.server.scanning.vital_signs import VitalSigns
from wakeful.server.self_watch import PERIOD_NS, SelfWatch, bad_shares, with_self_watch
from wakeful.terms.effect import InjectFault, WriteOutput
from wakeful.terms.quality import Quality
from wakeful.terms.site import Position, Site

SITE = small_site()


def watch(signs: VitalSigns, site: Site = SITE, **more: object) -> SelfWatch:
    return SelfWatch(
        site, Path("data"), signs, lambda source: 0.25, lambda source: 3_000_000_000, lambda: 1,
        **{"disk_free_bytes": lambda path: 7_500_000_000, **more},  # type: ignore[arg-type]
    )  # fmt: skip


def reading(source: SelfWatch, now_ns: int = 5_000_000_000) -> dict[str, tuple[float, int]]:
    block = source.poll(now_ns)
    assert block is not None and block.rows == 1
    names = [tag.name.removeprefix("WAKEFUL.") for tag in source.describe().tags]
    return dict(
        zip(names, zip(block.values[0].tolist(), block.quality[0].tolist(), strict=True), strict=True)
    )


def test_it_reads_what_the_server_notes() -> None:
    signs = VitalSigns(
        journal_error="full", consoles=3, consoles_silent=1, alarms_shelved=4, floods=frozenset({"site"})
    )
    signs.note_pass(1, 12.5, False)
    signs.note_scan(7.5)
    values = {name: value for name, (value, _) in reading(watch(signs)).items()}
    assert values == {
        "DISK_FREE": 7.5,
        "SCAN_LATENESS": 12.5,
        "SCAN_DURATION": 7.5,
        "JOURNAL_FAILING": 1.0,
        "HISTORIAN_FAILING": 0.0,
        "CONSOLES": 3.0,
        "CONSOLES_SILENT": 1.0,
        "ALARMS_SHELVED": 4.0,
        "site.FLOOD": 1.0,
        "plant.AGE": 2.0,
        "plant.BAD_SHARE": 25.0,
    }


def test_once_a_second_is_enough() -> None:
    source = watch(VitalSigns())
    assert source.poll(5 * PERIOD_NS) is not None
    assert source.poll(6 * PERIOD_NS - 1) is None
    assert source.poll(6 * PERIOD_NS) is not None


def test_a_disk_that_cannot_be_asked_is_bad_not_empty() -> None:
    def gone(path: Path) -> int:
        raise FileNotFoundError(path)

    value, quality = reading(watch(VitalSigns(), disk_free_bytes=gone))["DISK_FREE"]
    assert np.isnan(value)
    assert quality == Quality.BAD_SENSOR_FAILURE


def test_there_is_nothing_to_operate() -> None:
    source = watch(VitalSigns())
    write = WriteOutput(at_ns=1, command_id="1", source="wakeful", equipment="e", control="c", value=1.0)
    fault = InjectFault(
        at_ns=1, command_id="1", source="wakeful", fault="f", target="", severity=1.0, active=True
    )
    assert source.write(write) and source.inject(fault)


def test_the_share_of_bad_tags_is_a_sources_own() -> None:
    share = bad_shares(SITE)
    quality = np.array([0, Quality.BAD_NO_COMMUNICATION, Quality.UNCERTAIN_SUB_NORMAL, 0], np.uint32)
    assert share("plant", quality) == 0.25


def test_every_position_has_its_flood() -> None:
    positions = (
        Position(id="desk", name="Desk", systems=("even",)),
        Position(id="gate", name="Gate", systems=("odd",)),
    )
    source = watch(VitalSigns(floods=frozenset({"gate"})), site=replace(SITE, positions=positions))
    values = {name: value for name, (value, _) in reading(source).items()}
    assert (values["desk.FLOOD"], values["gate.FLOOD"]) == (0.0, 1.0)


@pytest.mark.parametrize(("systems", "owner"), [(("odd",), "desk"), (("odd", "wakeful"), "gate")])
def test_somebody_answers_for_the_servers_own_alarms(systems: tuple[str, ...], owner: str) -> None:
    positions = (
        Position(id="desk", name="Desk", systems=("even",)),
        Position(id="gate", name="Gate", systems=systems),
    )
    site = replace(SITE, positions=positions)
    watched = with_self_watch(site, watch(VitalSigns(), site=site))
    assert [position.id for position in watched.positions if "wakeful" in position.systems] == [owner]
    assert with_self_watch(SITE, watch(VitalSigns())).positions == ()


def test_the_site_gains_a_system_at_its_end() -> None:
    site = with_self_watch(SITE, watch(VitalSigns()))
    assert site.tags[: len(SITE.tags)] == SITE.tags
    assert site.systems[-1].id == site.sources[-1].id == "wakeful"
    assert all(tag.system == "wakeful" for tag in site.tags[len(SITE.tags) :])


LIMITED = """\
name = "Works"
scan_period_ms = 20

[sources.plant]
driver = "scripted"
system = "works"
discover = true

[sources.plant.settings]
age_limit_ms = 100
"""


@pytest.mark.usefixtures("kernels")
def test_a_source_that_falls_silent_is_an_alarm(site: Path, tmp_path: Path) -> None:
    write_site(site, LIMITED, '[systems.works]\nname = "The works"\n')
    with running(site, tmp_path / "data") as house:
        console = house.sign_in()
        house.driver().gate.clear()
        index = house.alarm_index("WAKEFUL.plant.AGE.high")
        wait_until(lambda: index in console.alarms(), "the silent source is an alarm")
        assert console.alarms()[index].letter == "B"
        check_scans_go_on(house)


def check_scans_go_on(house: House) -> None:
    signs = house.assembly.desk.vital_signs
    seen_ns = signs.last_pass_ns
    wait_until(lambda: signs.last_pass_ns > seen_ns + 200_000_000, "the scan loop goes on")
