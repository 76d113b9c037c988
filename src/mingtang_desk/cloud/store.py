"""Where tokens are kept: the keyring of the system, or a file where there is none.

Each command is a program of its own, so without a keyring memory is not enough. The password is
kept nowhere.
"""

import json
from enum import StrEnum
from pathlib import Path

from mingtang_desk.cloud.accounts import write_private
from mingtang_desk.core.errors import InputFileError
from mingtang_desk.session.secrets import Keyring, Secrets, has_keyring


class Keeping(StrEnum):
    """Where the tokens of a login would go: the keyring, a file, or nowhere beyond the program."""

    KEYRING = "keyring"
    FILE = "file"
    MEMORY = "memory"


class FileSecrets:
    """Implements `session.secrets.Secrets` by a file with rights for its owner alone.

    Whoever may read the files of this user can use what is in it.
    """

    def __init__(self, path: Path) -> None:
        self.path = path

    async def get(self, name: str) -> str | None:
        """Return what is kept, None = nothing.

        Raises:
            InputFileError: the file is damaged.
        """
        return self._read().get(name)

    async def put(self, name: str, secret: str) -> bool:
        """Keep a text.

        Raises:
            InputFileError: the file is damaged.
            StorageError: it cannot be written.
        """
        write_private(self.path, json.dumps({**self._read(), name: secret}))
        return True

    async def drop(self, name: str) -> None:
        """Forget a text; the last one takes the file along.

        Raises:
            InputFileError: the file is damaged.
            StorageError: it cannot be written.
        """
        kept = self._read()
        if kept.pop(name, None) is None:
            return
        if kept:
            write_private(self.path, json.dumps(kept))
        else:
            self.path.unlink(missing_ok=True)

    def _read(self) -> dict[str, str]:
        try:
            found = json.loads(self.path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return {}
        except (OSError, ValueError, RecursionError) as error:
            detail = type(error).__name__
            raise InputFileError("cloud_accounts_corrupt", path=self.path, detail=detail) from error
        if not isinstance(found, dict) or not all(isinstance(each, str) for each in found.values()):
            raise InputFileError("cloud_accounts_corrupt", path=self.path, detail="no table")
        return found


class KeyringOrFile:
    """Implements `Secrets`: the keyring, and the file for what it does not take."""

    def __init__(self, keyring: Secrets, file: FileSecrets) -> None:
        self._keyring, self.file = keyring, file

    async def get(self, name: str) -> str | None:
        """Return what is kept, None = nothing; what stands in the file is the newer one."""
        return await self.file.get(name) or await self._keyring.get(name)

    async def put(self, name: str, secret: str) -> bool:
        """Keep a text in one of the two."""
        if await self._keyring.put(name, secret):
            await self.file.drop(name)
            return True
        return await self.file.put(name, secret)

    async def drop(self, name: str) -> None:
        """Forget a text in both."""
        await self._keyring.drop(name)
        await self.file.drop(name)


class WindowSecrets:
    """Implements `Secrets` for a window, which lives long enough to do without a file.

    The keyring; where it takes nothing, memory, or the file if the user wants that. What stands in
    the file already (a command put it there) stays there.

    Args:
        keyring: None = this machine has none.

    Attributes:
        may_use_file: the user wants to stay logged in without a keyring.
    """

    def __init__(self, keyring: Secrets | None, file: FileSecrets) -> None:
        self._keyring, self._file = keyring, file
        self._here: dict[str, str] = {}
        self.may_use_file = False

    @property
    def keeping(self) -> Keeping:
        """Where the next login is kept."""
        if self._keyring is not None:
            return Keeping.KEYRING
        return Keeping.FILE if self.may_use_file else Keeping.MEMORY

    def is_lasting(self, name: str) -> bool:
        """Return whether a text outlives this program."""
        return name not in self._here

    async def get(self, name: str) -> str | None:
        """Return what is kept, None = nothing."""
        if name in self._here:
            return self._here[name]
        found = await self._file.get(name)
        return found if found or self._keyring is None else await self._keyring.get(name)

    async def put(self, name: str, secret: str) -> bool:
        """Keep a text in one of the three."""
        self._here.pop(name, None)
        if self._keyring is not None and await self._keyring.put(name, secret):
            await self._file.drop(name)
            return True
        if self.may_use_file or await self._file.get(name) is not None:
            return await self._file.put(name, secret)
        self._here[name] = secret
        return True

    async def drop(self, name: str) -> None:
        """Forget a text everywhere."""
        self._here.pop(name, None)
        await self._file.drop(name)
        if self._keyring is not None:
            await self._keyring.drop(name)


async def window_secrets(path: Path) -> WindowSecrets:
    """Return where a window keeps secrets; `path`: the file that commands use without a keyring."""
    return WindowSecrets(Keyring() if await has_keyring() else None, FileSecrets(path))


async def secrets_at(path: Path) -> Secrets:
    """Return where secrets are kept on this machine; `path`: the file where there is no keyring."""
    file = FileSecrets(path)
    return KeyringOrFile(Keyring(), file) if await has_keyring() else file
