"""Files replaced as a whole, several of them all or none, and the ones before them kept."""

import codecs
import os
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from wakeful.terms.errors import StorageError

KEPT_MAX = 99
_MARKS = {codecs.BOM_UTF8: "utf-8", codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}


class FileChange(NamedTuple):
    """A file of a folder that is to change: as it was read, None without the file, and as it is to be."""

    name: str
    before: bytes | None
    text: str

    @property
    def after(self) -> bytes:
        """The text in the encoding that the file had, with its byte order mark; UTF-8 for a new one."""
        for mark, encoding in _MARKS.items():
            if self.before is not None and self.before.startswith(mark):
                return mark + self.text.encode(encoding)
        return self.text.encode()


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


def replace_files(folder: Path, files: Sequence[FileChange]) -> tuple[tuple[Path, Path | None], ...]:
    """Put files in place of those that were read; each one's path, and where the one before it is kept.

    Raises StorageError when the disk refuses, or when a file was changed since it was read; then all of them
    are as they were. Only when the machine stops between two of them is one new and the other old.
    """
    for file in files:
        path = folder / file.name
        if (path.read_bytes() if path.is_file() else None) != file.before:
            raise StorageError(
                f"{path} was changed while the sheet was read; nothing was written; import it again"
            )
    kept = [keep(folder / file.name) for file in files]
    for count, file in enumerate(files):
        try:
            replace_file(folder / file.name, file.after)
        except StorageError:
            for written in files[:count]:
                _put_back(folder / written.name, written.before)
            raise
    return tuple((folder / file.name, copy) for file, copy in zip(files, kept, strict=True))


def _put_back(path: Path, before: bytes | None) -> None:
    if before is None:
        path.unlink()
    else:
        replace_file(path, before)
