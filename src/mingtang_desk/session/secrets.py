"""Where secrets live: the keyring of the system. Where there is none, nothing is kept.

A file of ours would be no secret store, so there is no fallback: without a keyring a PIN is asked
for each time.
"""

import asyncio
import logging
from collections.abc import Callable
from typing import Protocol

SERVICE = "mingtang-desk"
_WAIT_S = 20.0
"""A keyring that is locked shows a dialog of its own."""

_log = logging.getLogger(__name__)


class Secrets(Protocol):
    """Keeps short texts by name."""

    async def get(self, name: str) -> str | None:
        """Return what is kept, None = nothing, or there is no store."""
        ...

    async def put(self, name: str, secret: str) -> bool:
        """Keep a text; False = there is no store."""
        ...

    async def drop(self, name: str) -> None:
        """Forget a text; one that is not there is no error."""
        ...


async def has_keyring() -> bool:
    """Return whether the system has a keyring; loading it may block, so a thread does."""
    return await asyncio.to_thread(_usable)


class Keyring:
    """Implements `Secrets` by the keyring of the system. It may block, so it works in a thread."""

    async def get(self, name: str) -> str | None:
        """Return what is kept, None = nothing, or there is no store."""
        return await self._within(_get, name)

    async def put(self, name: str, secret: str) -> bool:
        """Keep a text; False = there is no store."""
        return bool(await self._within(_put, name, secret))

    async def drop(self, name: str) -> None:
        """Forget a text."""
        await self._within(_drop, name)

    async def _within[**P, T](
        self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs
    ) -> T | None:
        try:
            async with asyncio.timeout(_WAIT_S):
                return await asyncio.to_thread(work, *args, **kwargs)
        except TimeoutError:
            _log.warning("the keyring of the system does not answer")
            return None


def _usable() -> bool:
    import keyring

    return bool(keyring.get_keyring().priority > 0)


def _get(name: str) -> str | None:
    import keyring
    from keyring.errors import KeyringError

    try:
        return keyring.get_password(SERVICE, name)
    except (KeyringError, RuntimeError) as error:
        _log.info("no keyring: %s", type(error).__name__)
        return None


def _put(name: str, secret: str) -> bool:
    import keyring
    from keyring.backends.null import Keyring as Nowhere
    from keyring.errors import KeyringError

    try:
        keyring.set_password(SERVICE, name, secret)
    except (KeyringError, RuntimeError) as error:
        _log.info("no keyring: %s", type(error).__name__)
        return False
    return not isinstance(keyring.get_keyring(), Nowhere)


def _drop(name: str) -> None:
    import keyring
    from keyring.errors import KeyringError

    try:
        keyring.delete_password(SERVICE, name)
    except (KeyringError, RuntimeError) as error:
        _log.info("nothing to forget: %s", type(error).__name__)
