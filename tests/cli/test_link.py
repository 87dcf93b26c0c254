"""``wakeful link`` asks the server that runs on a folder."""

# ruff: noqa: F811

from pathlib import Path

import pytest

from tests.server.conftest import house, kernels, site  # noqa: F401
from tests.server.house import House
from wakeful.cli.main import main
from wakeful.server.wire import SiteBody


def test_a_link_is_printed_and_works(house: House, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["link", str(house.settings.data), "--name", "Cleo", "--role", "operator"]) == 0
    body = house.open(capsys.readouterr().out.strip()).get("/api/site", SiteBody)
    assert (body.user, body.role) == ("Cleo", "operator")


def test_without_a_role_it_is_the_smaller_one(house: House, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["link", str(house.settings.data), "--name", "Cleo"]) == 0
    assert house.open(capsys.readouterr().out.strip()).get("/api/site", SiteBody).role == "viewer"


def test_a_site_folder_leads_to_its_data(
    house: House, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "data").symlink_to(house.settings.data)
    assert main(["link", str(tmp_path / "elsewhere"), "--name", "Cleo"]) == 0
    assert "/sign-in?key=" in capsys.readouterr().out


def test_a_name_the_server_refuses_is_said(house: House, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["link", str(house.settings.data), "--name", "x" * 100]) == 2
    assert "64" in capsys.readouterr().err


def test_no_server_no_link(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["link", str(tmp_path), "--name", "Cleo"]) == 2
    assert "wakeful up" in capsys.readouterr().err


def test_an_address_left_behind_by_a_killed_server_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "server.json").write_text('{"address": "http://127.0.0.1:9", "process_id": 1}')
    (tmp_path / "secret").write_text("x")
    assert main(["link", str(tmp_path), "--name", "Cleo"]) == 2
    assert "does not answer" in capsys.readouterr().err
