"""When the disk is asked again."""

from wakeful.server.scanning.retry import RETRY_FIRST_NS, RETRY_NS_MAX, Retry


def test_it_is_due_until_it_fails() -> None:
    retry = Retry()
    assert retry.due(0)
    retry.failed(100)
    assert not retry.due(100 + RETRY_FIRST_NS - 1)
    assert retry.due(100 + RETRY_FIRST_NS)


def test_the_pause_doubles_up_to_its_limit_and_begins_afresh() -> None:
    retry, now_ns, pauses = Retry(), 0, []
    for _ in range(8):
        retry.failed(now_ns)
        pauses.append(retry.due_ns - now_ns)
        now_ns = retry.due_ns
    assert pauses[:4] == [RETRY_FIRST_NS * 2**k for k in range(4)]
    assert pauses[-1] == RETRY_NS_MAX
    retry.worked()
    assert retry.due(0)
    retry.failed(0)
    assert retry.due_ns == RETRY_FIRST_NS
