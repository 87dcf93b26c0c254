"""A file replaced as a whole, and the one before it kept."""

import os
import tempfile
from contextlib import suppress
from pathlib import Path

from wakeful.terms.errors import StorageError

KEPT_MAX = 99


def keep(path: Path) -> Path | None:
    """Keep a copy of a file as ``NAME.bak``, or ``NAME.bak2`` ... when that is taken; None without the file.

    Raises StorageError when there are 99 of them already, or the disk refuses.
    """
    if not path.exists():
        return None
    for number in range(1, KEPT_MAX + 1):
        copy = path.with_name(f"{path.name}.bak{number if number > 1 else ''}")
        try:
            with copy.open("xb") as file:
                file.write(path.read_bytes())
                file.flush()
                os.fsync(file.fileno())
        except FileExistsError:
            continue
        except OSError as error:
            raise StorageError(f"{copy} cannot be written ({error.strerror}); nothing was changed") from error
        return copy
    raise StorageError(f"{path} has {KEPT_MAX} old copies beside it; move {path.name}.bak* away first")


def replace_file(path: Path, data: bytes) -> None:
    """Put ``data`` in the place of a file: all of it or, with StorageError, nothing."""
    name = ""
    try:
        mode = path.stat().st_mode & 0o777 if path.exists() else 0o644
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as file:
            name = file.name
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(name, mode)
        os.replace(name, path)
    except OSError as error:
        if name:
            with suppress(OSError):
                os.unlink(name)
        raise StorageError(f"{path} cannot be written ({error.strerror}); nothing was changed") from error
