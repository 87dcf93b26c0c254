"""``wakeful`` in a process of its own, with the scripted driver among those a site may name."""

import sys

from wakeful.cli.main import main
from wakeful.server import catalogue

if __name__ == "__main__":
    scripted = {"scripted": "tests.server.scripted_driver:ScriptedDriver"}
    catalogue.DRIVERS = {**catalogue.DRIVERS, **scripted}  # type: ignore[assignment]
    sys.exit(main())
