"""Files of the server: nobody but its user reads them."""

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

from mingtang_desk.core.errors import StorageError

FOLDER_MODE, FILE_MODE = 0o700, 0o600


def private_folder(folder: Path) -> None:
    """Make a folder that others cannot look into; one that is there keeps its rights.

    Raises:
        StorageError: it cannot be made.
    """
    try:
        folder.mkdir(mode=FOLDER_MODE, parents=True, exist_ok=True)
    except OSError as error:
        detail = f"{folder}: {error.strerror}"
        raise StorageError("database_unusable", detail=detail) from error


@contextlib.contextmanager
def private_umask() -> Iterator[None]:
    """Make files that appear meanwhile (SQLite's own too) readable for their user alone."""
    before = os.umask(0o077)
    try:
        yield
    finally:
        os.umask(before)


def write_private(path: Path, text: str) -> None:
    """Write a file that only its user reads, in one piece.

    Raises:
        OSError: it cannot be written.
    """
    part = path.with_name(path.name + ".part")
    part.unlink(missing_ok=True)
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, FILE_MODE), "w") as file:
        file.write(text)
    part.replace(path)


def loose_files(folder: Path) -> list[Path]:
    """Return what in a folder others may read; none on systems without such rights."""
    if os.name != "posix":
        return []
    found = [folder, *folder.glob("*.sqlite*"), *folder.glob("*.json")]
    return [path for path in found if path.exists() and path.stat().st_mode & 0o077]
