"""The advice in lines for a terminal and in JSON that reads back."""

import msgspec

from wakeful.cli.advise_report import AdviceReport, LeftOut, text_lines, to_json
from wakeful.terms.alarm_load import Advice, AdviceCandidate


def candidate(annunciated, saved=0, delay_s=0.0, on_delay_ms=0, missed=0):
    return AdviceCandidate(
        deadband_eu=0.5,
        on_delay_ms=on_delay_ms,
        off_delay_ms=0,
        annunciated=annunciated,
        saved=saved,
        delay_mean_s=delay_s,
        delay_max_s=2.5 * delay_s,
        missed=missed,
    )


def advice(alarm, *candidates, recommended=0, protected=False, reasons=("A reason.",)):
    return Advice(
        alarm=alarm,
        from_ms=0.0,
        to_ms=60_000.0,
        samples=60,
        candidates=candidates,
        recommended=recommended,
        reasons=reasons,
        protected=protected,
    )


def report(*each, left_out=()):
    return AdviceReport(
        site="Rig", from_ms=0.0, to_ms=60_000.0, advice=each, left_out=left_out,
        units={"LI-1": "m"}, tags={"LAH-1": "LI-1", "LAL-1": "LI-1"},
    )  # fmt: skip


CHANGED = advice("LAH-1", candidate(240), candidate(28, 212, 4.0, 5_000), recommended=1)


def test_a_change_is_a_row_with_both_settings_and_the_reasons():
    lines = text_lines(report(CHANGED), candidates=False)
    assert lines[0] == "Rig, 1970-01-01 00:00 to 1970-01-01 00:01 UTC, as recorded"
    assert lines[1] == "  240 annunciations of 1 alarm by today's settings; 28 with 1 change"
    row = next(line for line in lines if line.endswith("LAH-1"))
    assert row.split() == ["240", "28", "212", "4", "s", "10", "s", "LAH-1"]
    told = [line.strip() for line in lines[lines.index(row) + 1 :]]
    assert told == ["now: deadband 0.5 m", "recommended: deadband 0.5 m, on-delay 5 s", "A reason."]


def test_what_stays_gives_its_reason_and_what_never_came_is_counted():
    kept, quiet = advice("LAL-1", candidate(7), protected=True), advice("LAL-2", candidate(0))
    lines = text_lines(report(kept, quiet), candidates=False)
    assert any(line.endswith("LAL-1  (never slowed)") for line in lines)
    assert not any("recommended:" in line for line in lines) and not any("LAL-2" in line for line in lines)
    assert lines[-1] == "  1 alarm never annunciated."


def test_every_setting_is_listed_when_asked_for():
    losing = candidate(3, 237, 9.0, 60_000, missed=2)
    each = advice("LAH-1", *CHANGED.candidates, losing, recommended=1)
    lines = text_lines(report(each), candidates=True)
    rows = lines[lines.index("  every setting that was tried:") + 2 :]
    assert [row.split()[0] for row in rows[:3]] == ["240", "*", "3"]
    assert rows[2].endswith("deadband 0.5 m, on-delay 60 s  (2 missed)")


def test_alarms_without_advice_are_named_by_reason():
    left_out = tuple(LeftOut(alarm=f"A{number}", reason="why") for number in range(12))
    lines = text_lines(report(left_out=left_out), candidates=False)
    assert lines[-1].startswith("  no advice on 12, why: A0, A1,") and lines[-1].endswith("A9, ...")


def test_the_json_reads_back():
    whole = report(CHANGED, left_out=(LeftOut(alarm="A", reason="why"),))
    assert msgspec.json.decode(to_json(whole), type=AdviceReport) == whole
