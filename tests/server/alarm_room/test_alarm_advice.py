"""Advice from a real history: asked well it comes, asked badly it says what would be right."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from msgspec.structs import replace

from tests.server.small_site import small_site
from wakeful.alarms.advisor.site_advisor import SiteAdvisor
from wakeful.historian import Historian
from wakeful.server.alarm_room import alarm_advice
from wakeful.server.alarm_room.alarm_advice import NoAdvice, advise_from_history
from wakeful.terms.alarm import ConditionKind, Priority
from wakeful.terms.alarm_load import Advice
from wakeful.terms.samples import SampleBlock

SITE = small_site()
ALARM, TAG = SITE.alarms[0], SITE.tags[0]
SECOND_NS = 1_000_000_000
BEGIN_NS = 1_700_000_000 * SECOND_NS
ROWS = 4_000


@pytest.fixture
def historian(tmp_path: Path) -> Iterator[Historian]:
    """A tag that plays about its limit of 80 for an hour; another that was never recorded."""
    with Historian.open(tmp_path / "history", [tag.name for tag in SITE.tags]) as opened:
        chance = np.random.default_rng(5)
        times_ns = BEGIN_NS + SECOND_NS * np.arange(ROWS)
        block = SampleBlock.unfilled(times_ns, len(SITE.tags))
        block.values[:, 0] = 78 + chance.normal(0.0, 4.0, ROWS)
        block.quality[:, 0] = 0
        opened.append(block)
        yield opened


def ask(historian: Historian, alarm=ALARM, tag=TAG, seconds: int = ROWS) -> Advice:  # type: ignore[no-untyped-def]
    advisor = SiteAdvisor(replace(SITE, alarms=(alarm, *SITE.alarms[1:])))
    return advise_from_history(historian, advisor, alarm, tag, BEGIN_NS, BEGIN_NS + seconds * SECOND_NS)


def test_what_plays_about_its_limit_is_advised_on(historian: Historian) -> None:
    advice = ask(historian)
    assert (advice.alarm, advice.samples, advice.protected) == ("T0.high", ROWS, False)
    today, chosen = advice.candidates[0], advice.candidates[advice.recommended]
    assert today.saved == 0 and today.annunciated > 50
    assert chosen.annunciated < today.annunciated
    assert advice.reasons


def test_a_critical_alarm_is_not_slowed(historian: Historian) -> None:
    advice = ask(historian, replace(ALARM, priority=Priority.CRITICAL))
    assert advice.protected
    assert all(candidate.on_delay_ms == 0 for candidate in advice.candidates)


def test_the_period_alone_counts(historian: Historian) -> None:
    advice = ask(historian, seconds=600)
    assert advice.samples == 600
    assert (advice.from_ms, advice.to_ms) == (BEGIN_NS / 1e6, (BEGIN_NS + 600 * SECOND_NS) / 1e6)


def test_a_tag_without_history_has_no_advice(historian: Historian) -> None:
    with pytest.raises(NoAdvice, match="no samples of T1"):
        ask(historian, SITE.alarms[1], SITE.tags[1])


def test_too_many_samples_say_how_long_a_period_would_do(
    historian: Historian, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(alarm_advice, "SAMPLES_MAX", 1_800)
    with pytest.raises(NoAdvice, match=r"more than 1,800 samples .* at most 0\.5 hours"):
        ask(historian)
    assert ask(historian, seconds=1_800).samples == 1_800


def test_a_condition_over_several_tags_is_not_replayed(historian: Historian) -> None:
    with pytest.raises(NoAdvice, match="expression condition"):
        ask(historian, replace(ALARM, kind=ConditionKind.EXPRESSION, expression="T0 > 1"))
