"""``wakeful new DIR``: a commented example site that runs on this machine as it stands."""

import argparse
import shutil
from pathlib import Path

EXAMPLE = Path(__file__).parent / "example_site"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The verb's options."""
    parser.add_argument("site", type=Path, metavar="DIR", help="folder to write; new or empty")


def run(arguments: argparse.Namespace) -> int:
    """Returns 0 when the site was written, 1 when it could not be."""
    folder: Path = arguments.site
    write_example(folder)
    print(f"wrote {', '.join(sorted(path.name for path in EXAMPLE.iterdir()))} to {folder}")
    print(f"next: wakeful check {folder}; then wakeful up {folder}")
    return 0


def write_example(folder: Path) -> None:
    """Write the example. Raises StorageError when there is something already, or the disk refuses."""
    from wakeful.terms.errors import StorageError

    try:
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise StorageError(f"{folder} is not an empty folder; nothing was written, give another name")
        folder.mkdir(parents=True, exist_ok=True)
        for path in sorted(EXAMPLE.iterdir()):
            shutil.copyfile(path, folder / path.name)
    except OSError as error:
        raise StorageError(f"{folder} cannot be written: {error.strerror}; choose another folder") from error
