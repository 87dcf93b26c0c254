"""Compiled kernels never outlive the code they were compiled from."""

import os
import stat
from pathlib import Path

import pytest

from wakeful import kernel_cache


@pytest.fixture
def package(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    for room in ("alarms", "engine"):
        (tmp_path / "wakeful" / room).mkdir(parents=True)
        (tmp_path / "wakeful" / room / "step.py").write_text("x = 1\n")
    return tmp_path / "wakeful"


def test_an_edit_anywhere_in_the_core_starts_an_empty_cache(package):
    before = kernel_cache.choose_folder(package)
    assert kernel_cache.choose_folder(package) == before
    (package / "alarms" / "step.py").write_text("x = 2\n")
    after = kernel_cache.choose_folder(package)
    assert after != before and list(after.iterdir()) == []


def test_the_folder_is_private(package):
    folder = kernel_cache.choose_folder(package)
    assert stat.S_IMODE(folder.stat().st_mode) & 0o077 == 0


def test_only_a_few_generations_are_kept(package):
    for generation in range(kernel_cache.GENERATIONS_KEPT + 3):
        (package / "engine" / "step.py").write_text(f"x = {generation}\n")
        folder = kernel_cache.choose_folder(package)
    assert len(list(folder.parent.iterdir())) == kernel_cache.GENERATIONS_KEPT
    assert folder.is_dir()


def test_without_a_writable_home_a_private_temporary_folder_serves(package, monkeypatch):
    blocked = package.parent / "file"
    blocked.write_text("")
    monkeypatch.setenv("XDG_CACHE_HOME", str(blocked))
    folder = kernel_cache.choose_folder(package)
    assert folder.name.startswith("wakeful-kernels-") and os.access(folder, os.W_OK)


def test_a_folder_chosen_by_the_user_is_respected(monkeypatch):
    monkeypatch.setenv("NUMBA_CACHE_DIR", "/somewhere")
    kernel_cache.use_kernel_cache()
    assert os.environ["NUMBA_CACHE_DIR"] == "/somewhere"


def test_the_running_package_uses_the_folder_of_its_own_content():
    digest = kernel_cache.core_sha256(Path(kernel_cache.__file__).parent)
    assert len(digest) == 64
