"""Judging: what is so, what is not and how that reads, what a server does not tell."""

from typing import Any

import pytest

from wakeful.drills.adapter import (
    GroupReading,
    Happening,
    NotSupported,
    Order,
    PositionReading,
    Reading,
    Reply,
)
from wakeful.drills.judging import (
    Journal,
    clock_text,
    happening_text,
    item_text,
    judge_alarm,
    judge_journal,
    judge_reading,
    judge_reply,
)
from wakeful.drills.script import (
    AlarmFact,
    AnnunciationFact,
    Answer,
    Count,
    GroupFact,
    Item,
    JournalFact,
    ModeFact,
    Person,
    PositionFact,
    QuietFact,
)

S = 10**9
ORDER = Order(id="1", person=Person("Anna", "operator"), verb="acknowledge", alarm="LAH-1")


def fact(*items: tuple[str, Any]) -> AlarmFact:
    return AlarmFact(("LAH-1",), tuple(Item(*item) for item in items))


def move(subject: str, before: str, after: str, numbers: tuple[int, int], **more: Any) -> Happening:
    occurrence, revision = numbers
    return Happening(
        at_ns=0, record="x", subject=subject, before=before, after=after, occurrence=occurrence,
        revision=revision, move=True, **more,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("at_ns", "text"),
    [
        (0, "00:00:00"),
        (90 * S, "00:01:30"),
        (93_600 * S, "26:00:00"),
        (S + 500_000_000, "00:00:01.5"),
        (1, "00:00:00.000000001"),
        (-90 * S, "-00:01:30"),
    ],
)
def test_times_as_text(at_ns: int, text: str) -> None:
    assert clock_text(at_ns) == text


def test_an_alarm_that_is_as_said() -> None:
    reading = Reading(letter="B", occurrence=2, sounding=True, reason="Anna: Tank wash", value=0.1 + 0.2)
    said = fact(
        ("letter", "B"), ("occurrence", 2), ("sounding", True), ("reason", "tank WASH"), ("value", 0.3)
    )
    assert judge_alarm("LAH-1", said, reading) is None


def test_an_alarm_that_is_not_shows_what_differs_and_its_letter() -> None:
    reading = Reading(letter="C", occurrence=2, sounding=False, waiting=False)
    verdict = judge_alarm("LAH-1", fact(("occurrence", 1), ("sounding", True), ("waiting", False)), reading)
    assert verdict is not None
    assert verdict.expected == "LAH-1 is occurrence 1, sounding, acknowledged"
    assert verdict.seen == "LAH-1 is C, occurrence 2, not sounding"


def test_a_value_that_is_no_number_is_not_the_one_said() -> None:
    assert judge_alarm("LAH-1", fact(("value", 9.0)), Reading(letter="B", value=None)) is not None


def test_what_is_not_told_is_not_supported() -> None:
    with pytest.raises(NotSupported, match="telling sounding"):
        judge_alarm("LAH-1", fact(("sounding", True)), Reading(letter="B"))


@pytest.mark.parametrize(
    ("item", "text"),
    [
        (("letter", "B"), "B"),
        (("waiting", True), "unacknowledged"),
        (("shelved", False), "not shelved"),
        (("out_of_service", True), "out-of-service"),
        (("acknowledged_by", ""), "acknowledged by nobody"),
        (("shelved_until_ns", 60 * S), "shelved until 00:01:00"),
        (("shelved_until_ns", None), "shelved until never"),
        (("priority", 1), "priority critical"),
        (("priority_peak", 9), "peak 9"),
        (("first_out", ""), "not first-out"),
        (("first_out", "tied"), "tied"),
        (("reason", "x"), 'because "x"'),
        (("onset_ns", 0), "began at 00:00:00"),
    ],
)
def test_items_read_as_the_notation_writes_them(item: tuple[str, Any], text: str) -> None:
    assert item_text(Item(*item)) == text


@pytest.mark.parametrize(
    ("reply", "answer", "seen"),
    [
        (Reply(), Answer(), None),
        (Reply("role", "Anna may look"), Answer("role", ("ANNA",)), None),
        (Reply("role", "Anna may look"), Answer(), "refused role: Anna may look"),
        (Reply(), Answer("role"), "done"),
        (Reply("role", "x"), Answer("role", ("Anna",)), "refused role: x"),
        (Reply("too_long", "x"), Answer("role"), "refused too_long: x"),
    ],
)
def test_replies(reply: Reply, answer: Answer, seen: str | None) -> None:
    verdict = judge_reply(ORDER, reply, answer)
    assert (verdict.seen if verdict else None) == seen
    if verdict:
        assert verdict.expected.startswith("acknowledge LAH-1: ")


class Shown:
    """As much of an adapter as is read here."""

    def read_position(self, position: str) -> PositionReading:
        return PositionReading(flood=True, count=11)

    def read_mode(self, system: str) -> str:
        return "up"

    def read_group(self, group: str) -> GroupReading:
        return GroupReading(first="A", tied=("C", "B"))


@pytest.mark.parametrize(
    ("said", "seen"),
    [
        (PositionFact("site", True), None),
        (PositionFact("site", True, 11), None),
        (PositionFact("site", False), "position site is in flood"),
        (PositionFact("site", True, 12), "position site is in flood, count 11"),
        (ModeFact("u", "up"), None),
        (ModeFact("u", ""), "system u is in mode up"),
        (GroupFact("g", "A", ("B", "C")), None),
        (GroupFact("g", "A"), "group g began with A tied with B, C"),
        (GroupFact("g", ""), "group g began with A tied with B, C"),
    ],
)
def test_positions_modes_and_groups(said: Any, seen: str | None) -> None:
    verdict = judge_reading(said, Shown())
    assert (verdict.seen if verdict else None) == seen


def test_a_figure_of_a_flood_that_is_not_told() -> None:
    with pytest.raises(NotSupported, match="the total of a flood"):
        judge_reading(PositionFact("site", True, None, 3), Shown())


RECORDS = [
    move("A", "A", "B", (1, 1), annunciated=True),
    move("B", "A", "B", (1, 1), annunciated=True),
    move("A", "B", "C", (1, 2), person="Anna", text="saw revision 1"),
    Happening(at_ns=0, record="refusal", subject="A", person="Bert", text="role: no"),
]


@pytest.mark.parametrize(
    ("said", "seen"),
    [
        (AnnunciationFact(("A", "B"), Count(2, 2)), None),
        (AnnunciationFact(("A",), Count(2, 2)), "annunciations of A: 1"),
        (AnnunciationFact(("A", "B"), Count(3, None)), "annunciations of these 2 alarms: 2"),
        (QuietFact(("C",)), None),
        (QuietFact(("B",)), "00:00:00  B  A -> B  x: occurrence 1, revision 1, annunciated"),
        (JournalFact(Count(3, 3), "move"), None),
        (JournalFact(Count(2, 2), "move", "A"), None),
        (JournalFact(Count(1, 1), "x", "A", "Anna", ("REVISION 1",)), None),
        (JournalFact(Count(0, 0), "refusal", "", "Anna"), None),
        (
            JournalFact(Count(0, 0), "refusal", "A", "Bert", ("role",)),
            'refusal records of A by Bert "role": 1',
        ),
        (JournalFact(Count(1, 3), "refusal", "B"), "refusal records of B: 0"),
    ],
)
def test_facts_about_the_journal(said: Any, seen: str | None) -> None:
    verdict = judge_journal(said, RECORDS)
    assert (verdict.seen if verdict else None) == seen


def test_counts_are_expected_as_they_were_said() -> None:
    def expected(count: Count) -> str:
        verdict = judge_journal(AnnunciationFact(("X",), count), [])
        assert verdict is not None
        return verdict.expected

    assert expected(Count(2, 2)) == "annunciations of X: 2"
    assert expected(Count(1, None)) == "annunciations of X: at least 1"
    assert expected(Count(1, 3)) == "annunciations of X: 1 to 3"


def test_the_journal_explains_what_is_shown() -> None:
    journal = Journal([*RECORDS, move("A", "C", "B", (2, 1))])
    assert journal.explains({"A": Reading(letter="B", occurrence=2, revision=1)}) is None
    assert journal.explains({"C": Reading(letter="A")}) is None


@pytest.mark.parametrize(
    ("records", "shown", "seen"),
    [
        ([move("A", "A", "B", (1, 1))] * 2, Reading(letter="B", occurrence=1, revision=1), "A -> B"),
        ([move("A", "A", "B", (1, 2))], Reading(letter="B", occurrence=1, revision=2), "revision 2"),
        ([move("A", "A", "B", (2, 1))], Reading(letter="B", occurrence=2, revision=1), "occurrence 2"),
        ([move("A", "D", "B", (1, 1))], Reading(letter="B", occurrence=1, revision=1), "D -> B"),
        ([move("A", "A", "B", (1, 1))], Reading(letter="C", occurrence=1, revision=2), "A is C, 1.2"),
        ([], Reading(letter="B", occurrence=1, revision=1), "A is B, 1.1"),
    ],
)
def test_a_journal_with_a_record_too_few_or_too_many(
    records: list[Happening], shown: Reading, seen: str
) -> None:
    verdict = Journal(records).explains({"A": shown})
    assert verdict is not None
    assert seen in verdict.seen


def test_what_happened_reads_as_one_line() -> None:
    told = move("LAH-1", "B", "C", (1, 2), person="Anna", text="saw revision 1")
    assert (
        happening_text(told)
        == "00:00:00  LAH-1  B -> C  x: occurrence 1, revision 2, by Anna, saw revision 1"
    )
    assert happening_text(Happening(at_ns=S, record="came")) == "00:00:01  -  came"
