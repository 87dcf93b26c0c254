"""A setting is taken from an alarm and put into it, and nothing else changes."""

from tests.alarms.advisor.histories import high
from wakeful.alarms.advisor.setting import Setting, setting_of, with_setting


def test_a_setting_goes_into_an_alarm_and_comes_out_again():
    alarm, setting = high(message="Level high"), Setting(0.25, 5_000, 30_000)
    changed = with_setting(alarm, setting)
    assert setting_of(changed) == setting
    assert with_setting(changed, setting_of(alarm)) == alarm
