"""The exchange with another server: what is sent, what is taken for an answer, what is not."""

from typing import Any

import pytest

from tests.drills.sheets import read
from wakeful.drills.adapter import AdapterError, NotSupported, Order, Reading, Reply
from wakeful.drills.message_adapter import PROTOCOL, MessageAdapter
from wakeful.drills.script import ArrivingSample, Feed, Person

HELLO = {"name": "other", "functions": ["shelve"]}


class Other:
    """Answers as it is told, and keeps the requests."""

    def __init__(self, **answers: Any) -> None:
        self.answers = {"hello": HELLO, **answers}
        self.requests: list[dict[str, Any]] = []

    def __call__(self, request: dict[str, Any]) -> Any:
        self.requests.append(request)
        return self.answers.get(request["do"], {})


def test_the_hello_names_the_functions() -> None:
    other = Other()
    adapter = MessageAdapter(other)
    assert (adapter.name, adapter.functions) == ("other", frozenset({"shelve"}))
    assert other.requests == [{"do": "hello", "protocol": PROTOCOL}]


def test_requests_are_plain_objects() -> None:
    other = Other(act={"replies": [{"refused": "role", "detail": "no"}]})
    adapter = MessageAdapter(other)
    adapter.configure(read("at 1 s LAH-1 is A").site)
    adapter.advance(5)
    adapter.feed(Feed(5, (ArrivingSample("T", 4, None, "bad"),)))
    order = Order(
        id="7", person=Person("Anna", "operator"), verb="shelve", alarm="A", occurrence=1, revision=2
    )
    assert adapter.act([order]) == [Reply("role", "no")]
    adapter.restart(stop=True, start=False, journal_alone=True)
    adapter.step_clock(-9)
    sent = other.requests[2:]
    assert sent[0] == {"do": "advance", "to_ns": 5}
    assert sent[1]["samples"] == [{"tag": "T", "stamp_ns": 4, "value": None, "quality": "bad"}]
    assert sent[2]["orders"][0]["person"] == {"name": "Anna", "role": "operator"}
    assert sent[3] == {"do": "restart", "stop": True, "start": False, "journal_alone": True}
    assert sent[4] == {"do": "step_clock", "by_ns": -9}


def test_readings_may_leave_out_what_is_not_told() -> None:
    other = Other(
        read={"reading": {"letter": "B", "sounding": True}},
        read_position={"reading": {"flood": True}},
        read_mode={"mode": "up"},
        read_group={"reading": {"first": "A"}},
    )
    adapter = MessageAdapter(other)
    assert adapter.read("A") == Reading(letter="B", sounding=True)
    assert adapter.read_position("p").flood is True
    assert adapter.read_mode("u") == "up"
    assert adapter.read_group("g").first == "A"


def test_any_answer_may_tell_what_happened_and_what_is_due() -> None:
    happened = [{"at_ns": 3, "record": "abnormal", "subject": "A", "move": True}]
    adapter = MessageAdapter(
        Other(advance={"happened": happened, "next_deadline_ns": 8}, step_clock={"next_deadline_ns": None})
    )
    assert adapter.next_deadline_ns() is None
    adapter.advance(5)
    adapter.advance(6)
    assert adapter.next_deadline_ns() == 8
    assert [each.subject for each in adapter.happened()] == ["A", "A"]
    assert adapter.happened() == []
    adapter.step_clock(1)
    assert adapter.next_deadline_ns() is None


def test_a_new_scenario_begins_without_what_was_told_before() -> None:
    adapter = MessageAdapter(
        Other(advance={"happened": [{"at_ns": 1, "record": "x"}], "next_deadline_ns": 8})
    )
    adapter.advance(1)
    adapter.configure(read("at 1 s LAH-1 is A").site)
    assert (adapter.happened(), adapter.next_deadline_ns()) == ([], None)


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        ([], "^the server answered advance with what is no object$"),
        ({"error": "the tank is empty"}, "^the server says: the tank is empty$"),
        ({"happened": [{"record": 1}]}, "not as agreed"),
        ({"happened": 5}, "not as agreed"),
        ({"next_deadline_ns": "soon"}, "not as agreed"),
    ],
)
def test_answers_that_are_none(answer: Any, message: str) -> None:
    with pytest.raises(AdapterError, match=message):
        MessageAdapter(Other(advance=answer)).advance(5)


@pytest.mark.parametrize(
    ("hello", "message"),
    [
        ({"name": "x"}, "not as agreed"),
        ({"functions": "all"}, "not as agreed"),
        ({"functions": ["flying"]}, "unknown functions: flying"),
        ({"not_supported": "version 1"}, "^the server does not support hello, version 1: version 1$"),
    ],
)
def test_a_hello_that_is_none(hello: Any, message: str) -> None:
    with pytest.raises(AdapterError, match=message):
        MessageAdapter(Other(hello=hello))


def test_messages_name_the_server() -> None:
    adapter = MessageAdapter(Other(advance=[], read={}), "python my_server.py")
    assert adapter.who == "python my_server.py"
    with pytest.raises(AdapterError, match=r"^python my_server\.py answered advance with what is no object$"):
        adapter.advance(5)
    with pytest.raises(AdapterError, match=r"^python my_server\.py answered read not as agreed: "):
        adapter.read("A")


def test_a_request_the_server_does_not_support() -> None:
    with pytest.raises(NotSupported, match="groups"):
        MessageAdapter(Other(read_group={"not_supported": "groups"})).read_group("g")


def test_a_reading_must_have_a_letter_and_every_order_a_reply() -> None:
    with pytest.raises(AdapterError, match="not as agreed"):
        MessageAdapter(Other(read={"reading": {}})).read("A")
    with pytest.raises(AdapterError, match="not as agreed"):
        MessageAdapter(Other(read={})).read("A")
    with pytest.raises(AdapterError, match="0 replies to 1 orders"):
        MessageAdapter(Other(act={"replies": []})).act(
            [Order(id="1", person=Person("A", "operator"), verb="reset")]
        )
