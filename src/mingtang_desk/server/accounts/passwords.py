"""Passwords: what is asked of them, and argon2id off the loop."""

import asyncio
import unicodedata
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from mingtang_desk.server.accounts.common_passwords import is_common, stem_of
from mingtang_desk.server.problem import Problem

SHORTEST = 10
LONGEST = 256
SLOTS = 2
"""Hashes at a time: more would leave the loop no core."""
WAITING = 64
"""Who would have to wait behind so many is sent away."""
WAIT_S = 20.0


class Passwords:
    """Makes and checks hashes.

    Attributes:
        computed: how many hashes were computed so far, right or wrong or for nobody.
    """

    def __init__(self, *, memory_kib: int, passes: int) -> None:
        self.computed = 0
        self._hasher = PasswordHasher(time_cost=passes, memory_cost=memory_kib, parallelism=1)
        self._slots = asyncio.Semaphore(SLOTS)
        self._waiting = 0

    async def hash(self, password: str) -> str:
        """Return what is stored of a password.

        Raises:
            Problem: 503, too many are waiting.
        """
        return await self._run(lambda: self._hasher.hash(_normal(password)))

    async def check(self, password: str, stored: str | None) -> bool:
        """Return whether a password is the one that is stored.

        Args:
            password: as typed.
            stored: its hash; None or no hash at all = nobody's: one is computed all the same, so
                that the answer takes as long.

        Raises:
            Problem: 503, too many are waiting.
        """
        if stored is None or not stored.startswith("$argon2"):
            await self.hash(password)
            return False
        return await self._run(lambda: self._matches(stored, _normal(password)))

    def is_old(self, stored: str) -> bool:
        """Whether a hash was made with other parameters than are used now."""
        return self._hasher.check_needs_rehash(stored)

    def _matches(self, stored: str, password: str) -> bool:
        try:
            return self._hasher.verify(stored, password)
        except (VerificationError, InvalidHashError):
            return False

    async def _run[T](self, work: Callable[[], T]) -> T:
        async with self._slot():
            self.computed += 1
            return await asyncio.to_thread(work)

    @asynccontextmanager
    async def _slot(self) -> AsyncIterator[None]:
        if self._waiting >= WAITING:
            raise _busy()
        self._waiting += 1
        try:
            async with asyncio.timeout(WAIT_S):
                await self._slots.acquire()
        except TimeoutError as error:
            raise _busy() from error
        finally:
            self._waiting -= 1
        try:
            yield
        finally:
            self._slots.release()


def check_rules(password: str, login: str) -> None:
    """Refuse a new password that is too easy. There are no rules of composition.

    Raises:
        Problem: 422.
    """
    normal = _normal(password)
    if len(normal) < SHORTEST:
        raise _weak("too_short", f"A password has at least {SHORTEST} characters.")
    if len(normal) > LONGEST:
        raise _weak("too_long", f"A password has at most {LONGEST} characters.")
    if normal.casefold() == login.casefold() or "" != stem_of(normal) == stem_of(login):
        raise _weak("is_login", "The password must not be the login.")
    if is_common(normal):
        raise _weak("common", "This password is among the first that are tried; take another.")


def _normal(password: str) -> str:
    """Return the same text for the same characters, whichever keyboard they came from."""
    return unicodedata.normalize("NFC", password)


def _weak(reason: str, detail: str) -> Problem:
    return Problem(422, "weak_password", detail, extra={"reason": reason})


def _busy() -> Problem:
    return Problem(
        503,
        "busy",
        "Too many are logging in; try again in a moment.",
        headers={"Retry-After": "5"},
    )
