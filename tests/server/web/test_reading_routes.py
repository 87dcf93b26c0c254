"""Site, alarms, history, journal and health over HTTP."""

import pytest

from tests.server.house import Console, House
from tests.server.waiting import wait_until
from wakeful.server.web.reading_routes import TEXT_CHARACTERS_MAX
from wakeful.server.wire import HealthBody, HistoryBody, JournalBody, SiteBody
from wakeful.terms.effect import AlarmChanged


def samples(house: House, console: Console, count: int) -> HistoryBody:
    """``count`` samples of plant.0 with values 0, 1, ... and their history."""
    for number in range(count):
        house.driver().push(t0=float(number))

    def found() -> HistoryBody:
        return console.get("/api/history", HistoryBody, tag="plant.0", from_ms=0, to_ms=4e12)

    wait_until(lambda: len(found().times_ms) == count, "all samples are at rest")
    return found()


def test_the_site_has_everything_in_its_order(house: House) -> None:
    console = house.sign_in("Vera", "viewer")
    body = console.get("/api/site", SiteBody)
    site = house.assembly.site
    assert [tag.name for tag in body.tags] == [tag.name for tag in site.tags]
    assert [alarm.name for alarm in body.alarms] == [alarm.name for alarm in site.alarms]
    assert [system.id for system in body.systems] == ["works", "yard", "wakeful"]
    assert (body.user, body.role, body.name) == ("Vera", "viewer", "Works")
    assert {source.id: source.simulated for source in body.sources} == {
        "plant": True,
        "yard": True,
        "wakeful": False,
    }
    assert body.equipment[0].controls[0].feedback_tag == "plant.0"
    assert {alarm.system for alarm in body.alarms} == {"works", "yard", "wakeful"}


def test_few_samples_come_raw(house: House) -> None:
    console = house.sign_in()
    body = samples(house, console, 5)
    assert body.raw and body.bucket_ms is None
    assert body.mean == body.minimum == (0.0, 1.0, 2.0, 3.0, 4.0)
    assert sorted(body.times_ms) == list(body.times_ms)
    assert console.get("/api/site", SiteBody).history_start_ms is not None


def test_many_samples_come_as_buckets(house: House) -> None:
    console = house.sign_in()
    raw = samples(house, console, 6)
    body = console.get(
        "/api/history",
        HistoryBody,
        tag="plant.0",
        from_ms=raw.times_ms[0],
        to_ms=raw.times_ms[-1] + 1,
        buckets=2,
    )
    assert not body.raw
    assert len(body.times_ms) == len(body.mean) == len(body.worst_quality) == 2
    assert sum(body.counts) == 6
    assert (min(v for v in body.minimum if v is not None), max(v for v in body.maximum if v is not None)) == (
        0,
        5,
    )
    assert body.bucket_ms == pytest.approx((raw.times_ms[-1] + 1 - raw.times_ms[0]) / 2, abs=0.01)


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ({"tag": "attic", "from_ms": 0, "to_ms": 1}, 404),
        ({"tag": "plant.0", "from_ms": 0}, 422),
        ({"tag": "plant.0", "from_ms": 5, "to_ms": 5}, 422),
        ({"tag": "plant.0", "from_ms": 5, "to_ms": 1}, 422),
        ({"tag": "plant.0", "from_ms": -1, "to_ms": 1}, 422),
        ({"tag": "plant.0", "from_ms": "nan", "to_ms": 1}, 422),
        ({"tag": "plant.0", "from_ms": 0, "to_ms": "inf"}, 422),
        ({"tag": "plant.0", "from_ms": 0, "to_ms": 1e30}, 422),
        ({"tag": "plant.0", "from_ms": 0, "to_ms": 1, "buckets": 0}, 422),
        ({"tag": "plant.0", "from_ms": 0, "to_ms": 1, "buckets": 10**9}, 422),
    ],
)
def test_a_wrong_question_about_history_is_refused(
    house: House, query: dict[str, object], status: int
) -> None:
    answer = house.sign_in().http.get("/api/history", params=query)  # type: ignore[arg-type]
    assert answer.status_code == status
    assert answer.json()["error"]


def test_the_journal_is_listed_newest_first_page_by_page(house: House) -> None:
    console = house.sign_in()
    house.raise_alarm(console, "plant.0.high")
    house.raise_alarm(console, "yard.2.high")
    whole = console.get("/api/journal", JournalBody, limit=1000)
    sequences = [entry.sequence for entry in whole.entries]
    assert sequences == sorted(sequences, reverse=True) and sequences[-1] == 0
    assert whole.next_before is None
    paged, before = [], None
    while True:
        query = {} if before is None else {"before_sequence": before}
        page = console.get("/api/journal", JournalBody, limit=2, **query)
        paged += [entry.sequence for entry in page.entries]
        before = page.next_before
        if before is None:
            break
    assert paged[-len(sequences) :] == sequences


@pytest.mark.parametrize(
    "query",
    [{"alarm": "yard.2.high"}, {"tag": "yard.2"}, {"system": "yard"}, {"system": "yard", "tag": "yard.2"}],
)
def test_the_journal_can_be_asked_about_one_thing(house: House, query: dict[str, str]) -> None:
    console = house.sign_in()
    house.raise_alarm(console, "plant.0.high")
    house.raise_alarm(console, "yard.2.high")
    entries = console.get("/api/journal", JournalBody, **query).entries
    alarms = {entry.record.alarm for entry in entries if isinstance(entry.record, AlarmChanged)}
    assert alarms == {"yard.2.high"}


def test_the_journal_can_be_searched(house: House) -> None:
    console = house.sign_in()
    first = house.raise_alarm(console, "plant.0.high")
    console.act("shelve", first, reason="Waiting for a Part", duration_ms=60_000)
    second = house.raise_alarm(console, "yard.2.high")
    console.acknowledge(second)

    def found(**query: object) -> list[str]:
        entries = console.get("/api/journal", JournalBody, **query).entries
        return [entry.record.event for entry in entries if isinstance(entry.record, AlarmChanged)]

    assert found(text="for a part") == ["shelve_timed"]
    assert found(text="ANNA", kinds="acknowledge,silence") == ["acknowledge"]
    assert found(kinds="alarm_changed", priority=2) == ["acknowledge", "abnormal", "shelve_timed", "abnormal"]
    assert found(priority=1) == []
    since = {"from_ms": second.raised_ms - 0.001}
    assert found(kinds="abnormal", **since) == ["abnormal"]
    assert found(kinds="abnormal", to_ms=second.raised_ms - 0.001) == ["abnormal"]
    assert found(kinds="abnormal", from_ms=0, to_ms=1) == []
    assert found(kinds="server_started") == []


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ({"limit": 0}, 422),
        ({"limit": 10**6}, 422),
        ({"before_sequence": -5}, 422),
        ({"before_sequence": 2**70}, 422),
        ({"alarm": "attic"}, 404),
        ({"tag": "attic"}, 404),
        ({"system": "attic"}, 404),
        ({"kinds": "alarm_changed,fire"}, 422),
        ({"priority": 5}, 422),
        ({"priority": -1}, 422),
        ({"priority": "high"}, 422),
        ({"text": "x" * (TEXT_CHARACTERS_MAX + 1)}, 422),
        ({"from_ms": 5, "to_ms": 5}, 422),
        ({"from_ms": -1}, 422),
        ({"to_ms": "soon"}, 422),
    ],
)
def test_a_wrong_question_about_the_journal_is_refused(
    house: House, query: dict[str, object], status: int
) -> None:
    assert house.sign_in().http.get("/api/journal", params=query).status_code == status  # type: ignore[arg-type]


def test_health_tells_of_scans_storage_and_sources(house: House) -> None:
    console = house.sign_in()

    def said() -> HealthBody:
        return console.get("/api/health", HealthBody)

    wait_until(lambda: said().scan_sequence > 2, "scans")
    assert said().journal_error is None and said().historian_error is None
    assert said().sources == {"plant": "running", "yard": "running", "wakeful": "running"}
    house.driver("yard").trouble = RuntimeError("the line is dead")
    wait_until(lambda: said().sources["yard"] == "failing: the line is dead", "the source's trouble")
    assert said().sources["plant"] == "running"


@pytest.mark.parametrize("path", ["site", "alarms", "history", "journal", "health"])
def test_nothing_is_told_without_a_session(house: House, path: str) -> None:
    console = house.sign_in()
    console.http.cookies.clear()
    answer = console.http.get(f"/api/{path}")
    assert answer.status_code == 401
    assert "wakeful link" in answer.json()["error"]
