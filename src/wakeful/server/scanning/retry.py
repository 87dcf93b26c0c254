"""When to try again what the disk has refused."""

RETRY_FIRST_NS = 250_000_000
RETRY_NS_MAX = 5_000_000_000


class Retry:
    """A pause that doubles with every failure, so that a full disk is not asked ten times a second.

    Its longest, 5 s, is also how long the server takes at most to notice that there is space again.
    """

    def __init__(self) -> None:
        self._pause_ns = 0
        self._due_ns = 0

    def due(self, now_ns: int) -> bool:
        """Whether to try now; always so before the first failure."""
        return now_ns >= self._due_ns

    @property
    def due_ns(self) -> int:
        """When to try next."""
        return self._due_ns

    def failed(self, now_ns: int) -> None:
        """Wait longer than last time."""
        self._pause_ns = min(RETRY_NS_MAX, 2 * self._pause_ns or RETRY_FIRST_NS)
        self._due_ns = now_ns + self._pause_ns

    def worked(self) -> None:
        """Begin afresh."""
        self._pause_ns = self._due_ns = 0
