"""File systems and disks."""

import os
from pathlib import Path

import psutil
import pytest

from wakeful.drivers.host.driver import read_probe
from wakeful.drivers.host.quantity import WAITING
from wakeful.drivers.host.storage import (
    DISKS_MAX,
    FILE_SYSTEMS_MAX,
    DiskProbe,
    FileSystemProbe,
    disk_names,
    file_systems,
)
from wakeful.terms.quality import Quality


def test_a_file_system_is_as_full_as_the_system_says(tmp_path: Path) -> None:
    probe = FileSystemProbe(str(tmp_path), "TMP")
    usage = psutil.disk_usage(str(tmp_path))
    used, free, *inodes = probe.read(0)
    assert used == pytest.approx(usage.percent, abs=1.0)
    assert free == pytest.approx(usage.free / 2**30, rel=0.05)
    assert all(isinstance(share, float) and 0.0 <= share <= 100.0 for share in inodes)


def test_a_mount_point_that_went_away_is_not_connected(tmp_path: Path) -> None:
    mount_point = tmp_path / "stick"
    mount_point.mkdir()
    probe = FileSystemProbe(str(mount_point), "STICK")
    mount_point.rmdir()
    assert set(read_probe(probe, 0)) == {Quality.BAD_NOT_CONNECTED}


@pytest.mark.skipif(not os.path.ismount("/proc"), reason="needs a second file system to stand on")
def test_another_file_system_at_the_mount_point_is_not_taken_for_the_first(tmp_path: Path) -> None:
    link = tmp_path / "mount"
    link.symlink_to(tmp_path)
    probe = FileSystemProbe(str(link), "MOUNT")
    link.unlink()
    link.symlink_to("/proc")
    assert set(probe.read(0)) == {Quality.BAD_NOT_CONNECTED}


def test_a_device_is_watched_once_and_images_not_at_all() -> None:
    partitions = [
        ("/dev/sda1", "/srv/bind", "ext4", "rw"),
        ("/dev/sda1", "/", "ext4", "rw,relatime"),
        ("/dev/loop3", "/snap/core/1", "squashfs", "ro,nodev"),
        ("/dev/sdb1", "/media/old", "ext4", "ro"),
        ("/dev/sdc1", "/data", "xfs", "rw"),
    ]
    assert file_systems(partitions) == ["/", "/data"]
    many = [(f"/dev/sd{n}", f"/mnt/{n}", "ext4", "rw") for n in range(40)]
    assert len(file_systems(many)) == FILE_SYSTEMS_MAX


def test_disks_are_whole_and_made_of_nothing_else(tmp_path: Path) -> None:
    for name in ("sda", "nvme0n1", "loop0", "ram0", "zram0", "dm-0", "md127", "sr0"):
        (tmp_path / name).mkdir()
    counted = [*(p.name for p in tmp_path.iterdir()), "sda1", "nvme0n1p2"]
    assert disk_names(counted, tmp_path) == ["nvme0n1", "sda"]
    assert disk_names(["disk0", "disk1"], tmp_path / "none") == ["disk0", "disk1"]
    assert len(disk_names([f"disk{n}" for n in range(40)], tmp_path / "none")) == DISKS_MAX


def test_a_disk_that_is_not_there_is_not_connected() -> None:
    probe = DiskProbe(["no-such-disk"])
    assert set(probe.read(0)) == {Quality.BAD_NOT_CONNECTED}


def test_disks_of_this_machine_have_rates_from_the_second_reading() -> None:
    names = disk_names(list(psutil.disk_io_counters(perdisk=True) or {}))
    probe = DiskProbe(names)
    assert set(probe.read(10**9)) <= {WAITING}
    for quantity, value in zip(probe.quantities, probe.read(2 * 10**9), strict=True):
        assert isinstance(value, float), quantity.address
        assert value >= 0.0
        assert quantity.unit != "%" or value <= 100.0
