"""The machine's default alarms are well formed, explained, and quiet on an ordinary machine."""

import re
from collections import defaultdict

import pytest

from tests.plants.default_alarms import check_rationalised
from wakeful.drivers.host.alarms import RULES, default_alarms
from wakeful.drivers.host.driver import find_probes, read_probe
from wakeful.drivers.host.quantity import Quantity
from wakeful.drivers.host.sensors import Temperature, TemperatureProbe
from wakeful.terms.alarm import AlarmDefinition, ConditionKind, Priority

HIGH_KINDS = (ConditionKind.HIGH_HIGH, ConditionKind.HIGH)


@pytest.fixture(scope="module")
def quantities() -> list[Quantity]:
    return [quantity for probe in find_probes() for quantity in probe.quantities]


def test_every_alarm_says_what_it_means_and_what_to_do(quantities: list[Quantity]) -> None:
    alarms = default_alarms(quantities, "HOST.")
    assert len({alarm.name for alarm in alarms}) == len(alarms) >= 15
    for alarm in alarms:
        assert alarm.message
        assert alarm.response.endswith(".")
        assert alarm.on_delay_ms >= 15_000


def test_limits_are_in_order_and_deadbands_fit_between_them(quantities: list[Quantity]) -> None:
    by_tag: defaultdict[str, dict[ConditionKind, AlarmDefinition]] = defaultdict(dict)
    for alarm in default_alarms(quantities, ""):
        by_tag[alarm.tag][alarm.kind] = alarm
    for quantity in quantities:
        kinds = by_tag[quantity.address]
        for kind in HIGH_KINDS:
            if kind in kinds:
                assert quantity.range_low_eu < kinds[kind].limit_eu <= quantity.range_high_eu
        if ConditionKind.HIGH_HIGH in kinds and ConditionKind.HIGH in kinds:
            gap = kinds[ConditionKind.HIGH_HIGH].limit_eu - kinds[ConditionKind.HIGH].limit_eu
            assert gap > kinds[ConditionKind.HIGH_HIGH].deadband_eu


def test_limits_follow_the_machine() -> None:
    chips = {"nvme": [Temperature("Composite", 38.9, 84.8, 84.8)]}
    temperature = TemperatureProbe(lambda: chips).quantities
    assert [round(alarm.limit_eu, 1) for alarm in default_alarms(temperature, "")] == [81.8, 76.8]
    load = Quantity(address="LOAD.5MIN", description="Load", range_high_eu=8.0 * 16)
    assert [alarm.limit_eu for alarm in default_alarms([load], "")] == [64.0]


def test_a_quantity_that_is_not_alarmed_has_no_alarm() -> None:
    link = {"address": "NET_ETH1.LINK", "description": "Network interface eth1"}
    assert len(default_alarms([Quantity(**link)], "")) == 2
    assert default_alarms([Quantity(**link, alarmed=False)], "") == ()


def test_every_rule_is_of_use() -> None:
    processor = ["CPU.USE", "CPU.IOWAIT", "CPU.STEAL", "LOAD.5MIN"]
    pressure = ["PRESSURE.CPU", "PRESSURE.IO_ALL", "PRESSURE.MEM_ALL", "MEM.USED", "SWAP.USED"]
    storage = ["FS_ROOT.USED", "FS_ROOT.INODES", "DISK_SDA.BUSY", "DISK_SDA.READ"]
    network = ["NET_ETH0.ERRORS", "NET_ETH0.DROPS", "NET_ETH0.LINK"]
    others = ["TEMP_X", "FILES.USED", "PROC.ZOMBIES", "SERVER.FILES", "BATTERY.CHARGE"]
    samples = [*processor, *pressure, *storage, *network, *others]
    alarms = default_alarms([Quantity(address=a, description=a) for a in samples], "")
    assert len(alarms) == len(RULES)


def test_file_systems_and_files_of_this_machine_are_below_their_limits() -> None:
    # A machine with a full disk cannot run these tests, so this one is ordinary in what does not fluctuate.
    for probe in find_probes():
        readings = dict(zip((q.address for q in probe.quantities), read_probe(probe, 1), strict=True))
        for alarm in default_alarms(probe.quantities, ""):
            if alarm.tag.startswith(("FS_", "FILES")) and alarm.kind is ConditionKind.HIGH_HIGH:
                value = readings[alarm.tag]
                assert isinstance(value, float)
                assert value < alarm.limit_eu


def test_what_somebody_must_act_on_says_why_and_how_soon() -> None:
    explained = [rule for rule in RULES if rule.why is not None]
    assert len(explained) >= 15
    addresses = [re.sub(r"\.\*", "X", rule.pattern).replace("\\", "") for rule in explained]
    quantities = [Quantity(address=each, description=each) for each in dict.fromkeys(addresses)]
    alarms = [alarm for alarm in default_alarms(quantities, "") if alarm.rationalisation is not None]
    assert len(alarms) == len(explained)
    check_rationalised(alarms)


def test_whatever_is_more_than_low_is_explained() -> None:
    assert all(rule.why is not None for rule in RULES if rule.priority is not Priority.LOW)


def test_a_link_that_goes_up_and_down_is_an_alarm() -> None:
    alarms = default_alarms([Quantity(address="NET_ETH0.LINK", description="Link")], "")
    assert [alarm.handling.count for alarm in alarms] == [3, 0]
    assert alarms[0].on_delay_ms * alarms[0].handling.count < alarms[0].handling.count_window_ms
