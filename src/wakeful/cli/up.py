"""``wakeful up [DIR]``: run a site and show it to browsers until asked to stop.

Heavy modules are imported when the verb runs, so that ``wakeful --help`` and a wrong option answer at once.
"""

import argparse
import os
import shutil
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from wakeful.server.web.sessions import ROLES
from wakeful.terms.errors import WakefulError

if TYPE_CHECKING:
    from wakeful.server.assembly import Assembly

PACKAGE = Path(__file__).parents[1]
BUILTIN_SITE = PACKAGE / "builtin_site"
CONSOLE = PACKAGE / "console_dist"
BUILTIN_DATA = Path("wakeful-data")
DATA = "data"
PORT_MAX = 65_535


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The verb's options."""
    parser.add_argument(
        "site", nargs="?", type=Path, metavar="DIR", help="site folder; without it, the built-in site"
    )
    parser.add_argument(
        "--host", default="127.0.0.1", help="address to listen on (default: this machine only)"
    )
    parser.add_argument(
        "--port", type=_port, default=8765, help="port to listen on (default: 8765; 0 picks one)"
    )
    parser.add_argument(
        "--data", type=Path, metavar="DIR",
        help="folder of journal and history (default: DIR/data; ./wakeful-data for the built-in site)",
    )  # fmt: skip
    parser.add_argument(
        "--no-console", action="store_true", help="serve the API alone, without the console's pages"
    )
    parser.add_argument(
        "--host-name", action="append", default=[], metavar="NAME",
        help="a further name under which browsers reach this server, such as behind a proxy; may be repeated",
    )  # fmt: skip
    parser.add_argument(
        "--name", default="Operator", help="who the printed sign-in link is for (default: Operator)"
    )
    parser.add_argument(
        "--role",
        choices=ROLES,
        default="operator",
        help="role of that link (default: operator)",
    )


def run(arguments: argparse.Namespace) -> int:
    """Serve until SIGINT or SIGTERM. Returns 0 when asked to stop, 1 after a fault, 2 without a start."""
    began = time.monotonic()
    try:
        from wakeful.server.assembly import ServerSettings
        from wakeful.server.lifecycle import Lifecycle

        settings = ServerSettings(
            site=arguments.site or BUILTIN_SITE,
            data=arguments.data or (arguments.site / DATA if arguments.site else BUILTIN_DATA),
            host=arguments.host,
            port=arguments.port,
            console=None if arguments.no_console else CONSOLE,
            host_names=tuple(arguments.host_name),
            user=arguments.name,
            role=arguments.role,
        )

        def ready(assembly: "Assembly", link: str) -> None:
            _print_ready(assembly, link, settings.data, settings.host, time.monotonic() - began)

        code = Lifecycle(settings, _print_step, ready).run()
        _print_step("stopped")
        return code
    except WakefulError as error:
        print(error, file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130


def _print_step(text: str) -> None:
    print(f"  {text}", flush=True)


def _print_ready(assembly: "Assembly", link: str, data: Path, host: str, took_s: float) -> None:
    site, address = assembly.site, assembly.door.address
    lines = [
        f"{site.name}: {len(site.tags):,} tags, {len(site.alarms):,} alarms, ready after {took_s:.1f} s",
        "",
        f"  {address}",
        f"  Sign in, once, within 15 minutes: {link}",
        f"  A further link: {_program()} link {data} --name NAME --role operator",
        "  Ctrl-C stops.",
    ]
    if host not in ("127.0.0.1", "::1", "localhost"):
        lines.insert(3, "  Other machines can reach it, unencrypted: put a TLS proxy in front of it.")
    print("\n".join(lines), flush=True)


def _program() -> str:
    """How to call this command from here: by its name, or its path where that is not on the search path."""
    return "wakeful" if shutil.which("wakeful") else os.path.relpath(sys.argv[0])


def _port(text: str) -> int:
    if not text.isdigit() or int(text) > PORT_MAX:
        raise argparse.ArgumentTypeError(f"{text!r} is not a port; give 0 to {PORT_MAX}")
    return int(text)
