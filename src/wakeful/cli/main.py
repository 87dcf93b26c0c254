"""``wakeful VERB ...``: picks the verb and runs it. Imports nothing heavy, so that help comes at once."""

import argparse
import importlib
import os
import sys
from collections.abc import Sequence
from types import ModuleType

import wakeful
from wakeful.terms.errors import WakefulError

VERBS = {
    "up": ("wakeful.cli.up", "run a site and show it in the browser"),
    "new": ("wakeful.cli.new", "write a commented example site into a new folder"),
    "check": ("wakeful.cli.check", "check a site folder and list every mistake"),
    "replay": ("wakeful.cli.replay", "run a site's alarms on recorded data"),
    "calibrate": ("wakeful.cli.calibrate", "learn what normal running is, and say how well"),
    "detect": ("wakeful.cli.detect", "by how much recorded rows are not normal, and since when"),
    "journal": ("wakeful.cli.journal", "print what happened and who did it"),
    "drill": ("wakeful.cli.drill", "play scenarios on a simulated clock and say which facts came true"),
    "report": ("wakeful.cli.report", "how the alarm system did, by the figures of ISA-18.2 and EEMUA 191"),
    "advise": ("wakeful.cli.advise", "which deadbands and delays would have saved alarms, and at what delay"),
    "alarms": ("wakeful.cli.alarms", "rationalise alarms: worklist, sheets out and in, master and drift"),
    "link": ("wakeful.cli.link", "print a one-time sign-in link to a running server"),
}
"""Verb -> module with ``add_arguments(parser)`` and ``run(arguments) -> exit code``, and its line of help."""

EXIT_FAILED = 1
EXIT_INTERRUPTED = 130
_CODES = "exit codes: 0 done; 1 findings or failed; 2 wrong usage or refused to start; 130 interrupted"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command line (default: that of the process); the exit code."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    parser, module = _parser_for(words)
    parsed = parser.parse_args(words)
    if module is None:
        parser.print_help()
        return 2
    try:
        return int(module.run(parsed))
    except WakefulError as error:
        print(error, file=sys.stderr)
        return EXIT_FAILED
    except KeyboardInterrupt:
        return EXIT_INTERRUPTED
    except BrokenPipeError:
        # Whoever read the output has seen enough (`| head`); nothing is left to be said to them.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return EXIT_FAILED


def _parser_for(words: Sequence[str]) -> tuple[argparse.ArgumentParser, ModuleType | None]:
    """The parser; only the verb that was given is imported and has its options."""
    parser = argparse.ArgumentParser(
        prog="wakeful", description="Alarm, evidence and authority server of a control room.", epilog=_CODES
    )
    parser.add_argument("--version", action="version", version=f"wakeful {wakeful.__version__}")
    verbs = parser.add_subparsers(title="verbs", metavar="VERB")
    given = next((word for word in words if not word.startswith("-")), "")
    module = None
    for verb, (name, help_line) in VERBS.items():
        verb_parser = verbs.add_parser(
            verb, help=help_line, description=f"{help_line[:1].upper()}{help_line[1:]}."
        )
        if verb == given:
            module = importlib.import_module(name)
            verb_parser.epilog = _CODES
            module.add_arguments(verb_parser)
    return parser, module


if __name__ == "__main__":
    sys.exit(main())
