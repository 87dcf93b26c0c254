"""Entries: the canonical bytes of a record, and their leaf hash."""

import hashlib

import msgspec

from wakeful.terms.effect import Record
from wakeful.terms.errors import DataError

ENTRY_BYTES_MAX = 65_535
"""Limit of a C2SP tlog-tiles entry bundle, whose length prefix has 16 bits."""

_encoder = msgspec.json.Encoder(order="sorted")
_decoder: msgspec.json.Decoder[Record] = msgspec.json.Decoder(Record)


def encode(record: Record) -> bytes:
    """Canonical JSON of a record; ``docs/formats/journal.md`` says what canonical is.

    Raises
    ------
    DataError
        If the record would not read back equal (NaN, infinity, wrong type, lone surrogate), or needs
        more than ``ENTRY_BYTES_MAX`` bytes.
    """
    name = type(record).__name__
    try:
        read_back = _decoder.decode(_encoder.encode(record))
    except (msgspec.MsgspecError, UnicodeEncodeError, TypeError, ValueError) as error:
        raise DataError(f"a {name} cannot be journaled: {error}") from error
    # msgspec writes NaN and infinity as null; comparing catches that and anything else that got lost.
    if read_back != record:
        raise DataError(
            f"a {name} cannot be journaled: it would not read back the same "
            "(NaN or infinity where there is no number must be None)"
        )
    # Encoding what was read back makes 1 and 1.0 in a float member the same bytes.
    entry = _encoder.encode(read_back)
    if len(entry) > ENTRY_BYTES_MAX:
        raise DataError(
            f"a {name} of {len(entry)} bytes cannot be journaled: at most {ENTRY_BYTES_MAX}; "
            "keep large evidence elsewhere and journal its hash"
        )
    return entry


def decode(entry: bytes) -> Record:
    """Record of an entry.

    Raises
    ------
    DataError
        If it is of a class or shape this version does not know.
    """
    try:
        return _decoder.decode(entry)
    except msgspec.MsgspecError as error:
        raise DataError(
            f"a journal entry is of no kind known to this version ({error}): {entry[:200]!r}"
        ) from error


def leaf_hash(entry: bytes) -> bytes:
    """SHA-256(0x00 || entry): the entry's leaf in the tree of RFC 9162, section 2.1.1."""
    return hashlib.sha256(b"\x00" + entry).digest()
