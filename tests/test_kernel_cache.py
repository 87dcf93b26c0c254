"""Compiled kernels never outlive the code they were compiled from."""

import os
import stat
from pathlib import Path

import pytest

from wakeful import kernel_cache

KERNEL = "from wakeful.alarms.step import x\n\n\n@njit\ndef kernel():\n    return x\n"


@pytest.fixture
def package(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    for room in ("alarms", "engine"):
        (tmp_path / "wakeful" / room).mkdir(parents=True)
    (tmp_path / "wakeful" / "engine" / "step.py").write_text(KERNEL)
    (tmp_path / "wakeful" / "alarms" / "step.py").write_text("from wakeful.alarms import (\n    deeper,\n)\n")
    (tmp_path / "wakeful" / "alarms" / "deeper.py").write_text("y = 1\n")
    (tmp_path / "wakeful" / "alarms" / "aside.py").write_text("z = 1\n")
    return tmp_path / "wakeful"


def test_an_edit_that_a_kernel_can_see_starts_an_empty_cache(package):
    before = kernel_cache.choose_folder(package)
    assert kernel_cache.choose_folder(package) == before
    for file, text in (
        ("alarms/deeper.py", "y = 2\n"),
        ("alarms/step.py", "x = 2\n"),
        ("engine/step.py", KERNEL + "x = 2\n"),
    ):
        (package / file).write_text(text)
        after = kernel_cache.choose_folder(package)
        assert after != before and list(after.iterdir()) == []
        before = after


def test_an_edit_that_no_kernel_can_see_keeps_the_cache(package):
    before = kernel_cache.choose_folder(package)
    (package / "alarms" / "aside.py").write_text("z = 2\n")
    assert kernel_cache.choose_folder(package) == before


def test_the_folder_is_private(package):
    folder = kernel_cache.choose_folder(package)
    assert stat.S_IMODE(folder.stat().st_mode) & 0o077 == 0


def test_only_a_few_generations_are_kept(package):
    for generation in range(kernel_cache.GENERATIONS_KEPT + 3):
        (package / "engine" / "step.py").write_text(f"{KERNEL}x = {generation}\n")
        folder = kernel_cache.choose_folder(package)
    # Another process may have been started on any of them a moment ago.
    assert len(list(folder.parent.iterdir())) == kernel_cache.GENERATIONS_KEPT + 3
    for generation in folder.parent.iterdir():
        os.utime(generation, (1, 1))
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
