"""One program at a time: a refresh token is good once, and several commands may run at once."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from mingtang_desk.core.errors import CloudError, unwritable

_LOOK_S = 0.05
WAIT_S = 60.0
"""Longer than a refresh may take."""


@asynccontextmanager
async def locked(path: Path, *, wait_s: float = WAIT_S) -> AsyncIterator[None]:
    """Hold a file for the time of a block; the system lets go when the program dies.

    Raises:
        CloudError: another program does not let go.
        StorageError: the file cannot be made.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise unwritable(path, error) from error
    try:
        try:
            async with asyncio.timeout(wait_s):
                while not _taken(handle):  # noqa: ASYNC110 - other programs set no event
                    await asyncio.sleep(_LOOK_S)
        except TimeoutError as error:
            raise CloudError("cloud_accounts_busy", path=path) from error
        yield
    finally:
        os.close(handle)  # lets go of the lock too


def _taken(handle: int) -> bool:
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
