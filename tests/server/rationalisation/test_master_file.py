"""The master on the disk and in git."""

import subprocess
from pathlib import Path

import pytest

from tests.cli.commands import write_rig
from wakeful.server.configuration import SiteFolder, read_folder
from wakeful.server.rationalisation.master import read_master
from wakeful.server.rationalisation.master_file import (
    approve,
    master_bytes,
    master_bytes_at,
    master_in_use,
    master_path,
)
from wakeful.terms.errors import CommandError, DataError


@pytest.fixture
def rig(tmp_path: Path) -> tuple[Path, SiteFolder]:
    folder = write_rig(tmp_path / "rig")
    return folder, read_folder(folder)


def test_each_approval_keeps_the_master_before_it(rig: tuple[Path, SiteFolder]) -> None:
    folder, read = rig
    assert master_in_use(folder, "") is None
    path, approval = approve(folder, read, "Eve", "first issue")
    first = path.read_bytes()
    assert (path, approval.revision) == (folder / "alarms_master.csv", 1)
    assert master_in_use(folder, "") == path
    assert approve(folder, read, "Eve", "second issue")[1].revision == 2
    assert (folder / "alarms_master.csv.bak").read_bytes() == first
    assert read_folder(folder).site == read.site


def test_what_cannot_be_approved_leaves_the_master_alone(rig: tuple[Path, SiteFolder]) -> None:
    folder, read = rig
    approve(folder, read, "Eve", "first issue")
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    with pytest.raises(CommandError, match="--by or --reason: is blank"):
        approve(folder, read, "Eve", " ")
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def test_a_master_that_is_not_there(tmp_path: Path) -> None:
    assert master_path(tmp_path, "m/a.csv") == tmp_path / "m" / "a.csv"
    assert master_in_use(tmp_path, "gone.csv") == tmp_path / "gone.csv"
    with pytest.raises(DataError, match="wakeful alarms approve"):
        master_bytes(tmp_path / "gone.csv")
    with pytest.raises(DataError, match="cannot be read"):
        master_bytes(tmp_path)


def test_a_master_as_git_has_it(rig: tuple[Path, SiteFolder]) -> None:
    folder, read = rig
    path, _ = approve(folder, read, "Eve", "first issue")
    who = ["-c", "user.name=Eve", "-c", "user.email=eve@example.org"]
    for words in (["init", "-q"], ["add", "."], [*who, "commit", "-qm", "first"]):
        subprocess.run(["git", "-C", folder, *words], check=True, capture_output=True)
    committed = path.read_bytes()
    approve(folder, read, "Eve", "second issue")
    assert master_bytes_at(folder, "", "HEAD") == committed
    assert read_master("HEAD.csv", committed, read.site).approvals[0].revision == 1
    with pytest.raises(DataError, match=r"git has no master nowhere:\./alarms_master\.csv"):
        master_bytes_at(folder, "", "nowhere")


@pytest.mark.parametrize("revision", ["--output=x", "a:b", "a\nb"])
def test_what_is_no_revision_never_reaches_git(tmp_path: Path, revision: str) -> None:
    with pytest.raises(DataError, match="is no revision of git"):
        master_bytes_at(tmp_path, "", revision)
