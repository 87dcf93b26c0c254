"""The lock command asks for hashes, for every platform, and for no address in the file."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tools import lock


@pytest.fixture
def commands(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """The commands that locking would run; the network is not asked."""
    run: list[list[str]] = []

    def note(command: list[str], *, cwd: Path, check: bool) -> subprocess.CompletedProcess[str]:
        assert check
        assert (cwd / "pyproject.toml").exists() or (cwd / "package.json").exists()
        run.append(command)
        return subprocess.CompletedProcess(command, 0)

    monkeypatch.setattr(subprocess, "run", note)
    return run


def test_both_locks_hold_hashes_and_no_addresses(
    commands: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "argv", ["lock"])
    assert lock.main() == 0
    compiled = [command for command in commands if "compile" in command]
    assert [command[command.index("--output-file") + 1] for command in compiled] == [
        "requirements.lock",
        "requirements-dev.lock",
    ]
    for command in compiled:
        assert {"--generate-hashes", "--universal", "--no-emit-index-url", "--no-emit-find-links"} <= set(
            command
        )
        assert "--upgrade" not in command
    assert compiled[1][compiled[1].index("--constraint") + 1] == "requirements.lock"


def test_upgrade_is_asked_for(commands: list[list[str]], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["lock", "--upgrade"])
    lock.main()
    assert all("--upgrade" in command for command in commands if "compile" in command)


def test_the_console_s_lock_leaves_addresses_out(
    commands: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "argv", ["lock"])
    lock.main()
    assert "--omit-lockfile-registry-resolved" in commands[-1]
    packages = json.loads((lock.ROOT / "console" / "package-lock.json").read_text())["packages"]
    assert [name for name, entry in packages.items() if "resolved" in entry] == []
