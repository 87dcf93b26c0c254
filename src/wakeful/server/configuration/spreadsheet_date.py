"""What spreadsheets make of something else without a word: 7,2 becomes ``07. Feb``, 1-2 becomes ``2-Jan``."""

import re

_MONTH = (
    r"(?:jan(?:uary?|v(?:ier)?|uari)?|feb(?:ruary?|ruari|braio|rero)?|f[eé]v(?:r(?:ier)?)?|m[aä]r(?:z|s|t|ch|zo)?|"
    r"mrz|mrt|maart|apr(?:il|ile)?|avr(?:il)?|abr(?:il)?|ma[iy]o?|mei|mag(?:gio)?|jun[ieo]?|juin|giu(?:gno)?|"
    r"jul[iyo]?|juil(?:let)?|lug(?:lio)?|aug(?:ust(?:us|i)?)?|ao[uû]t?|ago(?:sto)?|sep(?:t|tem(?:ber|bre))?|"
    r"set(?:tembre)?|o[ck]t(?:o(?:ber|bre)|ubre)?|ott(?:obre)?|nov(?:i?em(?:ber|bre))?|"
    r"d[eé][cz](?:em(?:ber|bre))?|dic(?:i?embre)?|des(?:ember)?|gen(?:naio)?|ene(?:ro)?)\.?"
)
_GAP = r"[-./ ]{1,2}"
_CLOCK = r"\d{1,3}:\d\d(?::\d\d(?:[.,]\d+)?)?(?: ?[AaPp][Mm])?"
_DATE = re.compile(
    rf"\d{{1,2}}{_GAP}(?:{_MONTH}|\d{{1,2}}\.?)(?:{_GAP}\d{{2,4}})?|{_MONTH}{_GAP}\d{{1,4}}|\d{{4}}{_GAP}{_MONTH}|"
    rf"\d{{4}}-\d\d-\d\d(?:[ T]{_CLOCK})?|\d{{1,2}}[./-]\d{{1,2}}[./-]\d{{2,4}} {_CLOCK}",
    re.IGNORECASE,
)
_TIME = re.compile(_CLOCK)


def looks_like_a_date(cell: str) -> bool:
    """Whether a whole cell is what spreadsheets write for a date; also ``1.2``, so ask of no number."""
    return _DATE.fullmatch(cell) is not None


def looks_like_a_time(cell: str) -> bool:
    """Whether a whole cell is what spreadsheets write for a time of day: ``00:00:10``, ``12:30``."""
    return _TIME.fullmatch(cell) is not None
