"""The master: written and read back, revisions, changes by hand, mistakes."""

import pytest
from hypothesis import given, settings
from msgspec.structs import replace

from tests.configuration.sites import sites
from tests.server.small_site import staffed_site
from wakeful.server.configuration import SiteError
from wakeful.server.configuration.value import Invalid
from wakeful.server.rationalisation.drift import drift
from wakeful.server.rationalisation.master import REVISIONS_MAX, format_master, read_approvals, read_master
from wakeful.server.rationalisation.mode_row import MODE_SHEET_COLUMNS, mode_rows
from wakeful.server.rationalisation.sheet_text import format_rows, site_rows
from wakeful.terms.site import Site

AT = "2026-11-23T02:40:00Z"
HEADER = "name,tag,kind,priority,limit_eu\n"


@settings(max_examples=20, deadline=None)
@given(sites())
def test_an_approved_site_does_not_drift(site: Site) -> None:
    text = format_master(site, (), AT, "Eve", "first issue")
    for data in (text.encode(), text.replace("\n", "\r\n").encode(), b"\xef\xbb\xbf" + text.encode()):
        master = read_master("alarms_master.csv", data, site)
        assert drift(site, master.alarms) == ()
        assert master.revision == f"1, approved {AT} by Eve: first issue"
        assert not master.changed_since


def test_revisions_count_up_and_stay_in_the_file() -> None:
    site = staffed_site()
    first = format_master(site, (), AT, "Eve", "first issue")
    second = format_master(site, read_approvals(first)[0], AT, "Anna", "tank 2, new pump")
    approvals, body = read_approvals(second)
    assert [(each.revision, each.by, each.reason) for each in approvals] == [
        (2, "Anna", "tank 2, new pump"),
        (1, "Eve", "first issue"),
    ]
    assert body == read_approvals(first)[1]
    long = format_master(site, approvals * REVISIONS_MAX, AT, "Eve", "again")
    assert len(read_approvals(long)[0]) == REVISIONS_MAX


def test_a_change_by_hand_is_told() -> None:
    site = staffed_site()
    text = format_master(site, (), AT, "Eve", "first issue").replace(",80,", ",79,", 1)
    master = read_master("alarms_master.csv", text.encode(), site)
    assert master.changed_since
    assert master.revision.endswith("; changed by hand since")
    assert [(body.field, body.running, body.master) for body in drift(site, master.alarms)] == [
        ("limit_eu", "80", "79")
    ]


def test_a_plain_alarms_file_is_a_master_without_approval() -> None:
    site = staffed_site()
    text = HEADER + "# a remark\n,T0,high,high,80\nT1.high,T1,high,2,80\nT9,T9,high,low,1\n"
    master = read_master("alarms", text.encode(), site)
    assert [alarm.name for alarm in master.alarms] == ["T0.high", "T1.high", "T9"]
    assert master.revision.startswith("without approval (SHA-256 ")
    assert not master.changed_since


def test_every_mistake_of_a_master_is_told_at_once() -> None:
    text = (
        HEADER + "a,T0,high,high,80\na,T0,high,high,80\nb,T0,high,,80\nc,T0,hihg,high,80\nd,T0,high,high,\n"
    )
    with pytest.raises(SiteError) as caught:
        read_master("m.csv", text.encode(), staffed_site())
    assert str(caught.value).splitlines() == [
        "m.csv:3: name: alarm 'a' stands twice; keep one of them",
        "m.csv:4: priority: is missing; write critical, high, medium or low",
        "m.csv:5: kind: 'hihg' is unknown; did you mean 'high'?",
        "m.csv:6: limit_eu: is missing; give the value at which it is raised",
    ]


@pytest.mark.parametrize("word", ["", " ", "a | b", 'a "b"', "a\nb"])
def test_a_word_that_cannot_be_written_down_is_refused(word: str) -> None:
    for by, reason in ((word, "why"), ("Eve", word)):
        with pytest.raises(Invalid):
            format_master(staffed_site(), (), AT, by, reason)


MODES = "alarm,mode,limit_eu,priority,suppressed\n"


def test_a_plain_alarms_file_takes_its_settings_in_modes_from_a_second_file() -> None:
    site = staffed_site()
    text = format_rows(site_rows(site, site.alarms)).encode()
    same = format_rows(mode_rows(site), MODE_SHEET_COLUMNS).encode()
    assert drift(site, read_master("s.csv", text, site, ("m.csv", same)).alarms) == ()
    other = f"{MODES}T2.high,stopped,,low,\n".encode()
    (body,) = drift(site, read_master("s.csv", text, site, ("m.csv", other)).alarms)
    assert (body.field, body.running, body.master) == ("modes.stopped", "suppressed", "low")


def test_a_mistake_in_the_settings_in_modes_of_a_master_is_told() -> None:
    site = staffed_site()
    text = format_master(site, (), AT, "Eve", "first issue")
    line = text.count("\n")
    spoilt = text + "#modes T9,stopped,,,yes\n#modes T2.high,,,,yes\n#modes T2.high,running,8,5,,\n"
    with pytest.raises(SiteError) as caught:
        read_master("m.csv", spoilt.encode(), site)
    assert [str(finding).partition(";")[0] for finding in caught.value.findings] == [
        f"m.csv:{line + 1}: alarm: the master has no alarm 'T9'",
        f"m.csv:{line + 2}: mode: is missing",
        f"m.csv:{line + 3}: has 6 cells, the header has 5",
    ]


def test_alarms_left_out_are_not_in_the_master() -> None:
    text = "name,tag,kind,priority,limit_eu,use\na,T0,high,high,80,no\n"
    assert read_master("m.csv", text.encode(), replace(staffed_site(), alarms=())).alarms == ()
