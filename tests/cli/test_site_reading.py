"""Reading a site for the command line."""

from pathlib import Path

import pytest

from tests.cli.commands import write_rig
from wakeful.cli import progress
from wakeful.cli.site_reading import read_with_progress


def test_a_long_reading_shows_its_progress_and_a_source_left_out_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = write_rig(tmp_path / "rig")
    with (folder / "site.toml").open("a") as file:
        file.write(
            '[sources.spare]\ndriver = "simulated"\nsystem = "rig"\ndiscover = true\noptional = true\n'
        )
        file.write('[sources.spare.settings]\nplant = "no_such_package.plant:Plant"\n')
    with (folder / "tags.csv").open("a") as file:
        file.writelines(f"XI-{row},rig,1,0,1\n" for row in range(2_500))
    monkeypatch.setattr(progress, "SHOWN_AFTER_S", 0.0)
    site = read_with_progress(folder)
    told = capsys.readouterr().err
    assert len(site.tags) == 2_503
    assert f"reading {folder}: 1,000 rows" in told
    assert "note: site.toml:7: source spare is left out" in told
