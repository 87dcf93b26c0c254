"""Lists of tag names: one object for each distinct list, however many parts and segments refer to it."""

import hashlib
from collections import OrderedDict
from collections.abc import Sequence
from functools import cached_property

import msgspec

from wakeful.terms.errors import DataError, StorageError
from wakeful.terms.name_index import NameIndex

TAGS_MAX = 2_000_000


class LaterVersion(StorageError):
    """Written by a later version of Wakeful: nothing is wrong with it, and it must not be set aside."""


class TagNames:
    """Tag names in site order, with their JSON and its SHA-256."""

    def __init__(self, encoded: bytes, names: Sequence[str] | None = None) -> None:
        """Names from their JSON array; ``names`` are what it decodes to, where they are at hand already.

        Raises
        ------
        DataError
            If it is no array of at most ``TAGS_MAX`` distinct strings.
        """
        self.encoded = encoded
        self.sha256 = hashlib.sha256(encoded).hexdigest()
        try:
            self.names = tuple(msgspec.json.decode(encoded, type=list[str]) if names is None else names)
        except msgspec.MsgspecError as error:
            raise DataError(f"not a list of tag names: {error}") from error
        if len(self.names) > TAGS_MAX:
            raise DataError(f"{len(self.names)} tags; at most {TAGS_MAX}")

    @cached_property
    def index(self) -> NameIndex[str]:
        """Position of each name."""
        return NameIndex(self.names)

    def __len__(self) -> int:
        return len(self.names)


class NamesCache:
    """The lists in use, by their SHA-256; the least recently used are forgotten."""

    def __init__(self, lists_max: int = 8) -> None:
        """Keep at most ``lists_max`` lists."""
        self._lists: OrderedDict[str, TagNames] = OrderedDict()
        self._lists_max = lists_max

    def from_json(self, encoded: bytes) -> TagNames:
        """The list with this JSON. Raises DataError as ``TagNames``."""
        sha256 = hashlib.sha256(encoded).hexdigest()
        return self.get(sha256) or self._keep(TagNames(encoded))

    def from_names(self, names: Sequence[str]) -> TagNames:
        """The list with these names, which it keeps: a site's names are in memory once.

        Raises
        ------
        DataError
            If a name occurs twice or there are too many.
        """
        if len(set(names)) != len(names):
            raise DataError("a tag name occurs twice; tag names are unique in a site")
        kept = TagNames(msgspec.json.encode(list(names)), names)
        return self.get(kept.sha256) or self._keep(kept)

    def get(self, sha256: str) -> TagNames | None:
        """The list with this SHA-256, when it is at hand."""
        found = self._lists.get(sha256)
        if found is not None:
            self._lists.move_to_end(sha256)
        return found

    def _keep(self, names: TagNames) -> TagNames:
        self._lists[names.sha256] = names
        while len(self._lists) > self._lists_max:
            self._lists.popitem(last=False)
        return names
