"""The driver of this machine: settings, pacing, first samples, disappearance, cost."""

import time
from collections.abc import Callable

import msgspec
import numpy as np
import psutil
import pytest

from wakeful.drivers.host import HostDriver
from wakeful.drivers.host.driver import find_probes
from wakeful.terms.effect import InjectFault, WriteOutput
from wakeful.terms.errors import ConfigurationError
from wakeful.terms.quality import Quality
from wakeful.terms.samples import SampleBlock
from wakeful.terms.site import Source
from wakeful.terms.tag import Tag, TagKind

SECOND_NS = 1_000_000_000
WALL_NS = 1_800_000_000 * SECOND_NS


class Clock:
    """Monotonic time that moves when told to."""

    def __init__(self) -> None:
        """Any start will do."""
        self.now_ns = 77 * SECOND_NS

    def __call__(self) -> int:
        """Nanoseconds."""
        return self.now_ns


def driver(clock: Callable[[], int] = time.monotonic_ns, **settings: object) -> HostDriver:
    source = Source(id="machine", driver="host", system="host", settings=settings)
    return HostDriver(source, monotonic_ns=clock)


def poll(host: HostDriver, clock: Clock, after_s: float) -> SampleBlock:
    clock.now_ns += int(after_s * SECOND_NS)
    block = host.poll(WALL_NS + clock.now_ns)
    assert block is not None
    assert block.rows == 1
    return block


def test_the_machine_describes_itself() -> None:
    description = driver().describe()
    names = [tag.name for tag in description.tags]
    assert 30 <= len(names) <= 300
    assert len(set(names)) == len(names)
    assert not description.simulated
    assert not description.equipment
    assert 3 <= sum(tag.overview for tag in description.tags) <= 6
    for tag in description.tags:
        assert (tag.system, tag.source) == ("host", "machine")
        assert tag.name == "HOST." + tag.address
        assert tag.description
        assert tag.range_low_eu < tag.range_high_eu
        assert tag.kind is TagKind.DISCRETE or tag.resolution_eu
        if tag.normal_low_eu is not None and tag.normal_high_eu is not None:
            assert tag.range_low_eu <= tag.normal_low_eu <= tag.normal_high_eu <= tag.range_high_eu
    assert {alarm.tag for alarm in description.alarms} <= set(names)
    assert "HOST.CPU0.USE" in names
    assert "HOST.MEM.USED" in names


def test_which_tags_exist_does_not_change_in_one_run() -> None:
    host = driver()
    assert host.describe() == host.describe()


def test_every_tag_of_a_real_machine_has_a_reading_in_the_first_row() -> None:
    clock = Clock()
    host = driver(clock)
    tags = host.describe().tags
    host.start(tags)
    first = poll(host, clock, 0.0)
    assert first.tags == len(tags)
    assert not np.any(first.quality == Quality.BAD_NO_DATA)
    good = first.quality == Quality.GOOD
    assert np.all(np.isfinite(first.values[good]))
    assert np.all(np.isnan(first.values[~good]))


def test_rates_wait_for_a_second_reading_and_never_say_zero_before() -> None:
    clock = Clock()
    host = driver(clock)
    tags = host.describe().tags
    host.start(tags)
    column = [tag.address for tag in tags].index("KERNEL.SWITCHES")
    assert poll(host, clock, 0.0).quality[0, column] == Quality.BAD_WAITING_FOR_INITIAL_DATA
    second = poll(host, clock, 1.0)
    assert second.quality[0, column] == Quality.GOOD
    assert second.values[0, column] >= 0.0
    host.start(tags)
    assert poll(host, clock, 1.0).quality[0, column] == Quality.BAD_WAITING_FOR_INITIAL_DATA


def test_rows_keep_to_their_period() -> None:
    clock = Clock()
    host = driver(clock, period_ms=500)
    host.start(host.describe().tags)
    rows = []
    for _ in range(101):  # ten seconds, polled every 100 ms
        block = host.poll(WALL_NS + clock.now_ns)
        if block is not None:
            rows.append(int(block.times_ns[0]))
        clock.now_ns += SECOND_NS // 10
    assert rows == [rows[0] + n * SECOND_NS // 2 for n in range(21)]


def test_after_a_pause_one_row_comes_not_a_burst() -> None:
    clock = Clock()
    host = driver(clock)
    host.start(host.describe().tags)
    poll(host, clock, 0.0)
    poll(host, clock, 3600.0)
    assert host.poll(WALL_NS + clock.now_ns) is None
    poll(host, clock, 1.0)


def test_slow_probes_take_turns_and_come_back_within_their_age_limit() -> None:
    clock = Clock()
    host = driver(clock)
    tags = host.describe().tags
    host.start(tags)
    blocks = [poll(host, clock, 1.0) for _ in range(40)]
    present = np.vstack([block.quality[0] != Quality.BAD_NO_DATA for block in blocks])
    for column, tag in enumerate(tags):
        longest_s = int(np.max(np.diff(np.flatnonzero(present[:, column]))))
        assert longest_s * 1000 * 2 < tag.age_limit_ms, tag.name


def test_tags_may_be_renamed_left_out_and_reordered() -> None:
    clock = Clock()
    host = driver(clock)
    tags = {tag.address: tag for tag in host.describe().tags}
    memory = msgspec.structs.replace(tags["MEM.USED"], name="PLANT.SERVER_MEMORY")
    bare = msgspec.structs.replace(tags["LOAD.1MIN"], address="")
    host.start([memory, bare, memory])
    block = poll(host, clock, 0.0)
    assert block.tags == 3
    assert block.values[0, 0] == block.values[0, 2] == pytest.approx(psutil.virtual_memory().percent, abs=5.0)
    assert block.values[0, 1] >= 0.0


def test_a_tag_this_machine_lacks_is_bad_in_every_row_and_harms_nobody() -> None:
    clock = Clock()
    host = driver(clock)
    known = host.describe().tags[0]
    host.start([Tag(name="HOST.TEMP_MOON", system="host", source="machine"), known])
    for _ in range(3):
        block = poll(host, clock, 1.0)
        assert block.quality[0, 0] == Quality.BAD_CONFIGURATION_ERROR
        assert np.isnan(block.values[0, 0])


def test_this_machine_cannot_be_operated_or_disturbed() -> None:
    host = driver()
    order = WriteOutput(
        at_ns=0, command_id="1", source="machine", equipment="P-1", control="start", value=1.0
    )
    assert "nothing to operate" in host.write(order)
    fault = InjectFault(
        at_ns=0, command_id="1", source="machine", fault="burst", target="", severity=1.0, active=True
    )
    assert "real machine" in host.inject(fault)


def test_after_stop_nothing_comes_and_stopping_twice_is_safe() -> None:
    clock = Clock()
    host = driver(clock)
    assert host.poll(WALL_NS) is None
    host.start(host.describe().tags)
    poll(host, clock, 0.0)
    host.stop()
    host.stop()
    clock.now_ns += 10 * SECOND_NS
    assert host.poll(WALL_NS) is None


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"period_ms": 50}, "from 200 to 60000"),
        ({"period_ms": 60_001}, "from 200 to 60000"),
        ({"period_ms": "1 s"}, "whole number"),
        ({"period_ms": True}, "whole number"),
        ({"perod_ms": 1000}, "did you mean 'period_ms'"),
        ({"colour": "blue"}, "known are period_ms and prefix"),
        ({"prefix": "a b"}, "letters, digits"),
        ({"prefix": "x" * 33}, "at most 32"),
        ({"prefix": 7}, "letters, digits"),
    ],
)
def test_a_wrong_setting_is_refused_with_advice(settings: dict[str, object], words: str) -> None:
    with pytest.raises(ConfigurationError, match=words) as caught:
        driver(**settings)
    assert "'machine'" in str(caught.value)


def test_the_prefix_names_the_tags() -> None:
    description = driver(prefix="SRV7.").describe()
    assert all(tag.name.startswith("SRV7.") for tag in description.tags)
    assert all(alarm.tag.startswith("SRV7.") for alarm in description.alarms)


def test_a_poll_is_cheap() -> None:
    # Processor time, so that a busy machine does not decide; typical is 3-4 ms on 80 processes.
    clock = Clock()
    host = driver(clock)
    host.start(host.describe().tags)
    poll(host, clock, 0.0)
    started = time.process_time()
    for _ in range(50):
        poll(host, clock, 1.0)
    assert (time.process_time() - started) / 50 < 0.010


def test_every_probe_of_this_machine_answers_for_each_of_its_quantities() -> None:
    for probe in find_probes():
        assert len(probe.read(SECOND_NS)) == len(probe.quantities), type(probe).__name__
