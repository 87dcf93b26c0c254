"""The data folder: one server at a time, and secrets for one user alone."""

import os
import stat
from pathlib import Path

import pytest

from wakeful.server.folder import DataFolder, read_address
from wakeful.terms.errors import StorageError


def test_one_server_at_a_time(tmp_path: Path) -> None:
    second = DataFolder(tmp_path / "data")
    with DataFolder(tmp_path / "data"), pytest.raises(StorageError, match=f"process {os.getpid()}"):
        second.__enter__()
    with DataFolder(tmp_path / "data"):
        pass


def test_address_and_secret_are_read_back_and_private(tmp_path: Path) -> None:
    with DataFolder(tmp_path) as folder:
        folder.announce("http://127.0.0.1:1")
        address, secret = read_address(tmp_path)
        assert (address.address, address.process_id) == ("http://127.0.0.1:1", os.getpid())
        assert secret == folder.secret and len(secret) >= 43
        for name in ("secret", "server.json"):
            assert stat.S_IMODE((tmp_path / name).stat().st_mode) == 0o600
    with pytest.raises(StorageError, match="No server runs"):
        read_address(tmp_path)


def test_each_start_has_a_secret_of_its_own(tmp_path: Path) -> None:
    secrets = set()
    for _ in range(3):
        with DataFolder(tmp_path) as folder:
            secrets.add(folder.secret)
    assert len(secrets) == 3


def test_a_secret_is_not_written_into_a_file_that_others_opened(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("mine")
    (tmp_path / "secret").chmod(0o666)
    with (tmp_path / "secret").open() as theirs, DataFolder(tmp_path) as folder:
        assert stat.S_IMODE((tmp_path / "secret").stat().st_mode) == 0o600
        assert folder.secret not in theirs.read()


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StorageError, match="--data"), DataFolder(tmp_path / "file" / "data"):
        pass


def test_a_damaged_address_is_said(tmp_path: Path) -> None:
    (tmp_path / "server.json").write_text("{")
    with pytest.raises(StorageError, match="cannot be read"):
        read_address(tmp_path)


def test_a_folder_belongs_to_the_site_that_first_used_it(tmp_path):
    with DataFolder(tmp_path) as folder:
        folder.belong_to("north")
        folder.belong_to("north")
        with pytest.raises(StorageError, match="belongs to the site 'north', not to 'south'"):
            folder.belong_to("south")
