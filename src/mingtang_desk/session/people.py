"""The file of roles: who may sign in, as what, and what each class of writing needs.

PINs are kept as argon2id hashes. Wrong attempts are kept too, so that starting the desk anew does
not give five more.
"""

import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path

from mingtang_desk.core.errors import InputFileError, unwritable
from mingtang_desk.device.roles import NEEDS, Role, WriteClass

FORMAT = "mingtang-roles/1"
_OWNER_ALONE = 0o600
"""A PIN of four digits is soon found from its hash."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody who may sign in.

    Attributes:
        pin: argon2id hash of the PIN.
        wrong: wrong attempts in a row.
        until: Unix seconds before which no other is taken.
    """

    name: str
    role: Role
    pin: str
    wrong: int = 0
    until: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Book:
    """Everything the file says. Without people roles are off."""

    people: tuple[Person, ...] = ()
    needs: Mapping[WriteClass, Role] = field(default_factory=lambda: dict(NEEDS))

    @property
    def on(self) -> bool:
        """True when somebody has to sign in before anything is written."""
        return bool(self.people)

    def find(self, name: str) -> Person | None:
        """Return who has this name, whatever its case."""
        wanted = name.strip().casefold()
        return next((each for each in self.people if each.name.casefold() == wanted), None)

    def engineers(self) -> tuple[Person, ...]:
        """Return who may change this book."""
        return tuple(each for each in self.people if each.role is Role.ENGINEER)


def read_book(path: Path) -> Book:
    """Read the file; none means that roles are off.

    Raises:
        InputFileError: it is damaged; nothing may be written to boards then.
    """
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
        return _book(document)
    except FileNotFoundError:
        return Book()
    except (OSError, ValueError, KeyError, TypeError) as error:
        detail = f"{type(error).__name__}: {error}".rstrip(".: ")
        raise InputFileError("roles_corrupt", path=path, detail=detail) from error


def _book(document: object) -> Book:
    if not isinstance(document, dict) or document.get("format") != FORMAT:
        raise ValueError(f"it does not say format {FORMAT}")
    people = tuple(_person(row) for row in document["people"])
    if not any(each.role is Role.ENGINEER for each in people):
        raise ValueError("it names no engineer")
    needs = {WriteClass(key): Role(value) for key, value in document["needs"].items()}
    if Role.OBSERVER in needs.values():
        raise ValueError("an observer may write nothing")
    return Book(people=people, needs={**NEEDS, **needs})


def _person(row: object) -> Person:
    if not isinstance(row, dict):
        raise TypeError("a person is no object")
    name, pin, wrong, until = row["name"], row["pin"], row["wrong"], row["until"]
    if not isinstance(name, str) or not name or not isinstance(pin, str):
        raise ValueError("a person without name or PIN")
    if not isinstance(wrong, int) or not isinstance(until, int | float):
        raise TypeError(f"the attempts of {name} are no numbers")
    return Person(name=name, role=Role(row["role"]), pin=pin, wrong=wrong, until=float(until))


def write_book(path: Path, book: Book) -> None:
    """Write the file, whole or not at all; without people it goes away.

    Raises:
        StorageError: it cannot be written.
    """
    part = path.with_suffix(".part")
    document = {
        "format": FORMAT,
        "people": [asdict(each) for each in book.people],
        "needs": dict(book.needs),
    }
    try:
        if not book.people:
            path.unlink(missing_ok=True)
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        part.unlink(missing_ok=True)
        handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _OWNER_ALONE)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump(document, file, ensure_ascii=False, indent=1)
        os.replace(part, path)
    except OSError as error:
        raise unwritable(path, error) from error
