"""The body the console gets about rationalisation."""

from pathlib import Path

import pytest
from msgspec.structs import replace

from tests.server.rationalisation.test_missing import RECORD
from tests.server.small_site import small_site
from wakeful.server.configuration import SiteError
from wakeful.server.rationalisation.answer import rationalisation_body
from wakeful.server.rationalisation.master import format_master
from wakeful.server.wire import DriftBody
from wakeful.terms.alarm import Priority
from wakeful.terms.errors import DataError


def test_without_a_master_there_is_no_drift_and_no_revision() -> None:
    site = small_site()
    first = replace(site.alarms[0], rationalisation=RECORD, response="look", priority=Priority.LOW)
    body = rationalisation_body(replace(site, alarms=(first, *site.alarms[1:])), None)
    assert (body.alarms, body.complete, body.master_revision, body.drift) == (4, 1, "", ())
    assert [each.alarm for each in body.unrationalised] == [1, 2, 3]
    assert body.priority_differs == (
        DriftBody(alarm="T0.high", field="priority", running="low", master="high"),
    )


def test_drift_is_from_the_master_as_it_is_now(tmp_path: Path) -> None:
    site, path = small_site(), tmp_path / "m.csv"
    path.write_text(format_master(site, (), "2026-11-23T02:40:00Z", "Eve", "first"))
    assert rationalisation_body(site, path).drift == ()
    path.write_text(path.read_text().replace(",80,", ",70,", 1))
    body = rationalisation_body(site, path)
    assert [(each.alarm, each.field, each.master) for each in body.drift] == [("T0.high", "limit_eu", "70")]
    assert "changed by hand" in body.master_revision


def test_a_master_that_cannot_be_read_is_not_taken_for_no_drift(tmp_path: Path) -> None:
    with pytest.raises(DataError):
        rationalisation_body(small_site(), tmp_path / "gone.csv")
    (tmp_path / "m.csv").write_text("nonsense\n")
    with pytest.raises(SiteError):
        rationalisation_body(small_site(), tmp_path / "m.csv")
