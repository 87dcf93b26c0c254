"""Writes the contracts that leave the process, from the classes that carry them.

``python -m wakeful.server.contract`` writes ``schema/stream.json``, ``schema/http.json``,
``schema/journal.json`` (JSON Schema 2020-12) and ``console/src/schema.ts``. The files are committed;
a test generates them again and fails when they differ.
"""

import sys
from pathlib import Path
from typing import Any, get_args

import msgspec

from wakeful.alarms.machine.step import AlarmEvent
from wakeful.server import wire
from wakeful.server.alarm_room.alarm_figures import FiguresBody, WorklistBody
from wakeful.server.alarm_room.alarm_sheet import AlarmSheetBody
from wakeful.server.frame import HEADER_BYTES, MAGIC, SAMPLE_BYTES
from wakeful.server.typescript import (
    format_constants,
    format_interface,
    format_union,
    structs_of,
)
from wakeful.terms.alarm import ISAState, Priority
from wakeful.terms.effect import Record
from wakeful.terms.quality import NE107, Quality

HTTP_BODIES: tuple[type[msgspec.Struct], ...] = (
    wire.SiteBody,
    wire.AlarmsBody,
    wire.HistoryBody,
    wire.JournalBody,
    wire.HealthBody,
    AlarmSheetBody,
    FiguresBody,
    WorklistBody,
    wire.Advice,
    wire.RationalisationBody,
    wire.AcknowledgeRequest,
    wire.AlarmCommandRequest,
    wire.SetModeRequest,
    wire.OperateRequest,
    wire.DisturbRequest,
    wire.ConsoleStateRequest,
    wire.CommandResults,
    wire.LinkRequest,
    wire.LinkBody,
    wire.ErrorBody,
)
STREAM_MESSAGES: tuple[type[msgspec.Struct], ...] = (*get_args(wire.StreamMessage), wire.Subscribe)
JOURNAL_RECORDS: tuple[type[msgspec.Struct], ...] = get_args(Record)


def format_schema(title: str, types: tuple[type[msgspec.Struct], ...]) -> str:
    """One JSON Schema document: ``oneOf`` the types, with every class they mention under ``$defs``."""
    references, definitions = msgspec.json.schema_components(types, ref_template="#/$defs/{name}")
    document: dict[str, Any] = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": title,
        "oneOf": list(references),
        "$defs": definitions,
    }
    text = msgspec.json.format(msgspec.json.encode(document, order="sorted"), indent=2)
    return text.decode() + "\n"


def format_typescript() -> str:
    """``console/src/schema.ts``: every message and the words they use."""
    structs = structs_of((*HTTP_BODIES, *STREAM_MESSAGES, *JOURNAL_RECORDS))
    parts = [
        "// Generated from src/wakeful/server/wire.py and src/wakeful/terms by `make schema`. Do not edit.",
        format_constants(ISAState, "Alarm states of ISA-18.2 and IEC 62682 by letter."),
        format_constants(AlarmEvent, "What can happen to an alarm, in the order of the machine's table."),
        format_constants(Priority, "Alarm priorities, 1 is the most urgent."),
        format_constants(Quality, "OPC UA status codes; the top bit set means bad, 0x40000000 uncertain."),
        format_constants(NE107, "NAMUR NE 107 category, the letter beside a value."),
        "\n".join(
            [
                "/** The binary value frame; see wire.py for its layout. */",
                "export const Frame = {",
                f'  MAGIC: "{MAGIC.decode()}",',
                f"  HEADER_BYTES: {HEADER_BYTES},",
                f"  SAMPLE_BYTES: {SAMPLE_BYTES},",
                "} as const;",
            ]
        ),
        *(format_interface(cls) for cls in structs),
        format_union("JournalRecord", JOURNAL_RECORDS, "A journal record."),
        format_union("StreamMessage", get_args(wire.StreamMessage), "Server to console, as text frames."),
    ]
    return "\n\n".join(parts) + "\n"


def contracts() -> dict[str, str]:
    """Path from the repository's root -> text of each generated file."""
    return {
        "schema/stream.json": format_schema("Wakeful stream messages", STREAM_MESSAGES),
        "schema/http.json": format_schema("Wakeful HTTP bodies", HTTP_BODIES),
        "schema/journal.json": format_schema("Wakeful journal records", JOURNAL_RECORDS),
        "console/src/schema.ts": format_typescript(),
    }


def main() -> int:
    """Write every contract below the current folder, which must be the repository's root."""
    root = Path.cwd()
    if not (root / "pyproject.toml").exists():
        print("Run this in the root of the repository: there is no pyproject.toml here.", file=sys.stderr)
        return 2
    for name, text in contracts().items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        print(name)
    return 0


if __name__ == "__main__":
    sys.exit(main())
