"""Register maps of Modbus boards: those that ship, and the file that an address names."""

from functools import cache
from pathlib import Path

from mingtang_desk.core.assets import resource_path
from mingtang_desk.core.errors import InputFileError
from mingtang_desk.interfaces.driver import Driver
from mingtang_desk.protocols.modbus.driver import profile_driver
from mingtang_desk.protocols.modbus.load import examine, load
from mingtang_desk.wire.profile.rows import Profile
from mingtang_desk.wire.profile.tables import Problem

SHIPPED = ("mingtang", "tt")
"""In the order `protocol=auto` tries them: what knows more goes first."""
_LARGEST = 1_000_000


def shipped_text(key: str) -> str | None:
    """Return the text of a profile that ships, None when there is none of this name."""
    if key not in SHIPPED:
        return None
    return resource_path(f"profiles/{key}.toml").read_text(encoding="utf-8")


@cache
def shipped_driver(key: str) -> Driver:
    """Return the driver of a profile that ships."""
    path = str(resource_path(f"profiles/{key}.toml"))
    return profile_driver(load(shipped_text(key) or "", path, shipped_text))


def file_driver(path: str) -> Driver:
    """Return the driver of a user's file.

    Raises:
        InputFileError: it cannot be read, or something is wrong with it.
    """
    return profile_driver(load(_text(path), path, shipped_text))


def check_file(path: str) -> tuple[Profile | None, tuple[Problem, ...]]:
    """Return what a file says and everything that is wrong with it.

    Raises:
        InputFileError: it cannot be read.
    """
    return examine(_text(path), shipped_text)


def _text(path: str) -> str:
    try:
        with Path(path).expanduser().open(encoding="utf-8") as file:
            text = file.read(_LARGEST + 1)
    except FileNotFoundError as error:
        raise InputFileError("file_missing", path=path) from error
    except UnicodeDecodeError as error:
        raise InputFileError("file_unreadable", path=path, detail="it is no UTF-8 text") from error
    except (OSError, ValueError) as error:
        detail = getattr(error, "strerror", None) or str(error)
        raise InputFileError("file_unreadable", path=path, detail=detail) from error
    if len(text) > _LARGEST:
        raise InputFileError("file_unreadable", path=path, detail="it is too large for a profile")
    return text
