"""A site folder read whole: golden broken sites, discovery, overriding, optional sources, round trips."""

import csv
import io
import re
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.configuration.site_writer import write_site
from tests.configuration.sites import sites
from wakeful.server.configuration import SiteError, configuration_sha256, read_folder, read_site
from wakeful.terms.alarm import AlarmDefinition, ConditionKind, Handling, ModeSetting, Priority
from wakeful.terms.equipment import Control, ControlKind, Equipment
from wakeful.terms.errors import ConfigurationError, SourceError
from wakeful.terms.fault import FaultKind
from wakeful.terms.site import AlarmPhilosophy, Position, Site, Source, SourceDescription
from wakeful.terms.tag import Tag, TagKind

BROKEN = sorted(path for path in (Path(__file__).parent / "broken").iterdir() if path.is_dir())

SITE = 'name = "Hall"\n[sources.plc]\ndriver = "host"\nsystem = "hall"\ndiscover = true\n'
SYSTEMS = '[systems.hall]\nname = "Hall"\n'


def test_there_are_many_broken_sites() -> None:
    assert len(BROKEN) >= 100


@pytest.mark.parametrize("folder", BROKEN, ids=lambda folder: folder.name)
def test_every_mistake_of_a_broken_site_is_told_in_these_words(folder: Path) -> None:
    with pytest.raises(SiteError) as caught:
        read_site(folder)
    expected = (folder / "expected.txt").read_text(encoding="utf-8")
    assert str(caught.value).replace(str(folder), "SITE") + "\n" == expected
    assert isinstance(caught.value, ConfigurationError)
    assert len(caught.value.findings) <= caught.value.count


def folder_with(path: Path, **files: str) -> Path:
    for name, content in files.items():
        stem, _, ending = name.rpartition("_")
        (path / f"{stem}.{ending}").write_text(content, encoding="utf-8")
    return path


def pump_hall(source: Source) -> SourceDescription:
    return SourceDescription(
        tags=(
            Tag(name="LI-1", system="hall", source=source.id, unit="m", range_high_eu=10.0),
            Tag(
                name="P-1.RUN",
                system="hall",
                source=source.id,
                kind=TagKind.DISCRETE,
                states=("off", "on"),
                range_high_eu=1.0,
            ),
        ),
        alarms=(
            AlarmDefinition(
                name="LAH-1", tag="LI-1", kind=ConditionKind.HIGH, priority=Priority.HIGH, limit_eu=8.0
            ),
        ),
        equipment=(
            Equipment(
                name="P-1",
                system="hall",
                source=source.id,
                kind="pump",
                controls=(Control(name="run", kind=ControlKind.SWITCH, feedback_tag="P-1.RUN"),),
                tags=("P-1.RUN", "LI-1"),
            ),
        ),
        faults=(FaultKind(name="burst", description="A pipe bursts"),),
        simulated=True,
    )


def test_discovered_tags_alarms_equipment_and_faults_come_into_the_site(tmp_path: Path) -> None:
    site = read_site(folder_with(tmp_path, site_toml=SITE, systems_toml=SYSTEMS), pump_hall)
    assert [tag.name for tag in site.tags] == ["LI-1", "P-1.RUN"]
    assert [alarm.name for alarm in site.alarms] == ["LAH-1"]
    assert [item.name for item in site.equipment] == ["P-1"]
    assert [fault.name for fault in site.faults["plc"]] == ["burst"]


def test_a_row_overrides_what_it_gives_and_keeps_the_place(tmp_path: Path) -> None:
    folder_with(
        tmp_path,
        site_toml=SITE,
        systems_toml=SYSTEMS,
        tags_csv="name,source,unit,range_low_eu,range_high_eu,description\nLI-2,plc,m,0,4,\nLI-1,,,,12,Level\n",
        alarms_csv="name,tag,kind,priority,limit_eu\nLAH-1,,,critical,\n,LI-2,low,low,1\n",
    )
    site = read_site(tmp_path, pump_hall)
    assert [tag.name for tag in site.tags] == ["LI-1", "P-1.RUN", "LI-2"]
    assert site.tags[0].range_high_eu == 12.0 and site.tags[0].unit == "m"
    assert site.tags[0].description == "Level"
    assert site.alarms[0].priority is Priority.CRITICAL and site.alarms[0].limit_eu == 8.0
    assert site.alarms[1].name == "LI-2.low"


def test_use_no_takes_a_discovered_tag_and_its_alarms_away(tmp_path: Path) -> None:
    header = "name,source,unit,range_low_eu,range_high_eu,use\n"
    folder_with(tmp_path, site_toml=SITE, systems_toml=SYSTEMS, tags_csv=header + "LI-1,,,,,no\n")
    site = read_site(tmp_path, pump_hall)
    assert [tag.name for tag in site.tags] == ["P-1.RUN"]
    assert site.alarms == ()
    assert site.equipment[0].tags == ("P-1.RUN",)


def test_the_feedback_of_a_control_cannot_be_left_out(tmp_path: Path) -> None:
    header = "name,source,unit,range_low_eu,range_high_eu,use\n"
    folder_with(tmp_path, site_toml=SITE, systems_toml=SYSTEMS, tags_csv=header + "P-1.RUN,,,,,no\n")
    with pytest.raises(SiteError, match=r"tags\.csv:2: use: 'P-1\.RUN' shows the state of P-1"):
        read_site(tmp_path, pump_hall)


def absent(source: Source) -> SourceDescription:
    raise SourceError("the device does not answer; switch it on")


def test_an_optional_source_that_cannot_be_had_is_left_out_with_a_word(tmp_path: Path) -> None:
    optional = SITE.replace("[sources.plc]", '[sources.own]\ndriver = "host"\nsystem = "hall"\n[sources.plc]')
    folder_with(
        tmp_path,
        site_toml=optional + "optional = true\n",
        systems_toml=SYSTEMS,
        tags_csv="name,source,unit,range_low_eu,range_high_eu\nTI-1,own,K,0,1\nLI-1,,,,12\nLI-9,plc,m,0,1\n",
        alarms_csv="tag,kind,priority,limit_eu\nLI-1,low,low,1\nLI-9,high,low,0.5\nTI-1,high,low,0.5\n",
    )
    notices: list[str] = []
    site = read_site(tmp_path, absent, notify=notices.append)
    assert [source.id for source in site.sources] == ["own"]
    assert [tag.name for tag in site.tags] == ["TI-1"]
    assert [alarm.name for alarm in site.alarms] == ["TI-1.high"]
    assert "source plc is left out: the device does not answer" in notices[0]
    assert "tags.csv: 1 row is not used" in notices[1]


def test_a_source_that_is_not_optional_must_answer(tmp_path: Path) -> None:
    folder_with(tmp_path, site_toml=SITE, systems_toml=SYSTEMS)
    with pytest.raises(
        SiteError, match=r"site\.toml:2: sources\.plc: the device does not answer; switch it on"
    ):
        read_site(tmp_path, absent)


def test_more_tags_than_are_allowed_are_refused(tmp_path: Path) -> None:
    rows = "".join(f"LI-{row},plc,m,0,1\n" for row in range(6))
    header = "name,source,unit,range_low_eu,range_high_eu\n"
    site = SITE.replace("discover = true\n", "")
    folder_with(tmp_path, site_toml=site, systems_toml=SYSTEMS, tags_csv=header + rows)
    assert len(read_site(tmp_path, tags_max=6).tags) == 6
    with pytest.raises(SiteError, match="more than 5 tags; spread it over several servers"):
        read_site(tmp_path, tags_max=5)


def test_a_folder_that_is_not_there_is_no_site(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="is not a folder"):
        read_site(tmp_path / "nowhere")


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(site=sites())
def test_a_site_that_was_written_is_read_back_equal(site: Site, tmp_path: Path) -> None:
    write_site(site, tmp_path)
    read = read_site(tmp_path)
    assert read == site
    assert configuration_sha256(read) == configuration_sha256(site)


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(site=sites(), data=st.data())
def test_whatever_bytes_stand_in_a_file_only_findings_come_of_it(
    site: Site, data: st.DataObject, tmp_path: Path
) -> None:
    write_site(site, tmp_path)
    file = data.draw(st.sampled_from(["site.toml", "systems.toml", "tags.csv", "alarms.csv"]))
    content = (tmp_path / file).read_bytes()
    start = data.draw(st.integers(0, len(content)))
    length = data.draw(st.integers(0, 20))
    (tmp_path / file).write_bytes(
        content[:start] + data.draw(st.binary(max_size=20)) + content[start + length :]
    )
    try:
        read_site(tmp_path)
    except SiteError as error:
        assert error.findings and all(finding.message and finding.advice for finding in error.findings)


def test_ten_thousand_tags_are_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    count = 10_000
    tags = "".join(f"LI-{row},plc,m,0,10,Level of tank {row}\n" for row in range(count))
    alarms = "".join(f"LI-{row},{kind},low,{limit}\n" for row in range(count) for kind, limit in LIMITS)
    folder_with(
        tmp_path,
        site_toml=SITE.replace("discover = true\n", ""),
        systems_toml=SYSTEMS,
        tags_csv="name,source,unit,range_low_eu,range_high_eu,description\n" + tags,
        alarms_csv="tag,kind,priority,limit_eu\n" + alarms,
    )
    began_s = time.perf_counter()
    site = read_site(tmp_path)
    took_s = time.perf_counter() - began_s
    with capsys.disabled():
        print(f"\n10,000 tags and 20,000 alarms read in {took_s:.2f} s")
    assert (len(site.tags), len(site.alarms)) == (count, 2 * count)


LIMITS = (("low", "1"), ("high", "9"))


HALL = {
    "site_toml": SITE.replace("discover = true\n", ""),
    "systems_toml": SYSTEMS + 'modes = ["shut-down", "running"]\n',
}
ROWS = [
    ["name", "tag", "kind", "priority", "limit_eu", "deadband_eu", "latching", "message"],
    ["LAH-1", "LI-1", "high", "low", "8.5", "0.25", "yes", "Füllstand, hoch"],
    ["LAL-1", "LI-1", "low", "2", "-0.5", "", "no", "5 °C; 3 µm"],
]


def hall_with(folder: Path, alarms: bytes) -> Site:
    folder.mkdir()
    folder_with(folder, **HALL, tags_csv="name,source,unit,range_low_eu,range_high_eu\nLI-1,plc,m,-1,10\n")
    (folder / "alarms.csv").write_bytes(alarms)
    return read_site(folder)


def saved(rows: list[list[str]], delimiter: str, encoding: str, ending: str = "\r\n") -> bytes:
    written = io.StringIO()
    csv.writer(written, delimiter=delimiter, lineterminator=ending).writerows(rows)
    return written.getvalue().encode(encoding)


def test_a_list_saved_by_a_spreadsheet_of_another_language_is_the_same_list(tmp_path: Path) -> None:
    meant = hall_with(tmp_path / "plain", saved(ROWS, ",", "utf-8", "\n"))
    assert len(meant.alarms) == 2

    def translated(yes: str, no: str, decimal: str) -> list[list[str]]:
        words = {"yes": yes, "no": no}
        header, *rows = ROWS
        return [
            header,
            *(
                [*row[:4], row[4].replace(".", decimal), row[5].replace(".", decimal), words[row[6]], row[7]]
                for row in rows
            ),
        ]

    foreign = {
        "a mark and windows lines": saved(ROWS, ",", "utf-8-sig"),
        "german, CSV UTF-8": saved(translated("WAHR", "FALSCH", ","), ";", "utf-8-sig"),
        "french, with sep": b"sep=;\r\n" + saved(translated("VRAI", "FAUX", ","), ";", "utf-8"),
        "dutch, unicode text": saved(translated("WAAR", "ONWAAR", ","), "\t", "utf-16"),
        "english, tabs": saved(translated("TRUE", "FALSE", "."), "\t", "utf-8"),
        "semicolons, points": saved(ROWS, ";", "utf-8", "\r"),
        "empty columns": saved([[*row, "", ""] for row in ROWS], ",", "utf-8"),
    }
    for place, (name, data) in enumerate(foreign.items()):
        assert hall_with(tmp_path / str(place), data) == meant, name


def test_the_examples_on_the_page_are_one_right_site(tmp_path: Path) -> None:
    page = (Path(__file__).parents[2] / "docs" / "site.md").read_text(encoding="utf-8")
    blocks = re.findall(r"^```\n(.*?)^```", page, re.MULTILINE | re.DOTALL)
    tags = next(block for block in blocks if block.startswith("name,source"))
    alarms = [block for block in blocks if block.startswith("name,tag")]
    modes = next(block for block in blocks if block.startswith("alarm,"))
    systems = next(block for block in blocks if block.startswith("[systems"))
    positions = next(block for block in blocks if block.startswith("[positions"))
    site = SITE.replace("discover = true\n", "") + positions
    more_tags = (
        "name,source,system,unit,range_low_eu,range_high_eu,kind,states\n"
        "LIC-101.SP,plc,hall,m,0,10,,\nP-101.XS,plc,hall,,,,discrete,stopped|running|tripped\n"
    )
    for place, rows in enumerate(alarms):
        folder = tmp_path / str(place)
        folder.mkdir()
        folder_with(
            folder,
            site_toml=site,
            systems_toml=systems + '[systems.yard]\nname = "Yard"\n',
            tags_csv=tags.partition("\n")[0] + "\n" + _joined(tags, more_tags),
            alarms_csv=rows,
        )
        if "LAH-101" in rows:
            (folder / "modes.csv").write_text(modes, encoding="utf-8")
        assert len(read_site(folder).alarms) >= 2


def _joined(*files: str) -> str:
    """Rows of several CSV texts in the columns of the first, without its header."""
    header = next(csv.reader([files[0].partition("\n")[0]]))
    written = io.StringIO()
    writer = csv.DictWriter(written, header, restval="")
    for file in files:
        writer.writerows(csv.DictReader(io.StringIO(file)))
    return written.getvalue()


def test_positions_philosophy_clocks_modes_and_the_master(tmp_path: Path) -> None:
    folder_with(
        tmp_path,
        site_toml=SITE + "clock_uncertainty_ms = 20\n"
        '[alarms]\nmaster = "released/alarms.csv"\nrationalised_only = true\n'
        '[positions.desk]\nname = "Desk"\nsystems = ["hall"]\nflood_begin = 20\n',
        systems_toml=SYSTEMS + 'modes = ["on", "off"]\nmode_tag = "P-1.RUN"\n',
        modes_csv="alarm,mode,limit_eu,priority,suppressed\nLAH-1,off,,,yes\n",
    )
    notices: list[str] = []
    read = read_folder(tmp_path, pump_hall, notify=notices.append)
    site = read.site
    assert read.master == "released/alarms.csv"
    assert site.sources[0].clock_uncertainty_ms == 20
    assert site.positions == (Position(id="desk", name="Desk", systems=("hall",), flood_begin=20),)
    assert site.philosophy == AlarmPhilosophy(rationalised_only=True)
    assert (site.systems[0].modes, site.systems[0].mode_tag) == (("off", "on"), "P-1.RUN")
    assert site.alarms[0].handling == Handling(
        modes=(ModeSetting(mode="off", suppressed=True),), event_only=True
    )
    assert notices == [
        "alarms.csv: 1 alarm runs as an event only, for want of cause, consequence, response or "
        "response_time_ms (rationalised_only)",
        "the master alarms.csv cannot be read: No such file or directory",
    ]


def test_a_site_goes_on_without_the_source_of_its_modes(tmp_path: Path) -> None:
    folder_with(
        tmp_path,
        site_toml=SITE + 'optional = true\n[sources.own]\ndriver = "host"\nsystem = "hall"\n',
        systems_toml=SYSTEMS + 'modes = ["on", "off"]\nmode_tag = "P-1.RUN"\n',
        tags_csv="name,source,unit,range_low_eu,range_high_eu\nTI-1,own,K,0,1\n",
        alarms_csv="name,tag,kind,priority,limit_eu,suppress_when\nTAH-1,TI-1,high,low,0.5,LI-1 < 2\n",
        modes_csv="alarm,mode,limit_eu,priority,suppressed\nLAH-1,off,,,yes\nLA*,off,,,yes\nTAH-1,off,,,yes\n",
    )
    notices: list[str] = []
    site = read_site(tmp_path, absent, notify=notices.append)
    assert site.systems[0].mode_tag == "" and site.systems[0].modes == ("on", "off")
    assert site.alarms[0].handling == Handling(modes=(ModeSetting(mode="off", suppressed=True),))
    assert [notice.partition(",")[0] for notice in notices] == [
        "site.toml:2: source plc is left out: the device does not answer; switch it on",
        "alarms.csv: 1 suppress_when not used",
    ]


def test_the_master_and_files_that_only_resemble_another_are_let_alone(tmp_path: Path) -> None:
    folder_with(
        tmp_path,
        site_toml=SITE + '[alarms]\nmaster = "alarm.csv"\n',
        systems_toml=SYSTEMS,
        notes_csv="x\n",
        master_csv="x\n",
        alarm_csv="x\n",
    )
    assert len(read_site(tmp_path, pump_hall).tags) == 2
    (tmp_path / "mode.csv").write_text("x\n")
    with pytest.raises(SiteError, match=r"mode\.csv: is not read under this name; did you mean 'modes\.csv'"):
        read_site(tmp_path, pump_hall)
