"""Who is signed in at this desk, and what that lets through. Implements `Gate`.

Off by default: at home there is one person, and everything is allowed. In a shop whoever has not
signed in is an observer.
"""

import asyncio
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

from mingtang_desk.core.clock import Clock
from mingtang_desk.core.errors import (
    InputFileError,
    LockedError,
    MingtangError,
    NotPermittedError,
    UsageError,
)
from mingtang_desk.device.roles import NEEDS, Role, WriteClass, lacking
from mingtang_desk.session.people import Book, Person, read_book, write_book

LEAST = 4
"""Characters of a PIN."""
ATTEMPTS = 5
FIRST_WAIT_S, LONGEST_WAIT_S = 30.0, 900.0
NAME_LENGTH = 40


class Roles:
    """The book of one desk, and who is signed in.

    Args:
        path: the file; it is read anew before each sign-in, so that two desks agree.

    Attributes:
        error: why the file cannot be read; while it cannot, everybody is an observer.
    """

    def __init__(self, path: Path, clock: Clock) -> None:
        self._path, self._clock = path, clock
        self._book = Book()
        self._person: Person | None = None
        self._observers: list[Callable[[], None]] = []
        self.error: InputFileError | None = None
        self.reload()

    @property
    def on(self) -> bool:
        """True when somebody has to sign in before anything is written."""
        return self.error is not None or self._book.on

    @property
    def role(self) -> Role:
        """What whoever sits here may do."""
        if not self.on:
            return Role.ENGINEER
        return Role.OBSERVER if self._person is None else self._person.role

    @property
    def who(self) -> str:
        """The name of who is signed in, "" when nobody is."""
        return "" if self._person is None else self._person.name

    @property
    def may_write(self) -> bool:
        """False for an observer."""
        return self.role is not Role.OBSERVER

    @property
    def people(self) -> tuple[tuple[str, Role], ...]:
        """Names and roles, in the order they were added."""
        return tuple((each.name, each.role) for each in self._book.people)

    @property
    def needs(self) -> dict[WriteClass, Role]:
        """The role that each class needs."""
        return dict(self._book.needs)

    def observe(self, callback: Callable[[], None]) -> Callable[[], None]:
        """Call back when somebody signed in or out, or the book changed; return what ends that."""
        self._observers.append(callback)

        def end() -> None:
            if callback in self._observers:
                self._observers.remove(callback)

        return end

    def check(self, classes: Iterable[WriteClass]) -> None:
        """Let what is of these classes through.

        Raises:
            NotPermittedError: whoever is signed in may not do it.
        """
        if not self.on:
            return
        needs = self._book.needs
        refused = lacking(self.role, classes, needs)
        if refused is not None:
            raise NotPermittedError(
                "not_permitted",
                needed=needs[refused].value,
                role=self.role.value,
                what=refused.value,
            )

    def reload(self) -> None:
        """Read the file anew; who was taken out of it, or given less, has less from now on."""
        try:
            self._book, self.error = read_book(self._path), None
        except InputFileError as error:
            self._book, self.error = Book(), error
        if self._person is not None:
            self._person = self._book.find(self._person.name)
        self._tell()

    async def sign_in(self, name: str, pin: str) -> Role:
        """Sign in; return the role.

        Raises:
            LockedError: the PIN is wrong, or too many were; `left` and `seconds` tell.
            InputFileError: the file of roles is damaged.
            StorageError: the attempt could not be kept, and does not count as right.
        """
        self.reload()
        if self.error is not None:
            raise self.error
        if not self.on:
            raise UsageError("roles_off")
        person = self._book.find(name)
        self._refuse_waiting(person)
        if await asyncio.to_thread(_fits, "" if person is None else person.pin, pin):
            assert person is not None
            self._keep(replace(person, wrong=0, until=0.0))
            self._person = self._book.find(name)
            self._tell()
            return self.role
        raise self._count(person)

    def sign_out(self) -> None:
        """Be an observer again."""
        self._person = None
        self._tell()

    async def turn_on(self, name: str, pin: str) -> None:
        """Begin with one engineer, who is signed in.

        Raises:
            UsageError: they are on already, or the name or PIN will not do.
            StorageError: the file cannot be written.
        """
        if self.on:
            raise UsageError("roles_on")
        person = await self._new(name, Role.ENGINEER, pin)
        self._write(Book(people=(person,), needs=dict(NEEDS)))
        self._person = person
        self._tell()

    def turn_off(self) -> None:
        """Let everybody do everything; the names and PINs are forgotten."""
        self._must_manage()
        self._write(Book())
        self._person = None
        self._tell()

    async def add(self, name: str, role: Role, pin: str) -> None:
        """Add a person.

        Raises:
            NotPermittedError: it takes an engineer.
            UsageError: the name or PIN will not do.
        """
        self._must_manage()
        person = await self._new(name, role, pin)
        self._write(replace(self._book, people=(*self._book.people, person)))
        self._tell()

    async def set_pin(self, name: str, pin: str) -> None:
        """Give a person a new PIN, an engineer anybody, everybody the own one."""
        person = self._known(name)
        if person.name != self.who:
            self._must_manage()
        changed = replace(person, pin=await _hashed(pin), wrong=0, until=0.0)
        self._keep(changed)
        self._tell()

    def set_role(self, name: str, role: Role) -> None:
        """Give a person another role.

        Raises:
            UsageError: nobody would be left to change the roles.
        """
        self._must_manage()
        person = self._known(name)
        if role is not Role.ENGINEER:
            self._must_not_be_last(person)
        self._keep(replace(person, role=role))
        self._tell()

    def remove(self, name: str) -> None:
        """Take a person out.

        Raises:
            UsageError: nobody would be left to change the roles.
        """
        self._must_manage()
        person = self._known(name)
        self._must_not_be_last(person)
        left = tuple(each for each in self._book.people if each != person)
        self._write(replace(self._book, people=left))
        self._tell()

    def set_need(self, write_class: WriteClass, role: Role) -> None:
        """Say which role a class needs; an observer never writes.

        Raises:
            UsageError: it would be the observer.
        """
        self._must_manage()
        if role is Role.OBSERVER:
            raise UsageError(
                "usage_invalid", detail="an observer may write nothing", command="roles"
            )
        self._write(replace(self._book, needs={**self._book.needs, write_class: role}))
        self._tell()

    def _refuse_waiting(self, person: Person | None) -> None:
        if person is None:
            return
        # A clock that was set back must not lock somebody out for years.
        left = min(person.until - self._clock.now().timestamp(), LONGEST_WAIT_S)
        if left > 0:
            raise LockedError("pin_wait", seconds=round(left) or 1, name=person.name)

    def _count(self, person: Person | None) -> MingtangError:
        """Return what to say of a wrong PIN; an unknown name is told no difference."""
        if person is None:
            return LockedError("pin_wrong", left=ATTEMPTS - 1)
        wrong = person.wrong + 1
        if wrong < ATTEMPTS:
            self._keep(replace(person, wrong=wrong))
            return LockedError("pin_wrong", left=ATTEMPTS - wrong)
        wait_s = min(FIRST_WAIT_S * 2.0 ** (min(wrong, 30) - ATTEMPTS), LONGEST_WAIT_S)
        self._keep(replace(person, wrong=wrong, until=self._clock.now().timestamp() + wait_s))
        return LockedError("pin_wait", seconds=round(wait_s), name=person.name)

    async def _new(self, name: str, role: Role, pin: str) -> Person:
        name = name.strip()
        if not name or len(name) > NAME_LENGTH or not name.isprintable():
            detail = f"1 to {NAME_LENGTH} printable characters"
            raise UsageError("person_name", name=name, detail=detail)
        if self._book.find(name) is not None:
            raise UsageError("person_name", name=name, detail="somebody has it")
        return Person(name=name, role=role, pin=await _hashed(pin))

    def _known(self, name: str) -> Person:
        person = self._book.find(name)
        if person is None:
            raise UsageError("person_unknown", name=name)
        return person

    def _must_manage(self) -> None:
        if self.error is not None:
            raise self.error
        if not self.on:
            raise UsageError("roles_off")
        if self.role is not Role.ENGINEER:
            engineer = Role.ENGINEER.value
            raise NotPermittedError(
                "not_permitted", needed=engineer, role=self.role.value, what="roles"
            )

    def _must_not_be_last(self, person: Person) -> None:
        if self._book.engineers() == (person,):
            raise UsageError("last_engineer", name=person.name)

    def _keep(self, person: Person) -> None:
        """Write a person as changed; who is signed in follows."""
        people = tuple(person if each.name == person.name else each for each in self._book.people)
        self._write(replace(self._book, people=people))
        if self._person is not None and self._person.name == person.name:
            self._person = person

    def _write(self, book: Book) -> None:
        write_book(self._path, book)
        self._book = book

    def _tell(self) -> None:
        for callback in tuple(self._observers):
            callback()


async def _hashed(pin: str) -> str:
    from argon2 import PasswordHasher

    if len(pin) < LEAST:
        raise UsageError("pin_short", least=LEAST)
    return await asyncio.to_thread(PasswordHasher().hash, pin)


def _fits(hashed: str, pin: str) -> bool:
    """Return whether a PIN is right; an unknown name takes as long as a known one."""
    from argon2 import PasswordHasher
    from argon2.exceptions import InvalidHashError, VerificationError

    hasher = PasswordHasher()
    if not hashed:
        hasher.hash(pin)
        return False
    try:
        return hasher.verify(hashed, pin)
    except (VerificationError, InvalidHashError):
        return False
