"""What an alarm still lacks before it is rationalised (ISA-18.2 stage C)."""

from wakeful.terms.alarm import AlarmDefinition, Rationalisation

_RECORD = ("cause", "consequence", "response_time_ms", "basis", "alarm_class", "consequence_severity")
_NOTHING = Rationalisation()


def missing_of(definition: AlarmDefinition) -> tuple[str, ...]:
    """Columns that nobody has filled in: cause, consequence, response (the operator's action) and so on.

    Empty for an alarm about which everything was said. A blank text says nothing.
    """
    record = definition.rationalisation or _NOTHING
    said = {"response": definition.response} | {column: getattr(record, column) for column in _RECORD}
    order = ("cause", "consequence", "response", *_RECORD[2:])
    return tuple(column for column in order if not _is_said(said[column]))


def _is_said(cell: str | int) -> bool:
    return bool(cell.strip() if isinstance(cell, str) else cell)
