"""Where tokens are kept: the keyring of the system, or a file where there is none.

Each command is a program of its own, so without a keyring memory is not enough. The password is
kept nowhere.
"""

import json
from pathlib import Path

from mingtang_desk.cloud.accounts import write_private
from mingtang_desk.core.errors import InputFileError
from mingtang_desk.session.secrets import Keyring, Secrets, has_keyring


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


async def secrets_at(path: Path) -> Secrets:
    """Return where secrets are kept on this machine; `path`: the file where there is no keyring."""
    file = FileSecrets(path)
    return KeyringOrFile(Keyring(), file) if await has_keyring() else file
