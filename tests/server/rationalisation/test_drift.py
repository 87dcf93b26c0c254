"""The running configuration against its master."""

from hypothesis import given, settings
from msgspec.structs import replace

from tests.configuration.sites import sites
from tests.server.small_site import small_site, staffed_site
from wakeful.server.rationalisation.drift import configured_alarms, drift
from wakeful.server.wire import DriftBody
from wakeful.terms.alarm import PLAIN, ModeSetting, Priority
from wakeful.terms.site import Site


@settings(max_examples=20, deadline=None)
@given(sites())
def test_nothing_drifts_from_itself(site: Site) -> None:
    assert drift(site, [replace(alarm) for alarm in site.alarms]) == ()


@settings(max_examples=20, deadline=None)
@given(sites())
def test_a_master_of_nothing_lacks_every_alarm_and_an_empty_site_too(site: Site) -> None:
    names = [alarm.name for alarm in site.alarms]
    assert [(body.alarm, body.running, body.master) for body in drift(site, [])] == [
        (name, "there", "") for name in names
    ]
    assert [
        (body.alarm, body.running, body.master) for body in drift(replace(site, alarms=()), site.alarms)
    ] == [(name, "", "there") for name in names]


def test_each_field_that_differs_is_one_line() -> None:
    site = staffed_site()
    first = site.alarms[0]
    changed = replace(
        first,
        limit_eu=81.5,
        priority=Priority.LOW,
        response="look",
        handling=replace(first.handling, escalation=None, latching=False),
    )
    assert drift(site, [changed, *site.alarms[1:]]) == tuple(
        DriftBody(alarm="T0.high", field=field, running=running, master=master)
        for field, running, master in (
            ("priority", "high", "low"),
            ("limit_eu", "80", "81.5"),
            ("response", "", "look"),
            ("latching", "yes", ""),
            ("escalate_priority", "critical", ""),
            ("escalate_limit_eu", "95", ""),
            ("escalate_deadband_eu", "5", ""),
        )
    )


def test_settings_in_modes_drift_too() -> None:
    site = staffed_site()
    third = site.alarms[2]
    settings = (ModeSetting(mode="running", limit_eu=70.0, priority=Priority.CRITICAL),)
    changed = replace(third, handling=replace(third.handling, modes=settings))
    assert drift(site, [*site.alarms[:2], changed, site.alarms[3]]) == (
        DriftBody(alarm="T2.high", field="modes.stopped", running="suppressed", master=""),
        DriftBody(alarm="T2.high", field="modes.running", running="", master="limit 70.0, critical"),
    )


def test_the_server_s_own_watch_and_event_only_are_nobody_s_drift() -> None:
    site = small_site()
    watched = replace(site, tags=(*site.tags[:-1], replace(site.tags[-1], source="wakeful")))
    assert [alarm.name for alarm in configured_alarms(watched)] == ["T0.high", "T1.high", "T2.high"]
    assert drift(watched, site.alarms[:-1]) == ()
    demoted = [replace(alarm, handling=replace(PLAIN, event_only=True)) for alarm in site.alarms]
    assert drift(replace(site, alarms=tuple(demoted)), site.alarms) == ()
