"""A column of a recording as values and quality: what is no number is marked, never taken for one."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from wakeful.terms.quality import Quality

_NUMBER = r"^[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?$"

GOOD = np.uint32(Quality.GOOD)
BAD_DATA_LOST = np.uint32(Quality.BAD_DATA_LOST)


def numbers_of(
    column: pa.Array, values: np.ndarray, quality: np.ndarray, *, decimal_comma: bool = False
) -> int:
    """Fill ``values`` (T,) float64 [EU] and ``quality`` (T,) uint32 from a column; count of texts in it.

    Quality
    -------
    An empty or null cell is no sample: ``BAD_NO_DATA``. NaN, infinity and text are samples without a
    usable number: value NaN, ``BAD_DATA_LOST``.
    """
    texts = 0
    if pa.types.is_string(column.type) or pa.types.is_large_string(column.type):
        column, texts = _numbers_of_text(column, decimal_comma)
    elif pa.types.is_boolean(column.type):
        column = pc.cast(column, pa.uint8())
    elif pa.types.is_dictionary(column.type):
        return numbers_of(column.dictionary_decode(), values, quality, decimal_comma=decimal_comma)
    try:
        numbers = pc.cast(column, pa.float64(), safe=False)
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError):
        values[:] = np.nan
        quality[:] = BAD_DATA_LOST
        return len(column) - int(column.null_count)
    values[:] = numbers.to_numpy(zero_copy_only=False)
    finite = np.isfinite(values)
    if finite.all():
        quality[:] = GOOD
        return texts
    quality[:] = np.where(finite, GOOD, BAD_DATA_LOST)
    if numbers.null_count:
        quality[np.asarray(pc.is_null(numbers).to_numpy(zero_copy_only=False))] = Quality.BAD_NO_DATA
    values[~finite] = np.nan
    return texts


def _numbers_of_text(column: pa.Array, decimal_comma: bool) -> tuple[pa.Array, int]:
    """Numbers, NaN where a cell is text, null where it is empty; and how many were text."""
    try:
        return pc.cast(column, pa.float64()), 0
    except pa.ArrowInvalid:
        trimmed = pc.utf8_trim_whitespace(column)
    trimmed = pc.if_else(pc.equal(trimmed, ""), pa.scalar(None, trimmed.type), trimmed)
    if decimal_comma:
        trimmed = pc.replace_substring(trimmed, ",", ".")
    is_number = pc.match_substring_regex(trimmed, _NUMBER)
    # "nan" is how many programs write an unknown number: not a number, but not a text either.
    is_text = pc.and_(pc.invert(is_number), pc.invert(pc.equal(pc.utf8_lower(trimmed), "nan")))
    texts = int(pc.sum(is_text).as_py() or 0)
    readable = pc.if_else(is_number, trimmed, pc.if_else(pc.is_valid(trimmed), "nan", trimmed))
    return pc.cast(readable, pa.float64()), texts
