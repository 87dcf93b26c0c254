"""What every command from a console passes: its texts and numbers are looked at, then the scan judges it."""

import asyncio
import math
import secrets
from collections.abc import Sequence

from starlette.responses import Response

from wakeful.server.scanning.inbox import Inbox
from wakeful.server.web.reply import Refused, reply
from wakeful.server.wire import CommandResult, CommandResults
from wakeful.terms.command import Command
from wakeful.terms.errors import CommandError, StorageError

TEXT_CHARACTERS_MAX = 500
ANSWER_S_MAX = 10.0


def new_id() -> str:
    """A command's id, which nobody can guess and no other command has."""
    return secrets.token_hex(16)


async def carry_out(inbox: Inbox, commands: Sequence[Command]) -> Response:
    """Hand commands in and wait until each was judged and journaled, and its source has answered.

    Raises Refused 503 when they cannot be taken, cannot be journaled, or are not answered in time.
    """
    try:
        answers = inbox.submit(commands)
        results: list[CommandResult] = await asyncio.wait_for(
            asyncio.gather(*(asyncio.wrap_future(answer) for answer in answers)), ANSWER_S_MAX
        )
    except (CommandError, StorageError) as error:
        raise Refused(503, str(error)) from error
    except TimeoutError:
        raise Refused(
            503,
            f"No answer from the scan within {ANSWER_S_MAX:.0f} s; look at the alarm list.",
        ) from None
    return reply(CommandResults(tuple(results)))


def check_texts(*texts: str) -> None:
    """Raise Refused 422 for a text that is too long, or that no journal could hold."""
    for text in texts:
        if len(text) > TEXT_CHARACTERS_MAX:
            raise Refused(422, f"A text has at most {TEXT_CHARACTERS_MAX} characters.")
        if any("\ud800" <= character <= "\udfff" for character in text):
            raise Refused(422, "A text holds half a surrogate pair, which is not a character.")


def check_number(name: str, number: float) -> None:
    """Raise Refused 422 for a number that is none."""
    if not math.isfinite(number):
        raise Refused(422, f"{name} must be a finite number.")
