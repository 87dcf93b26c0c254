"""Where a site's master lies: in its folder, in a file of one's choice, or in a revision that git keeps."""

import subprocess
from datetime import UTC, datetime
from pathlib import Path

from wakeful.server.configuration import SiteFolder
from wakeful.server.configuration.approved import MASTER_NAME
from wakeful.server.configuration.encoding import FILE_BYTES_MAX, decode
from wakeful.server.configuration.finding import Findings
from wakeful.server.configuration.value import Invalid
from wakeful.server.rationalisation.file_keeping import keep, replace_file
from wakeful.server.rationalisation.master import Approval, format_master, read_approvals
from wakeful.terms.errors import CommandError, DataError

GIT_S_MAX = 60.0


def master_path(folder: Path, named: str) -> Path:
    """The master's path: as ``[alarms] master`` names it, or ``alarms_master.csv`` in the site folder."""
    return folder / (named or MASTER_NAME)


def master_in_use(folder: Path, named: str) -> Path | None:
    """The master that a server compares with; None where none is named and none has the usual name."""
    path = master_path(folder, named)
    return path if named or path.exists() else None


def master_bytes(path: Path) -> bytes:
    """The bytes of a master. Raises DataError, in one line, when they cannot be had."""
    try:
        size_bytes = path.stat().st_size
        if size_bytes > FILE_BYTES_MAX[".csv"]:
            raise DataError(f"{path} has {size_bytes:,} bytes; at most {FILE_BYTES_MAX['.csv']:,} are read")
        return path.read_bytes()
    except FileNotFoundError as error:
        raise DataError(f"there is no master {path}; `wakeful alarms approve` writes one") from error
    except OSError as error:
        raise DataError(f"the master {path} cannot be read: {error.strerror}") from error


def master_bytes_at(folder: Path, named: str, revision: str) -> bytes:
    """The master of a site folder as git has it at a revision. Raises DataError, in one line, without it."""
    if revision.startswith("-") or ":" in revision or not revision.isprintable():
        raise DataError(f"{revision!r} is no revision of git; give a commit, a branch or a tag")
    place = f"{revision}:./{named or MASTER_NAME}"
    try:
        answer = subprocess.run(
            ["git", "-C", str(folder), "show", place],
            capture_output=True, check=False, timeout=GIT_S_MAX, stdin=subprocess.DEVNULL,
        )  # fmt: skip
    except FileNotFoundError as error:
        raise DataError("git is not installed; give the master with --master FILE") from error
    except subprocess.TimeoutExpired as error:
        raise DataError(f"git did not answer within {GIT_S_MAX:.0f} s") from error
    if answer.returncode != 0:
        words = " ".join(answer.stderr.decode("utf-8", "replace").split()) or "without a word"
        raise DataError(f"git has no master {place}: {words}")
    return answer.stdout


def approve(folder: Path, read: SiteFolder, by: str, reason: str) -> tuple[Path, Approval]:
    """Write the site, as it was read from ``folder``, as the next revision of its master.

    The file before it is kept as ``NAME.bak``. Returns where the master is, and its new revision.

    Raises
    ------
    CommandError
        The name or the reason cannot be written down.
    StorageError
        The disk refused; the old master is as it was.
    """
    path = master_path(folder, read.master)
    earlier: tuple[Approval, ...] = ()
    if path.exists():
        findings = Findings()
        text = decode(f"{path.stem}.csv", master_bytes(path), findings)
        findings.raise_if_any()
        earlier = read_approvals(text or "")[0]
    at = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    try:
        text = format_master(read.site, earlier, at, by, reason)
    except Invalid as invalid:
        raise CommandError(f"--by or --reason: {invalid}") from invalid
    keep(path)
    replace_file(path, text.encode())
    return path, read_approvals(text)[0][0]
