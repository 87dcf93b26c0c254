"""The data folder: what lies where, who holds it, and the secret that proves one may read it.

============== ==============================================================
lock           held (flock) by the running server; its process id as text
journal/       the journal
history/       the historian
checkpoint     the engine's state at a journal sequence
sessions.json  signed-in consoles, by the SHA-256 of their token (mode 0600)
secret         proves to the running server that a caller may read this folder (mode 0600)
server.json    address of the running server
site           name of the site whose journal and history these are
============== ==============================================================
"""

import fcntl
import os
import secrets
from contextlib import suppress
from pathlib import Path
from types import TracebackType

import msgspec

from wakeful.terms.errors import StorageError


class ServerAddress(msgspec.Struct, frozen=True):
    """Where the server of a data folder listens."""

    address: str
    process_id: int


class DataFolder:
    """An exclusively held data folder; a context manager that lets go of it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.journal = path / "journal"
        self.history = path / "history"
        self.checkpoint = path / "checkpoint"
        self.sessions = path / "sessions.json"
        self.secret = ""
        self._lock: int | None = None

    def __enter__(self) -> "DataFolder":
        """Create and lock it. Raises StorageError when it cannot be written or another server holds it."""
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            descriptor = os.open(self.path / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        except OSError as error:
            raise StorageError(
                f"The data folder {self.path} cannot be written ({error.strerror}); "
                "make it writable or choose another with --data."
            ) from error
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            holder = os.pread(descriptor, 20, 0).decode("ascii", "replace").strip()
            os.close(descriptor)
            raise StorageError(
                f"Another server (process {holder or 'unknown'}) holds the data folder {self.path}; "
                "stop it first or choose another folder with --data."
            ) from error
        self._lock = descriptor
        self._sign()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Let go of the folder."""
        (self.path / "server.json").unlink(missing_ok=True)
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None

    def belong_to(self, site: str) -> None:
        """Keep the name of the site whose data these are.

        Raises StorageError when they are another's: its alarms of the same names would be taken for this
        site's own, acknowledged ones included.
        """
        file = self.path / "site"
        try:
            owner = file.read_text(encoding="utf-8")
        except OSError:
            # As with the secret: a disk that is full or read-only is an alarm, not a reason to stay away.
            with suppress(OSError):
                _write_private(file, site.encode())
            return
        if owner != site:
            raise StorageError(
                f"The data folder {self.path} belongs to the site {owner!r}, not to {site!r}; choose another "
                f"with --data, or, if the site was renamed, write its new name into {file}."
            )

    def announce(self, address: str) -> None:
        """Write down where the server listens, for ``wakeful link``."""
        body = msgspec.json.encode(ServerAddress(address, os.getpid()))
        # As with the secret: a full disk costs `wakeful link`, not the server.
        with suppress(OSError):
            _write_private(self.path / "server.json", body)

    def _sign(self) -> None:
        """Put the process id into the lock and make a fresh secret, old ones being worth nothing."""
        assert self._lock is not None
        self.secret = secrets.token_urlsafe(32)
        # A full disk is an alarm, not a reason to stay away; only `wakeful link` has to do without.
        with suppress(OSError):
            os.ftruncate(self._lock, 0)
            os.pwrite(self._lock, f"{os.getpid()}\n".encode(), 0)
            _write_private(self.path / "secret", self.secret.encode())


def read_address(path: Path) -> tuple[ServerAddress, str]:
    """Address and secret of the server that runs on a data folder. Raises StorageError when there is none."""
    try:
        address = msgspec.json.decode((path / "server.json").read_bytes(), type=ServerAddress)
        return address, (path / "secret").read_text()
    except FileNotFoundError as error:
        raise StorageError(f"No server runs on {path}; start it with `wakeful up`.") from error
    except (OSError, msgspec.DecodeError) as error:
        raise StorageError(f"The running server's address in {path} cannot be read: {error}") from error


def _write_private(path: Path, data: bytes) -> None:
    path.unlink(missing_ok=True)
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(data)
