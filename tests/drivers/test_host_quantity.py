"""Addresses and the quality of what could not be read."""

from pathlib import Path

import psutil
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wakeful.drivers.host.processor import LoadProbe, OpenFilesProbe, PressureProbe
from wakeful.drivers.host.quantity import (
    READ_ERRORS,
    address_part,
    distinct,
    probes_that_answer,
    quality_of,
)
from wakeful.terms.quality import Quality


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (PermissionError(13, "denied"), Quality.BAD_CONFIGURATION_ERROR),
        (psutil.AccessDenied(1), Quality.BAD_CONFIGURATION_ERROR),
        (FileNotFoundError(2, "gone"), Quality.BAD_NOT_CONNECTED),
        (psutil.NoSuchProcess(1), Quality.BAD_NOT_CONNECTED),
        (KeyError("eth7"), Quality.BAD_NOT_CONNECTED),
        (ValueError("not a number"), Quality.BAD_SENSOR_FAILURE),
        (OSError(5, "input/output error"), Quality.BAD_DEVICE_FAILURE),
    ],
)
def test_each_failure_has_its_own_code(error: Exception, code: Quality) -> None:
    assert isinstance(error, READ_ERRORS)
    assert quality_of(error) is code


def test_a_probe_that_does_not_answer_is_left_out_and_the_others_stay(tmp_path: Path) -> None:
    (tmp_path / "file-nr").write_text("one two three\n")
    found = probes_that_answer(
        lambda: PressureProbe(tmp_path / "none"),
        LoadProbe,
        lambda: OpenFilesProbe(tmp_path / "file-nr"),
    )
    assert [type(probe) for probe in found] == [LoadProbe]


@given(st.text(max_size=40))
def test_an_address_is_made_of_plain_characters(text: str) -> None:
    part = address_part(text)
    assert part
    assert all(c.isascii() and (c.isdigit() or c.isupper() or c == "_") for c in part)


@given(st.lists(st.sampled_from(["A", "B", "A_2", "A_3"]), max_size=12))
def test_names_that_occur_again_are_told_apart(parts: list[str]) -> None:
    result = distinct(parts)
    assert len(result) == len(parts) == len(set(result))
    assert all(name.startswith(part) for name, part in zip(result, parts, strict=True))
