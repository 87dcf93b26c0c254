"""A figure's machine and commit are described by what the machine and the repository say."""

import subprocess
from pathlib import Path

import pytest

from bench import machine


def test_this_machine_is_described() -> None:
    described = machine.describe_machine()
    assert described["cores"] >= 1
    assert described["memory_gib"] > 0
    assert described["processor"]
    assert set(machine.PACKAGES) <= described.keys()


def test_the_processor_is_named_by_the_kernel(tmp_path: Path) -> None:
    cpuinfo = tmp_path / "cpuinfo"
    cpuinfo.write_text("processor\t: 0\nmodel name\t: Some Processor 9\n\nmodel name\t: Another\n")
    assert machine.processor_model(cpuinfo) == "Some Processor 9"
    assert machine.processor_model(tmp_path / "gone")


def test_a_commit_is_dirty_when_the_source_differs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine, "ROOT", tmp_path)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    assert machine.describe_commit() == {"commit": "unknown", "dirty": True}

    identity = ["-c", "user.name=A", "-c", "user.email=a@example.org"]
    (tmp_path / "src").mkdir()
    (tmp_path / "src" / "scan.py").write_text("1")
    for command in (["init", "-q"], ["add", "src"], [*identity, "commit", "-qm", "engine: scan"]):
        subprocess.run(["git", *command], cwd=tmp_path, check=True)
    clean = machine.describe_commit()
    assert len(clean["commit"]) == 10
    assert clean["dirty"] is False

    (tmp_path / "notes.txt").write_text("not measured")
    assert machine.describe_commit()["dirty"] is False
    (tmp_path / "src" / "scan.py").write_text("2")
    assert machine.describe_commit() == {"commit": clean["commit"], "dirty": True}
