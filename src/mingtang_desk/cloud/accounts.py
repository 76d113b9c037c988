"""The list of servers and users this desk has logged in to. No secrets; the last one is used."""

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path

from mingtang_desk.cloud.decode import decoded
from mingtang_desk.cloud.kinds import OWN
from mingtang_desk.core.errors import InputFileError, unwritable

FORMAT = "mingtang-cloud-accounts/1"
_OWNER_ALONE = 0o600


@dataclass(frozen=True, slots=True, kw_only=True)
class Remembered:
    """A login.

    Attributes:
        server: `https://host[:port]`.
        user: login name.
        account: name of the account; role: of the user there.
        is_insecure: plain HTTP to another machine was wanted.
        is_logged_in: there are tokens; a server stays on the list after a logout.
        kind: of the server, a key of `CloudDesk.providers`.
    """

    server: str
    user: str
    account: str
    role: str
    is_insecure: bool = False
    is_logged_in: bool = True
    kind: str = OWN

    @property
    def secret(self) -> str:
        """Name of its tokens among the secrets."""
        return f"cloud {self.server} {self.user}"

    def is_same(self, server: str, user: str) -> bool:
        """Return whether this is the login of a user at a server; names have no case."""
        return self.server == server and self.user.casefold() == user.casefold()


def read_accounts(path: Path) -> tuple[Remembered, ...]:
    """Return the list, the one used last first; no file = none.

    Raises:
        InputFileError: it is damaged.
    """
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
        return _list_of(document)
    except FileNotFoundError:
        return ()
    except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
        detail = f"{type(error).__name__}: {error}".rstrip(".: ")
        raise InputFileError("cloud_accounts_corrupt", path=path, detail=detail) from error


def _list_of(document: object) -> tuple[Remembered, ...]:
    if not isinstance(document, dict) or document.get("format") != FORMAT:
        raise ValueError(f"it does not say format {FORMAT}")
    return tuple(decoded(Remembered, row, "login") for row in document["accounts"])


def write_accounts(path: Path, accounts: tuple[Remembered, ...]) -> None:
    """Write the list, whole or not at all, for this user's eyes.

    Raises:
        StorageError: it cannot be written.
    """
    rows = [asdict(each) for each in accounts]
    write_private(path, json.dumps({"format": FORMAT, "accounts": rows}, ensure_ascii=False))


def write_private(path: Path, text: str) -> None:
    """Write a file that its owner alone can read, whole or not at all.

    Raises:
        StorageError: it cannot be written.
    """
    write_private_bytes(path, text.encode())


def write_private_bytes(path: Path, data: bytes) -> None:
    """Write a file as `write_private` does.

    Raises:
        StorageError: it cannot be written.
    """
    part = path.with_suffix(".part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        part.unlink(missing_ok=True)
        handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _OWNER_ALONE)
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())  # a token that was exchanged and is lost cannot be had again
        os.replace(part, path)
    except OSError as error:
        raise unwritable(path, error) from error


def used(accounts: tuple[Remembered, ...], one: Remembered) -> tuple[Remembered, ...]:
    """Return the list with a login first, new or as it is now."""
    rest = (each for each in accounts if not each.is_same(one.server, one.user))
    return (one, *rest)
