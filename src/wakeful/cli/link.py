"""``wakeful link DIR``: a further one-time sign-in link from the server that runs on a data folder.

Whoever can read the folder's secret may sign people in: that is the right to be on this machine as the
server's user.
"""

import argparse
import sys
import urllib.error
import urllib.request
from pathlib import Path

import msgspec

from wakeful.server.folder import read_address
from wakeful.server.web.sessions import ROLES
from wakeful.server.wire import ErrorBody, LinkBody, LinkRequest
from wakeful.terms.errors import StorageError, WakefulError

ANSWER_S_MAX = 10.0


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The verb's options."""
    parser.add_argument(
        "data", type=Path, metavar="DIR", help="data folder of the running server, or its site folder"
    )
    parser.add_argument("--name", required=True, help="who will sign in; journaled with every act")
    parser.add_argument("--role", choices=ROLES, default="viewer", help="default: viewer")


def run(arguments: argparse.Namespace) -> int:
    """Print a link. Returns 0, or 2 when no server answers."""
    try:
        print(request_link(arguments.data, arguments.name, arguments.role).link)
    except WakefulError as error:
        print(error, file=sys.stderr)
        return 2
    return 0


def request_link(data: Path, name: str, role: str) -> LinkBody:
    """Ask the running server. Raises StorageError when there is none, or it refuses."""
    if not (data / "server.json").exists() and (data / "data" / "server.json").exists():
        data = data / "data"
    server, secret = read_address(data)
    request = urllib.request.Request(
        f"{server.address}/api/link",
        msgspec.json.encode(LinkRequest(name, role)),
        {"Authorization": f"Bearer {secret}", "Content-Type": "application/json"},
    )
    # The server is on this machine: a proxy from the environment has no business in between.
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(request, timeout=ANSWER_S_MAX) as answer:
            return msgspec.json.decode(answer.read(), type=LinkBody)
    except urllib.error.HTTPError as refusal:
        with refusal:
            raise StorageError(msgspec.json.decode(refusal.read(), type=ErrorBody).error) from refusal
    except OSError as error:
        raise StorageError(
            f"The server at {server.address} does not answer ({error}); is it running?"
        ) from error
