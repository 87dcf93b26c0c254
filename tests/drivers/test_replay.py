"""A recording played live: paced, restamped, looped, and honest about rows out of order."""

import threading
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from tests.drivers.recordings import NOON_NS, SECOND_NS, seconds, write_csv, write_wide
from wakeful.drivers.recording_packed import write_packed
from wakeful.drivers.replay import PIECE_CELLS, PIECES_AHEAD, ReplayDriver
from wakeful.terms.effect import InjectFault, WriteOutput
from wakeful.terms.errors import ConfigurationError, SourceError
from wakeful.terms.quality import Quality
from wakeful.terms.samples import SampleBlock
from wakeful.terms.site import Source
from wakeful.terms.tag import Tag

WALL_NS = 2_000_000_000 * SECOND_NS
TAGS = [Tag(name="LI-1", system="s", source="r"), Tag(name="PI-1", system="s", source="r")]
DEADLINE_S = 20.0


def driver_of(path: Path, **settings: object) -> ReplayDriver:
    return ReplayDriver(Source(id="r", driver="replay", system="s", settings={"file": str(path), **settings}))


@pytest.fixture
def recording(tmp_path: Path) -> Path:
    values = np.arange(20.0).reshape(10, 2)
    return write_wide(tmp_path / "r.parquet", seconds(10), ["LI-1", "PI-1"], values)


def wait_for_piece(driver: ReplayDriver) -> None:
    """Until the reader has a piece in line: real time, but no fixed sleep."""
    waited = threading.Event()
    for _ in range(int(DEADLINE_S / 0.005)):
        if not driver._pieces.empty():
            return
        waited.wait(0.005)
    raise AssertionError("the reader delivered nothing")


def polls(driver: ReplayDriver, instants_ns: list[int]) -> Iterator[SampleBlock | None]:
    wait_for_piece(driver)
    for now_ns in instants_ns:
        yield driver.poll(now_ns)


def test_rows_come_when_they_are_due_with_wall_clock_stamps(recording: Path) -> None:
    driver = driver_of(recording)
    driver.start(TAGS)
    try:
        instants = [WALL_NS, WALL_NS + SECOND_NS // 2, WALL_NS + 3 * SECOND_NS, WALL_NS + 100 * SECOND_NS]
        first, nothing, three, rest = polls(driver, instants)
    finally:
        driver.stop()
    assert (
        first is not None and first.times_ns.tolist() == [WALL_NS] and first.values.tolist() == [[0.0, 1.0]]
    )
    assert nothing is None
    assert three is not None and three.times_ns.tolist() == [WALL_NS + row * SECOND_NS for row in (1, 2, 3)]
    assert rest is not None and rest.rows == 6
    assert rest.times_ns[-1] == WALL_NS + 9 * SECOND_NS


def test_speed_divides_time(recording: Path) -> None:
    driver = driver_of(recording, speed=10)
    driver.start(TAGS)
    try:
        blocks = list(polls(driver, [WALL_NS, WALL_NS + SECOND_NS // 2]))
    finally:
        driver.stop()
    assert blocks[1] is not None
    assert blocks[1].times_ns.tolist() == [WALL_NS + row * SECOND_NS // 10 for row in range(1, 6)]


def test_a_loop_goes_on_after_the_usual_interval(tmp_path: Path) -> None:
    values = np.array([[1.0], [2.0]])
    path = write_wide(tmp_path / "r.parquet", NOON_NS + 60 * SECOND_NS * np.arange(2), ["LI-1"], values)
    driver = driver_of(path, loop=True)
    driver.start(TAGS)
    stamps, seen = [], []
    waited = threading.Event()
    try:
        wait_for_piece(driver)
        now_ns = WALL_NS
        for _ in range(int(DEADLINE_S / 0.005)):
            block = driver.poll(now_ns)
            if block is None:
                waited.wait(0.005)
                now_ns += SECOND_NS
                continue
            stamps += block.times_ns.tolist()
            seen += block.values[:, 0].tolist()
            if len(seen) >= 5:
                break
    finally:
        driver.stop()
    assert seen[:5] == [1.0, 2.0, 1.0, 2.0, 1.0]
    assert [(stamp - WALL_NS) // SECOND_NS for stamp in stamps[:5]] == [0, 60, 120, 180, 240]


def test_rows_out_of_order_are_handed_on_out_of_order(tmp_path: Path) -> None:
    stamps = ["12:00:00", "12:00:02", "12:00:02", "12:00:01", "12:00:03"]
    text = "time,LI-1\n" + "".join(f"2026-03-01T{stamp}Z,{row}\n" for row, stamp in enumerate(stamps))
    driver = driver_of(write_csv(tmp_path / "r.csv", text))
    driver.start(TAGS)
    try:
        later_ns = WALL_NS + 60 * SECOND_NS
        blocks = [
            block for block in polls(driver, [WALL_NS, later_ns, later_ns, later_ns]) if block is not None
        ]
    finally:
        driver.stop()
    offsets = [((block.times_ns - WALL_NS) // SECOND_NS).tolist() for block in blocks]
    assert offsets == [[0], [2], [2], [1, 3]]


def test_reading_ahead_is_bounded_and_ends_with_stop(tmp_path: Path) -> None:
    path = tmp_path / "p.parquet"
    columns = [f"T{index}" for index in range(100_000)]
    pieces = ((seconds(60)[row : row + 1], np.full((1, 100_000), float(row))) for row in range(60))
    write_packed(path, columns, pieces)
    driver = driver_of(path, loop=True)
    driver.start([Tag(name=name, system="s", source="r") for name in columns])
    wait_for_piece(driver)
    reader = driver._reader
    assert reader is not None
    block = driver.poll(WALL_NS)
    assert block is not None and block.tags == 100_000
    assert driver._pieces.qsize() <= PIECES_AHEAD
    assert driver._piece is not None and driver._piece.values.size <= PIECE_CELLS
    driver.stop()
    driver.stop()
    assert not reader.is_alive()


def test_it_describes_a_tag_for_every_column_with_numbers(tmp_path: Path) -> None:
    text = "time,LI-1 [m],Volume Flow,note\n2026-03-01T12:00:00Z,0,5,a\n2026-03-01T12:01:00Z,10,5,b\n"
    description = driver_of(write_csv(tmp_path / "r.csv", text)).describe()
    level, flow = description.tags
    assert (level.name, level.unit, level.address, level.system) == ("LI-1", "m", "LI-1 [m]", "s")
    assert (level.range_low_eu, level.range_high_eu) == (-1.0, 11.0)
    assert flow.name == "Volume_Flow" and flow.range_low_eu < 5.0 < flow.range_high_eu
    assert level.age_limit_ms == 300_000
    assert not description.simulated and description.faults == ()


def test_missing_samples_are_no_samples(tmp_path: Path) -> None:
    driver = driver_of(write_csv(tmp_path / "r.csv", "time,LI-1\n2026-03-01T12:00:00Z,\n"))
    driver.start(TAGS)
    try:
        (block,) = polls(driver, [WALL_NS])
    finally:
        driver.stop()
    assert block is not None
    assert block.quality.tolist() == [[Quality.BAD_NO_DATA, Quality.BAD_NO_DATA]]


def test_a_recording_cannot_be_operated_or_disturbed(recording: Path) -> None:
    driver = driver_of(recording)
    order = WriteOutput(at_ns=0, command_id="1", source="r", equipment="P", control="run", value=1.0)
    fault = InjectFault(at_ns=0, command_id="1", source="r", fault="b", target="", severity=1, active=True)
    assert "cannot be operated" in driver.write(order)
    assert "no faults" in driver.inject(fault)


def test_a_damaged_recording_ends_with_a_reason(tmp_path: Path) -> None:
    values = np.random.default_rng(1).normal(size=(4_000, 2))
    path = write_wide(tmp_path / "r.parquet", seconds(4_000), ["LI-1", "PI-1"], values)
    driver = driver_of(path)
    content = bytearray(path.read_bytes())
    content[len(content) // 2 : len(content) // 2 + 4_000] = bytes(4_000)
    path.write_bytes(content)
    driver.start(TAGS)
    reader = driver._reader
    assert reader is not None
    reader.join(DEADLINE_S)
    driver.stop()
    assert "cannot be read on" in driver.failure


def test_none_of_the_tags_is_refused_at_the_start(recording: Path) -> None:
    with pytest.raises(
        SourceError, match="has a column for none of the 1 tags; name the columns as the tags"
    ):
        driver_of(recording).start([Tag(name="XI-9", system="s", source="r")])


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({}, "setting file is missing"),
        ({"file": "gone.csv"}, "there is no file gone.csv"),
        ({"file": __file__, "speed": 0}, "speed is 0; give a number"),
        ({"file": __file__, "speed": float("nan")}, "speed is nan"),
        ({"file": __file__, "loop": "yes"}, "loop is 'yes'; give true or false"),
        ({"file": __file__, "period_ms": -1}, "period_ms is -1"),
        ({"file": __file__, "sped": 1}, "unknown setting 'sped'; known: file, speed, loop, period_ms"),
    ],
)
def test_wrong_settings_are_refused_with_advice(settings: dict[str, object], message: str) -> None:
    with pytest.raises(ConfigurationError, match=message):
        ReplayDriver(Source(id="r", driver="replay", settings=settings))
